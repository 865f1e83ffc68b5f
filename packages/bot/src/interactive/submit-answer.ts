/**
 * The answer to a submitted dialog: it closes, shows what is wrong, or becomes the next one. It goes out when the submission was handled,
 * or after a while all the same.
 */
import type { Clock, Timer } from "@matterwright/clock";
import type { Dialog, DialogAnswer } from "@matterwright/protocol";
import type { Answering, CallEnding, Answer } from "../update/answering.ts";
import { json } from "../door/json.ts";

/** The server gives up after half a minute, and so does who waits. */
const PATIENCE_MS = 20_000;
const BUSY = "I am behind with my work here and could not take this in. Please try again in a moment.";

export class SubmitAnswer implements Answering {
  readonly #ended: (ending: CallEnding) => void;
  readonly #timer: Timer;
  #answer: ((response: Response) => void) | undefined;
  #isOver = false;
  #errors: Readonly<Record<string, string>> = {};
  #error = "";
  #next: Dialog | undefined;
  readonly response: Promise<Response>;

  constructor({ clock, ended }: { readonly clock: Clock; readonly ended: (ending: CallEnding) => void }) {
    this.#ended = ended;
    this.response = new Promise((resolve) => (this.#answer = resolve));
    this.#timer = clock.after(PATIENCE_MS, () => this.#send());
  }

  /** Nothing can be said beside a dialog that closes: it is posted. What went wrong is said in the dialog, as long as it is there. */
  say({ text }: Answer): Promise<boolean> {
    if (this.#answer === undefined || !this.#isOver) return Promise.resolve(false);
    if (Object.keys(this.#errors).length === 0) this.#error = text;
    return Promise.resolve(true);
  }

  /** The handler has ended and it is wrong. @param fields what is wrong with which */
  failed(fields: Readonly<Record<string, string>>): void {
    this.#isOver = true;
    this.#errors = fields;
  }

  /** Another dialog takes its place. */
  next(dialog: Dialog): void {
    this.#next = dialog;
  }

  end(ending: CallEnding): void {
    if (ending === "turned away") this.#error = BUSY;
    this.#send();
    this.#ended(ending);
  }

  #send(): void {
    this.#timer.cancel();
    this.#answer?.(json(this.#said()));
    this.#answer = undefined;
  }

  #said(): DialogAnswer {
    if (Object.keys(this.#errors).length > 0) return { errors: this.#errors };
    if (this.#error !== "") return { error: this.#error };
    return this.#next === undefined ? {} : { type: "form", form: this.#next };
  }
}
