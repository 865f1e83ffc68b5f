/** Reads answers: what was written becomes a value that the question's schema takes, or a sentence that says what was expected. */
import type { Lookup } from "../finder.ts";
import { code } from "../text/code.ts";
import { lookUp } from "../command/convert.ts";
import { closest } from "../command/distance.ts";
import { expectation } from "../command/expectation.ts";
import { inWords } from "../command/kind.ts";
import type { Question } from "./question.ts";
import type { Given } from "./talk.ts";

export type Reading = { readonly value: unknown } | { readonly problem: string };

/** @throws CallError when something could not be looked up. */
export async function readAnswer(question: Question, given: Given, lookup: Lookup): Promise<Reading> {
  const read = await valueOf(question, given, lookup);
  if ("problem" in read) return read;
  const judged = await question.schema.safeParseAsync(read.value);
  if (judged.success) return { value: judged.data };
  const [issue] = judged.error.issues;
  const kind = question.kind.type === "message" ? undefined : question.kind;
  const expected = issue && expectation(issue, kind);
  return { problem: expected === undefined ? (issue?.message ?? "That will not do") : `That must be ${expected}` };
}

async function valueOf(question: Question, given: Given, lookup: Lookup): Promise<Reading> {
  const { kind, labels } = question;
  const text = given.text.trim();
  if (isSkipped(given) && question.isOptional) return { value: undefined };
  if (kind.type === "message") return { value: { text: given.text, fileIds: given.fileIds, postId: given.postId } };
  if (labels !== undefined) return chosen(labels, text);
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

/** By number, by label, by name; a part of a label will do if it fits only one. */
function chosen(labels: ReadonlyMap<string, string>, text: string): Reading {
  const names = [...labels.keys()];
  const wanted = text.toLowerCase();
  const exact =
    names[Number(/^(\d+)\.?$/.exec(text)?.[1] ?? Number.NaN) - 1] ??
    names.find((name) => name.toLowerCase() === wanted || labels.get(name)?.toLowerCase() === wanted);
  if (exact !== undefined) return { value: exact };
  const begun = wanted === "" ? [] : names.filter((name) => labels.get(name)?.toLowerCase().startsWith(wanted));
  const [only] = begun;
  if (only !== undefined && begun.length === 1) return { value: only };
  const near = closest(wanted, [...labels.values()]);
  const hint = near === undefined ? "" : ` Did you mean ${code(near)}?`;
  return { problem: `That is none of the choices: write a number from 1 to ${names.length}.${hint}` };
}
