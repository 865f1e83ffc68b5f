/**
 * Reads what stands behind `!add_group` and `!add_private_group`: groups as TOML, in one message as many calls as somebody likes. Called
 * by these commands; it knows no file and no server.
 */
import { z } from "matterwright";
import { BookError, tomlOf } from "./parse.ts";

export interface WantedGroup {
  readonly name: string;
  /** As they were written: ids, or names of channels. */
  readonly channels: readonly string[];
  readonly isPrivate: boolean;
}

const groups = z.record(z.string().trim().min(1), z.union([z.string().transform((one) => [one]), z.array(z.string())]));

const CALL = /^[^\p{L}\p{N}\s]{0,10}add_(private_)?group\b[ \t]*/u;

/**
 * @param text behind the first call, with every other call of the message in it
 * @throws BookError with the line and column in what was written; nothing is to be added then.
 * @example
 * groupsIn('"Floor 1" = ["id_a"]\n!add_private_group "Leads" = ["id_b"]', false).length; // 2
 */
export function groupsIn(text: string, isPrivate: boolean): WantedGroup[] {
  const parts = [{ isPrivate, line: 0, lines: [] as string[] }];
  for (const [line, written] of withoutFence(text).split("\n").entries()) {
    const call = CALL.exec(written);
    if (call !== null && line > 0) parts.push({ isPrivate: call[1] !== undefined, line, lines: [] });
    parts
      .at(-1)
      ?.lines.push(call !== null && line > 0 ? " ".repeat(call[0].length) + written.slice(call[0].length) : written);
  }
  const found = parts.flatMap((part) => read(part));
  const name = found.map((group) => group.name).find((each, index, all) => all.indexOf(each) !== index);
  if (name !== undefined) throw new BookError(`"${name}" stands there twice`, { line: 1, column: 1 });
  if (found.length === 0) throw new BookError("there is no group in it", { line: 1, column: 1 });
  return found;
}

interface Part {
  readonly isPrivate: boolean;
  /** Of its first line, from 0. */
  readonly line: number;
  readonly lines: readonly string[];
}

function read({ isPrivate, line, lines }: Part): WantedGroup[] {
  const text = lines.join("\n");
  if (text.trim() === "") return [];
  try {
    const checked = groups.safeParse(parsed(text));
    if (checked.success) {
      return Object.entries(checked.data).map(([name, channels]) => ({ name, channels, isPrivate }));
    }
    const [key] = checked.error.issues[0]?.path ?? [];
    throw new BookError(`${JSON.stringify(String(key))} must be a list of channels in brackets`, {
      line: 1,
      column: 1,
    });
  } catch (error) {
    if (!(error instanceof BookError)) throw error;
    throw new BookError(error.message, { line: error.line + line, column: error.column });
  }
}

/** Telephones write “curly” quotes, which TOML does not know. */
function parsed(text: string): unknown {
  try {
    return tomlOf(text);
  } catch (error) {
    const straight = text.replaceAll(/[“”„]/g, '"').replaceAll(/[‘’‚]/g, "'");
    if (straight === text) throw error;
    return tomlOf(straight);
  }
}

/** A text that was pasted as a block of code, or as a word of it. */
function withoutFence(text: string): string {
  const inner = /^\s*```\w*\n([^]*?)\n?```\s*$/.exec(text)?.[1] ?? /^\s*`([^`\n]*)`\s*$/.exec(text)?.[1];
  return inner ?? text;
}
