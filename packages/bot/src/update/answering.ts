/** Where an answer goes when something over HTTP waits for it: a slash command, a click, a dialog. Implemented by the features that receive these calls. */
import type { Attachment, PostProps } from "@matterwright/protocol";
import type { Drawn } from "./actions.ts";

/** What is to be said to whoever called. */
export interface Answer {
  readonly text: string;
  readonly attachments?: readonly Attachment[];
  readonly props?: PostProps;
  /** For everybody in the channel, where the server can do that; else for whoever called. */
  readonly inChannel?: boolean;
  /** Where the person's client goes, where the server can do that. */
  readonly gotoLocation?: string;
}

/** How the handling of a call ended. `turned away`: there was no room, and nobody handled it. */
export type CallEnding = "done" | "told" | "failed" | "silenced" | "turned away";

/** A call that waits. It is answered in time whatever happens: whoever implements this sees to it. */
export interface Answering {
  /**
   * Says something to whoever called, in the answer itself or by a way that the server left open for later. Resolves with `false`
   * when there is no such way any more: then it is posted as the bot.
   *
   * @throws CallError when the server refuses.
   */
  say(answer: Answer): Promise<boolean>;
  /**
   * Changes the message that was clicked: its text and its buttons, of which none stay that are not given.
   *
   * @throws CallError when the server refuses.
   */
  change?(drawn: Drawn): Promise<void>;
  /** Called once, when the call was handled and what its handler wrote is written. */
  end(ending: CallEnding): void;
}
