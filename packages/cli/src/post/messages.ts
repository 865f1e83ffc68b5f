/** What is to be posted: read from a JSON file, from words, or from standard input. Everything is checked before anything is sent. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type WebhookMessage, problemOf } from "matterwright/webhook";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";

type Message = WebhookMessage;

/** Said by options, for messages that do not say it themselves. */
export type Defaults = Pick<Message, "username" | "icon_url" | "icon_emoji" | "channel">;

export interface MessageSource {
  /** A file with one message or a list, `-` for standard input. */
  readonly json: string | undefined;
  readonly text: string | undefined;
  readonly defaults: Defaults;
}

/** The messages, in order. @throws Trouble that says which of them is wrong and where. */
export async function messagesOf({ json, text, defaults }: MessageSource, terminal: Terminal): Promise<Message[]> {
  if (json !== undefined && text !== undefined) throw new Trouble("usage", "Give either a text or --json, not both.");
  if (json === undefined) return [checked({ ...defaults, text: text ?? (await typed(terminal)) }, "The message")];
  const name = json === "-" ? "standard input" : json;
  const content = parse(json === "-" ? ((await terminal.input()) ?? "") : read(resolve(terminal.cwd, json)), name);
  const list = Array.isArray(content) ? (content as unknown[]) : [content];
  if (list.length === 0) throw new Trouble("setting", `${name} is an empty list: there is nothing to post.`);
  return list.map((each, index) => {
    const which = list.length === 1 ? `The message in ${name}` : `Message ${index + 1} in ${name}`;
    return Object.assign({}, defaults, checked(each, which));
  });
}

async function typed(terminal: Terminal): Promise<string> {
  const text = await terminal.input();
  if (text === undefined)
    throw new Trouble(
      "usage",
      'There is nothing to post: give a text, like matterwright post --webhook URL "Hello", or pipe one in.',
    );
  return text.replace(/\n$/, "");
}

function checked(value: unknown, which: string): Message {
  const problem = problemOf(value);
  if (problem === undefined) return value as Message;
  throw new Trouble("setting", `${which}${problem.startsWith("`") ? ":" : ""} ${problem}.`);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new Trouble("setting", `--json ${path} cannot be read (${code}).`);
  }
}

/** Examples on the web escape the apostrophe, which JSON does not know; what is meant is plain. */
function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const forgiven = text.replaceAll(/\\(['\\])/g, (both, sign: string) => (sign === "'" ? "'" : both));
    if (forgiven !== text) return parse(forgiven, name);
    throw new Trouble("setting", `${name} is not JSON: ${place((error as Error).message, text)}.`);
  }
}

/** People count lines, the parser counts signs. */
function place(message: string, text: string): string {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(position)) return text.trim() === "" ? "it is empty" : "it ends too early";
  const before = text.slice(0, position).split("\n");
  return `look at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
