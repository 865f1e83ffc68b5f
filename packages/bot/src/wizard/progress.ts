/** Where somebody stands in a wizard: which questions are asked of them, what they answered, which is next. It writes nothing. */
import type { Lookup } from "../context/finder.ts";
import type { Answers, Question } from "./question.ts";
import { readAnswer } from "./reading.ts";
import type { Talk } from "./talk.ts";

/** The questions of a wizard by their names, in order. */
export type Questions = Readonly<Record<string, Question>>;

export interface Progress {
  /** Names of the questions that this person is asked, in order, as far as it can be known. */
  readonly asked: readonly string[];
  /** Values by name, of what was answered and will do. */
  readonly answers: Answers;
  /** The question whose answer is waited for; nothing when all is answered. */
  readonly current: string | undefined;
  /** An answer that was given once and that its question no longer takes. */
  readonly outdated: string | undefined;
}

/** @param lookupAt finds what was named, as of the moment when it was written: "tomorrow" stays what it was. @throws CallError. */
export async function progressOf(
  questions: Questions,
  talk: Talk,
  lookupAt: (at: number) => Lookup,
): Promise<Progress> {
  const answers: Record<string, unknown> = {};
  const asked: string[] = [];
  let next: string | undefined;
  let outdated: string | undefined;
  for (const [name, question] of Object.entries(questions)) {
    if (question.when?.(answers) === false) continue;
    asked.push(name);
    const given = talk.answers[name];
    const read = given && (await readAnswer(question, given, lookupAt(given.at)));
    if (read !== undefined && "value" in read) answers[name] = read.value;
    else {
      next ??= name;
      if (given !== undefined) outdated ??= name;
    }
  }
  const current = talk.step !== undefined && asked.includes(talk.step) ? talk.step : next;
  return { asked, answers, current, outdated: current === outdated ? outdated : undefined };
}

/** The question before the current one, or the last when all is answered. */
export function before({ asked, current }: Progress): string | undefined {
  return current === undefined ? asked.at(-1) : asked[asked.indexOf(current) - 1];
}

/** A question by its number, from 1, or its name. */
export function named({ asked }: Progress, which: string): string | undefined {
  return asked[Number(which) - 1] ?? asked.find((name) => name.toLowerCase() === which.toLowerCase());
}
