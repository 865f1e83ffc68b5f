/** What a wizard says: a question, what was answered so far, how to go on. Pure; Markdown for a chat. */
import { ageInWords } from "../replay.ts";
import { inert } from "../text/inert.ts";
import type { Questions } from "./progress.ts";
import type { Progress } from "./progress.ts";
import type { Talk } from "./talk.ts";

const SHOWN_MAX_SIGNS = 200;

/** The question that is to be answered, with its place among the others. */
export function questionText(questions: Questions, { asked, current }: Progress): string {
  const name = current ?? "";
  const question = questions[name];
  if (question === undefined) return "";
  const { text, hint, labels, isOptional } = question;
  const place = asked.length > 1 ? ` *(${asked.indexOf(name) + 1} of ${asked.length})*` : "";
  const choices = [...(labels?.values() ?? [])].map((label, index) => `${index + 1}. ${label}`);
  const ways = [isOptional ? "`skip`" : "", asked.indexOf(name) > 0 ? "`back`" : "", "`cancel`"].filter(Boolean);
  return [
    `**${text}**${place}`,
    ...(hint === undefined ? [] : [hint]),
    ...(choices.length === 0 ? [] : ["", ...choices]),
    "",
    `${labels === undefined ? "Write your answer" : "Write a number or a name"}, or ${ways.join(", ")}.`,
  ].join("\n");
}

/** What was answered so far. */
export function summaryText(questions: Questions, { asked, current }: Progress, talk: Talk): string {
  return asked
    .filter((name) => talk.answers[name] !== undefined || name === current)
    .map((name, index) => `${index + 1}. ${questions[name]?.text ?? name} ${answerText(questions, talk, name)}`)
    .join("\n");
}

function answerText(questions: Questions, { answers }: Talk, name: string): string {
  const given = answers[name];
  if (given === undefined) return "…";
  const label = questions[name]?.labels?.get(given.text) ?? given.text;
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

/** When somebody has been silent for too long. */
export function expiredText(
  name: string,
  { answers, ttlMs, keptMs }: { answers: number; ttlMs: number; keptMs: number },
): string {
  const kept =
    answers === 0
      ? ""
      : ` Your ${answers === 1 ? "answer is" : `${answers} answers are`} kept for ${ageInWords(keptMs)}.`;
  return `I waited ${ageInWords(ttlMs)} for an answer, and stop asking about \`${name}\` now.${kept} Write \`resume\` to go on.`;
}
