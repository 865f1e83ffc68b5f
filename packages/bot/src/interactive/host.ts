/** What a dialog needs of the bot that shows it. Filled by the bot for every context. */
import type { Dialog, Id } from "@matterwright/protocol";
import { Slot } from "../listen/slot.ts";
import type { ClickUpdate, SlashUpdate } from "../update/update.ts";

/** What a dialog looks like, whoever sees it. */
export interface Looks {
  readonly name: string;
  /** @param values what is filled in so far */
  looks(values: Readonly<Record<string, unknown>>): Dialog;
}

/** A dialog for one person. */
export interface Showing {
  readonly form: Looks;
  /** As it is sealed. */
  readonly carried: unknown;
  readonly expiresInMs: number | undefined;
}

export interface DialogHost {
  /** @throws UserError where no dialog can be opened; CallError. */
  open(update: ClickUpdate | SlashUpdate, showing: Showing): Promise<void>;
  /** The dialog as the server wants it, for one person. */
  made(user: Id, showing: Showing): Dialog;
}

export const dialogHost = new Slot<DialogHost>("dialogs", "the bot");
