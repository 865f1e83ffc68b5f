/**
 * The answer to a click: an update of the message, a text for who clicked, or nothing. It goes out when the click was handled, or after
 * a while with what is there by then; what comes later takes other ways.
 */
import { NotFoundError, PermissionError, type Rest } from "@matterwright/client";
import type { Clock, Timer } from "@matterwright/clock";
import type { Id, Post } from "@matterwright/protocol";
import type { Drawn } from "../update/actions.ts";
import type { Answering, CallEnding, Answer } from "../update/answering.ts";
import { changedProps } from "./changed.ts";
import { json } from "../door/json.ts";

/** The server gives up after half a minute, and so does who clicked. */
const PATIENCE_MS = 20_000;

const BUSY = "I am behind with my work here and could not take this in. Please try again in a moment.";

export interface ClickAnswerParts {
  readonly rest: Rest;
  readonly clock: Clock;
  readonly postId: Id;
  /** Called once, with how it ended. */
  readonly ended: (ending: CallEnding) => void;
}

export class ClickAnswer implements Answering {
  readonly #parts: ClickAnswerParts;
  readonly #timer: Timer;
  #answer: ((response: Response) => void) | undefined;
  #texts: string[] = [];
  #update: Partial<Post> | undefined;
  /** What the server waits for. */
  readonly response: Promise<Response>;

  constructor(parts: ClickAnswerParts) {
    this.#parts = parts;
    this.response = new Promise((resolve) => (this.#answer = resolve));
    this.#timer = parts.clock.after(PATIENCE_MS, () => this.#send());
  }

  /** Only words can be said to one person alone. */
  say({ text, attachments = [] }: Answer): Promise<boolean> {
    if (this.#answer === undefined || attachments.length > 0) return Promise.resolve(false);
    this.#texts.push(text);
    return Promise.resolve(true);
  }

  async change(drawn: Drawn): Promise<void> {
    const { rest, postId } = this.#parts;
    const post = await rest.posts.get(postId).catch(unseen);
    // What only one person was shown is kept nowhere, and cannot be changed.
    if (post === "gone") return void (await this.say({ text: drawn.text }));
    const looks = { message: drawn.text, props: changedProps(post, drawn) };
    if (this.#answer === undefined) await rest.posts.patch(postId, looks);
    else this.#update = { ...looks, file_ids: post.file_ids ?? [] };
  }

  end(ending: CallEnding): void {
    if (ending === "turned away") this.#texts.push(BUSY);
    this.#send();
    this.#parts.ended(ending);
  }

  #send(): void {
    this.#timer.cancel();
    const text = this.#texts.join("\n\n");
    const body = {
      ...(this.#update === undefined ? {} : { update: this.#update }),
      ...(text === "" ? {} : { ephemeral_text: text, skip_slack_parsing: true }),
    };
    this.#answer?.(json(body));
    this.#answer = undefined;
  }
}

type Seen = Pick<Post, "props" | "file_ids">;

/** Where the bot is no member it sees nothing; the server changes the message all the same. */
function unseen(error: unknown): Seen | "gone" {
  if (error instanceof NotFoundError) return "gone";
  if (error instanceof PermissionError) return { props: {}, file_ids: [] };
  throw error;
}
