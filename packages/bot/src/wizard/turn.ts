/** What a context is to a wizard: where and in which talk it happened, and what was said. Filled by `talking.ts`, read by the wizard that it is for. */
import { Slot } from "../listen/slot.ts";
import type { Given, Talks } from "./talk.ts";
import type { Steering } from "./words.ts";

/** `form`: that the rest shall be asked in a dialog. */
export type Said =
  | Steering
  | { readonly type: "answer"; readonly given: Given }
  | { readonly type: "form" }
  | { readonly type: "nothing" };

export interface Turn {
  readonly talks: Talks;
  readonly said: Said;
  /** Of a button: the question below which it stood; empty below the summary. */
  readonly below?: string;
}

/** Told to the wizard beside the context. */
export const turnFor = new Slot<Turn>("wizard turn", "the bot");
