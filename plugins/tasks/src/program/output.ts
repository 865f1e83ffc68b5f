/**
 * Makes messages of what a program writes to standard output: a line of JSON is a message or a progress, lines of text between them
 * are one message together. Called with the bytes as they come; it keeps a bounded part of them and never throws.
 */
import { stripVTControlCharacters } from "node:util";
import { z } from "matterwright";
import type { Message } from "../task.ts";

/** A text that is longer is cut: nobody reads more, and it has to be held. */
const TEXT_MAX_CHARACTERS = 200_000;
/** A longer line is text, whatever it begins with. */
const LINE_MAX_CHARACTERS = 256_000;

/** What a program said. */
export type Said =
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "progress"; readonly text: string };

/** A line of JSON. Names of Mattermost's own posts are understood too. */
const jsonLine = z
  .object({
    message: z.string(),
    channel: z.string().min(1),
    channel_id: z.string().min(1),
    thread: z.string(),
    root_id: z.string(),
    attachments: z.array(z.looseObject({})).max(100),
    props: z.record(z.string(), z.unknown()),
    progress: z.string(),
  })
  .partial();

export class Output {
  readonly #decoder = new TextDecoder();
  #line = "";
  #text: string[] = [];
  #length = 0;
  #left = 0;
  #isValid = true;

  /** Whether everything so far was UTF-8. */
  get isValid(): boolean {
    return this.#isValid;
  }

  push(bytes: Uint8Array): Said[] {
    return this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The stream has ended: what was not said yet. */
  end(): Said[] {
    const said = this.#take(this.#decoder.decode());
    if (this.#line !== "") said.push(...this.#whole(this.#line, ""));
    this.#line = "";
    return [...said, ...this.#gathered()];
  }

  #take(text: string): Said[] {
    if (text.includes("\uFFFD")) this.#isValid = false;
    const lines = (this.#line + text).split("\n");
    this.#line = lines.pop() ?? "";
    const said = lines.flatMap((line) => this.#whole(line, "\n"));
    if (this.#line.length > LINE_MAX_CHARACTERS) {
      this.#gather(this.#line);
      this.#line = "";
    }
    return said;
  }

  #whole(line: string, end: string): Said[] {
    const said = saidBy(line);
    if (said === undefined) {
      this.#gather(line + end);
      return [];
    }
    return said.kind === "progress" ? [said] : [...this.#gathered(), said];
  }

  #gather(text: string): void {
    const room = Math.max(0, TEXT_MAX_CHARACTERS - this.#length);
    this.#left += Math.max(0, text.length - room);
    if (room === 0) return;
    this.#text.push(text.slice(0, room));
    this.#length += Math.min(text.length, room);
  }

  /** The text so far as one message, if there is anything to read in it. */
  #gathered(): Said[] {
    const more =
      this.#left === 0 ? "" : `\n\n*…and ${this.#left.toLocaleString("en")} more characters, left out here.*`;
    const text = readable(this.#text.join(""));
    this.#text = [];
    this.#length = 0;
    this.#left = 0;
    return text.trim() === "" ? [] : [{ kind: "message", message: { text: text.replace(/\s+$/, "") + more } }];
  }
}

function saidBy(line: string): Said | undefined {
  if (line.length > LINE_MAX_CHARACTERS || !/^\s*\{/.test(line)) return undefined;
  const parsed = jsonLine.safeParse(jsonOf(line));
  if (!parsed.success) return undefined;
  const { message, progress, attachments, props, channel, channel_id, thread, root_id } = parsed.data;
  if (message === undefined && attachments === undefined)
    return progress === undefined ? undefined : { kind: "progress", text: progress };
  const [place, root] = [channel ?? channel_id, thread ?? root_id];
  return {
    kind: "message",
    message: {
      text: message ?? "",
      ...(place === undefined ? {} : { channel: place }),
      ...(root === undefined || root === "" ? {} : { thread: root }),
      options: {
        ...(attachments === undefined ? {} : { attachments }),
        ...(props === undefined ? {} : { props }),
      },
    },
  };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Without colours and other signs that only a terminal understands. */
function readable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are exactly what is looked for
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
}
