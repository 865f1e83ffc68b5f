/**
 * The questions of a wizard as the fields of a dialog: those that are asked, as far as what is filled in tells. What is filled in is judged as an
 * answer that was written is, by the same schemas; the fields only give it its shape. Pure.
 */
import * as z from "zod";
import { field } from "../interactive/fields/field.ts";
import type { People } from "../people/people.ts";
import { optionsOf } from "./options.ts";
import type { Questions } from "./progress.ts";
import type { Answers, Question } from "./question.ts";
import type { Given, Talk } from "./talk.ts";

/** What is filled in, by the names of the questions. */
export type Filled = Readonly<Record<string, unknown>>;

const LABEL_MOST_BYTES = 24;
const HELP_MOST_BYTES = 150;
/** As many stand in sight; more become a menu. */
const RADIO_MOST = 5;

/** The question that no dialog has a field for, if there is one. */
export function unfitIn(questions: Questions): string | undefined {
  return Object.keys(questions).find((name) => shapeOf(questions[name] as Question) === undefined);
}

/** The fields of the questions that are asked when so much is filled in. */
export function fieldsFor(questions: Questions, filled: Filled): z.ZodRawShape {
  const names = Object.keys(questions);
  const answers: Record<string, unknown> = {};
  const shape: Record<string, z.ZodType> = {};
  for (const [index, name] of names.entries()) {
    const question = questions[name] as Question;
    if (!isAsked(question, answers)) continue;
    answers[name] = valueOf(question, filled[name]);
    const decides = names.slice(index + 1).some((later) => questions[later]?.when !== undefined);
    const made = fieldOf(name, question, decides);
    if (made !== undefined) shape[name] = made;
  }
  return shape;
}

/** What a talk has answered, as it is filled in: people and channels are chosen by their ids, whatever was written. */
export function filledBy(questions: Questions, { answers: given }: Talk, answers: Answers): Filled {
  const filled = Object.entries(given).map(([name, { text }]) => {
    const isChosenById = ["channel", "user"].includes(questions[name]?.kind.type ?? "");
    return [name, isChosenById ? (answers[name] as { readonly id: string } | undefined)?.id : text];
  });
  return Object.fromEntries(filled) as Filled;
}

/** What was filled in, as answers. Nothing for what was left empty and has to be answered. */
export async function givenIn(
  questions: Questions,
  filled: Filled,
  { people, at }: { readonly people: People; readonly at: number },
): Promise<Record<string, Given>> {
  const given: Record<string, Given> = {};
  for (const name of Object.keys(fieldsFor(questions, filled))) {
    const question = questions[name] as Question;
    const value = filled[name];
    const text = ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
    if (text === "" && !question.isOptional) continue;
    const plain = { text, fileIds: [], postId: "", at };
    if (text === "") given[name] = plain;
    else if (optionsOf(question).length > 0) given[name] = { ...plain, isChosen: true };
    else if (question.kind.type === "user") given[name] = { ...plain, shown: `@${(await people.user(text)).username}` };
    else if (question.kind.type === "channel")
      given[name] = { ...plain, shown: `~${(await people.channel(text)).name}` };
    else given[name] = plain;
  }
  return given;
}

function isAsked({ when }: Question, answers: Readonly<Record<string, unknown>>): boolean {
  try {
    return when?.(answers) !== false;
  } catch {
    // It looks into an answer that is not there yet.
    return false;
  }
}

/** An answer that is known without looking anything up. */
function valueOf(question: Question, given: unknown): unknown {
  if (given === undefined || given === null || given === "" || isLookedUp(question)) return undefined;
  const options = optionsOf(question);
  const option = options.find(({ name }) => name === given);
  if (options.length > 0 && option === undefined) return undefined;
  try {
    const parsed = question.schema.safeParse(option === undefined ? given : option.value);
    return parsed.success ? parsed.data : undefined;
  } catch {
    // It can be judged only later.
    return undefined;
  }
}

function isLookedUp({ kind }: Question): boolean {
  return ["channel", "date", "duration", "list", "moment", "post", "team", "user"].includes(kind.type);
}

function fieldOf(name: string, question: Question, decides: boolean): z.ZodType | undefined {
  const shape = shapeOf(question);
  const { text, hint, isOptional } = question;
  const label = Buffer.byteLength(text) <= LABEL_MOST_BYTES ? text : spoken(name);
  const help = [label === text ? "" : text, hint ?? ""].filter((part) => part !== "").join(" ");
  const noted = shape?.meta({
    ...shape.meta(),
    title: fitting(label, LABEL_MOST_BYTES),
    ...(help === "" ? {} : { description: fitting(help, HELP_MOST_BYTES) }),
    ...(decides && optionsOf(question).length > 0 ? { refresh: true } : {}),
  });
  return isOptional ? noted?.optional() : noted;
}

function shapeOf(question: Question): z.ZodType | undefined {
  const options = optionsOf(question);
  if (options.length > 0) {
    const labels = Object.fromEntries(options.map(({ name, label }) => [name, label]));
    return options.length > RADIO_MOST ? field.select(labels) : field.radio(labels);
  }
  switch (question.kind.type) {
    case "message":
      return undefined;
    case "rest":
      return field.textarea();
    case "number":
      return z.number();
    case "user":
      return field.user();
    case "channel":
      return field.channel();
    default:
      return z.string();
  }
}

/** `dueDate` and `due_date` as `Due date`. */
function spoken(name: string): string {
  const words = name
    .replaceAll(/[_.-]+/g, " ")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** As much of a text as has room, counted in bytes as the server counts them. */
export function fitting(text: string, mostBytes: number): string {
  if (Buffer.byteLength(text) <= mostBytes) return text;
  const signs = Array.from(text);
  while (Buffer.byteLength(signs.join("")) > mostBytes - Buffer.byteLength("…")) signs.pop();
  return `${signs.join("").trimEnd()}…`;
}
