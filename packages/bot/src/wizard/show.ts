/** What a wizard says: a question, what was answered so far, how to go on. Pure; Markdown for a chat. */
import { ageInWords } from "../update/replay.ts";
import { code } from "../text/code.ts";
import { inert } from "../text/inert.ts";
import { type Option, areNumbered, optionsOf } from "./options.ts";
import type { Progress, Questions } from "./progress.ts";
import type { Question } from "./question.ts";
import type { Given, Talk } from "./talk.ts";

const SHOWN_MAX_SIGNS = 200;

/** How a question is offered besides its words. */
export type Offered = "buttons" | "reactions" | "words";

/** The question that is to be answered, with its place among the others. */
export function questionText(questions: Questions, { asked, current }: Progress, offered: Offered): string {
  const name = current ?? "";
  const question = questions[name];
  if (question === undefined) return "";
  const { text, hint, isOptional } = question;
  const options = optionsOf(question);
  const place = asked.length > 1 ? ` *(${asked.indexOf(name) + 1} of ${asked.length})*` : "";
  const ways = [isOptional ? "`skip`" : "", asked.indexOf(name) > 0 ? "`back`" : "", "`cancel`"].filter(Boolean);
  const listed = offered === "buttons" ? [] : choicesIn(options);
  return [
    `**${text}**${place}`,
    ...(hint === undefined ? [] : [hint]),
    ...(listed.length === 0 ? [] : ["", ...listed]),
    "",
    `${howTo(options, offered)}, or ${ways.join(", ")}.`,
  ].join("\n");
}

function choicesIn(options: readonly Option[]): string[] {
  const isNumbered = areNumbered(options);
  return options.map(({ label }, index) => `${isNumbered ? `${index + 1}.` : "-"} ${label}`);
}

function howTo(options: readonly Option[], offered: Offered): string {
  if (options.length === 0) return "Write your answer";
  if (offered === "buttons") return "Choose, or write your answer";
  const how = areNumbered(options) ? "a number or a name" : "one of them";
  return offered === "reactions" ? `React with a number, or write ${how}` : `Write ${how}`;
}

/** What was answered so far, each by the number with which it can be edited. */
export function summaryText(questions: Questions, { asked, current }: Progress, talk: Talk): string {
  return asked
    .map((name, index) => ({ name, number: index + 1 }))
    .filter(({ name }) => talk.answers[name] !== undefined || name === current)
    .map(
      ({ name, number }) =>
        `${number}. ${questions[name]?.text ?? name} ${answerText(questions[name], talk.answers[name])}`,
    )
    .join("\n");
}

/** An answer on one line, in which nobody is mentioned. */
export function answerText(question: Question | undefined, given: Given | undefined): string {
  if (given === undefined) return "…";
  const options = question === undefined ? [] : optionsOf(question);
  const label = options.find(({ name }) => name === given.text)?.label ?? given.shown ?? given.text;
  const line = inert(label.replaceAll(/\s+/g, " ").trim());
  const text = line.length > SHOWN_MAX_SIGNS ? `${line.slice(0, SHOWN_MAX_SIGNS)}…` : line;
  const files = given.fileIds.length;
  const withFiles = files === 0 ? "" : ` (and ${files} file${files === 1 ? "" : "s"})`;
  return text === "" && files === 0 ? "*skipped*" : `**${text}**${withFiles}`;
}

/** All answers, and whether they are what was meant. */
export function confirmText(summary: string, confirm: string): string {
  return `${summary}\n\n**${confirm}**\nWrite \`yes\`, \`edit 1\` to change an answer, or \`cancel\`.`;
}

/** A question that was answered below by a button: its buttons go, and its answer stays. */
export function answeredText(question: Question | undefined, given: Given | undefined): string {
  return `**${question?.text ?? ""}**${given === undefined ? "" : ` ${answerText(question, given)}`}`;
}

/** What was clicked or submitted belongs to what has ended. */
export const OVER = "This is over: nobody waits for it any more.";

/** Whoever clicks too late. */
export function passedText(question: Question | undefined, given: Given | undefined, number: number): string {
  if (given === undefined) return "I am asking something else by now: please answer the newest question.";
  const change = number > 0 ? ` Write ${code(`edit ${number}`)} to change it.` : "";
  return `You have answered this already: ${answerText(question, given)}.${change}`;
}

interface Silence {
  readonly name: string;
  /** The answers, one in each line. */
  readonly summary: string;
  readonly answers: number;
  readonly ttlMs: number;
  readonly keptMs: number;
}

/** When somebody has been silent for too long. */
export function expiredText({ name, summary, answers, ttlMs, keptMs }: Silence): string {
  const stopped = `I waited ${ageInWords(ttlMs)} for an answer, and stop asking about ${code(name)} now.`;
  const go = "Write `resume` to go on.";
  if (answers === 0) return `${stopped} ${go}`;
  const what = answers === 1 ? "Your answer is" : `Your ${answers} answers are`;
  return `${stopped} ${what} kept for ${ageInWords(keptMs)}:\n\n${summary}\n\n${go}`;
}
