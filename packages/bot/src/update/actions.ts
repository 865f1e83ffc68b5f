/** Buttons and menus under a message, as data: made by `button()` and `select()`, and drawn by the bot when the message is sent. */
import type { Attachment, Id, Post, PostProps } from "@matterwright/protocol";
import type { Transaction } from "../store/transaction.ts";

export type ActionStyle = "danger" | "default" | "good" | "primary" | "success" | "warning";

/** What can be said of one button or menu. */
export interface ActionOptions {
  /** Who may use it: users, or their ids. Everybody who sees it, by default. */
  readonly for?: readonly (Id | { readonly id: Id })[];
  /** How long it can be used, in milliseconds; for a week by default. */
  readonly expiresInMs?: number;
  /** Whether the first use of one of the message's actions that say so is the last of all of them. Not by default. */
  readonly once?: boolean;
  readonly style?: ActionStyle;
  /** Shown when the mouse rests on it. */
  readonly tooltip?: string;
}

/** What can be chosen from a menu: one of a few, or anybody or any open channel of the server. */
export type Menu =
  | { readonly options: readonly { readonly text: string; readonly value: string }[] }
  | { readonly source: "channels" | "users" };

/** A button or a menu under one message. */
export interface Action {
  readonly name: string;
  readonly label: string;
  readonly payload: unknown;
  readonly menu?: Menu;
  readonly options: ActionOptions;
  /** The text says it already, and numbers that answer are read elsewhere: where there are no buttons, only the reaction is added. */
  readonly isTold?: boolean;
}

/** A message with its actions drawn. */
export interface Drawn {
  readonly text: string;
  readonly attachments?: readonly Attachment[];
  readonly props?: PostProps;
  /** Of a message that is changed: whether its own cards stay. */
  readonly keepsCards?: boolean;
  /** To be called with the post that was made of it, where more has to be done then. */
  readonly sent?: (post: Pick<Post, "channel_id" | "id" | "root_id">) => Promise<void>;
  /** To be written with a post that is sent later, and known by its mark until then. */
  readonly kept?: (tx: Transaction, mark: string) => Promise<void>;
}

/** What draws them: as buttons, or where the server cannot call the bot, as something else that leads to the same. */
export interface ActionDesk {
  /** Whether they are buttons now: the server can call the bot. */
  readonly hasButtons: boolean;
  /** @throws MisuseError for an action that no bot takes the clicks of. */
  draw(text: string, message: Drawable): Drawn;
}

/** Of a message, what is drawn. */
export interface Drawable {
  readonly actions: readonly Action[];
  readonly attachments?: readonly Attachment[];
  readonly props?: PostProps;
  /** Of the thread in which it will stand; empty outside threads. */
  readonly rootId: Id | "";
}
