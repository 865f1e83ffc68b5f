/**
 * The answer to an outgoing webhook: what the handler of a post says, as one post in the same place. The server asks once and waits for
 * half a minute; nobody looks at a waiting box meanwhile, so everything that is said until the handler ends goes along.
 */
import type { Clock, Timer } from "@matterwright/clock";
import type { Attachment, PostProps } from "@matterwright/protocol";
import type { Answer, Answering } from "../../update/answering.ts";

/** The server gives up after thirty seconds. */
const HOLD_MS = 25_000;

export interface OutgoingAnsweringParts {
  readonly clock: Clock;
  /** The bot's own, under which it answers where the server allows that. */
  readonly username: string;
  readonly inThread: boolean;
  readonly respond: (answer: object) => void;
}

export class OutgoingAnswering implements Answering {
  readonly #parts: OutgoingAnsweringParts;
  readonly #hold: Timer;
  readonly #texts: string[] = [];
  readonly #attachments: Attachment[] = [];
  #props: PostProps = {};
  #isOver = false;

  constructor(parts: OutgoingAnsweringParts) {
    this.#parts = parts;
    this.#hold = parts.clock.after(HOLD_MS, () => this.end());
  }

  say({ text, attachments = [], props = {} }: Answer): Promise<boolean> {
    if (this.#isOver) return Promise.resolve(false);
    if (text !== "") this.#texts.push(text);
    this.#attachments.push(...attachments);
    this.#props = { ...this.#props, ...props };
    return Promise.resolve(true);
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#hold.cancel();
    this.#parts.respond(this.#answer());
  }

  #answer(): object {
    const { username, inThread } = this.#parts;
    if (this.#texts.length === 0 && this.#attachments.length === 0) return {};
    return {
      // The server would make a mention of `<!channel>`, which somebody else may have written.
      text: this.#texts.join("\n\n").replaceAll(/<(?=[!@])/g, "<\u200B"),
      username,
      ...(inThread ? { response_type: "comment" } : {}),
      ...(this.#attachments.length === 0 ? {} : { attachments: this.#attachments }),
      ...(Object.keys(this.#props).length === 0 ? {} : { props: this.#props }),
    };
  }
}
