/** Reads answers: what was written becomes a value that the question's schema takes, or a sentence that says what was expected. */
import type { Channel, User } from "@matterwright/protocol";
import type { Lookup } from "../context/finder.ts";
import { code } from "../text/code.ts";
import { lookUp } from "../command/arguments/convert.ts";
import { closest } from "../text/distance.ts";
import { expectation } from "../text/expectation.ts";
import { inWords } from "../command/arguments/kind.ts";
import { type Option, areNumbered, optionMeant, optionsOf } from "./options.ts";
import type { Question } from "./question.ts";
import type { Given } from "./talk.ts";

interface Problem {
  readonly problem: string;
}

/** A value; where it was one of a few, also the name of that one. */
export type Reading = { readonly value: unknown; readonly chosen?: string } | Problem;

/** How people know somebody or something that was chosen by its id. */
export function shownAs({ kind }: Question, value: unknown): string | undefined {
  if (kind.type === "user") return `@${(value as User).username}`;
  return kind.type === "channel" ? `~${(value as Channel).name}` : undefined;
}

/** @throws CallError when something could not be looked up. */
export async function readAnswer(question: Question, given: Given, lookup: Lookup): Promise<Reading> {
  const read = await valueOf(question, given, lookup);
  if ("problem" in read) return read;
  const judged = await question.schema.safeParseAsync(read.value);
  if (judged.success) return { ...read, value: judged.data };
  const [issue] = judged.error.issues;
  const kind = question.kind.type === "message" ? undefined : question.kind;
  const expected = issue && expectation(issue, kind);
  return { problem: expected === undefined ? (issue?.message ?? "That will not do") : `That must be ${expected}` };
}

async function valueOf(question: Question, given: Given, lookup: Lookup): Promise<Reading> {
  const { kind } = question;
  const text = given.text.trim();
  if (isSkipped(given) && question.isOptional) return { value: undefined };
  if (kind.type === "message") return { value: { text: given.text, fileIds: given.fileIds, postId: given.postId } };
  const options = optionsOf(question);
  const option = chosen(options, given);
  if (option !== undefined) return { value: option.value, chosen: option.name };
  if (options.length > 0 && kind.type !== "flag") return { problem: notAmong(options, text) };
  if (kind.type === "list") {
    const values: unknown[] = [];
    for (const word of text.split(/[\s,]+/).filter((each) => each !== "")) {
      const read = await lookUp(kind, word, lookup);
      if ("expected" in read) return { problem: `${code(word)} must be ${read.expected}` };
      values.push(read.value);
    }
    return { value: values };
  }
  const read = await lookUp(kind, text, lookup);
  return "value" in read ? read : { problem: `That must be ${inWords(kind)}` };
}

function isSkipped({ text, fileIds }: Given): boolean {
  return text === "" && fileIds.length === 0;
}

/** What was chosen once is kept by its name, whatever number it has by now. */
function chosen(options: readonly Option[], { text, isChosen }: Given): Option | undefined {
  return isChosen === true ? options.find(({ name }) => name === text) : optionMeant(options, text.trim());
}

function notAmong(options: readonly Option[], text: string): string {
  const near = closest(
    text.toLowerCase(),
    options.map(({ label }) => label),
  );
  const hint = near === undefined ? "" : ` Did you mean ${code(near)}?`;
  const how = areNumbered(options) ? `: write a number from 1 to ${options.length}` : "";
  return `That is none of the choices${how}.${hint}`;
}
