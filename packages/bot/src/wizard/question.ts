/** What a wizard can ask: questions as data, each with a schema that says what an answer is. Made by authors with `ask`. */
import type { Id } from "@matterwright/protocol";
import * as z from "zod";
import { type Kind, kindOf } from "../command/arguments/kind.ts";
import { MisuseError } from "../errors.ts";

/** A message as an answer: its text and the files that came with it. */
export interface Message {
  readonly text: string;
  readonly fileIds: readonly Id[];
  readonly postId: Id;
}

/** Answers as far as they were given, by the names of the questions. */
export type Answers = Readonly<Record<string, unknown>>;

export interface QuestionOptions {
  /** A line below the question: what is meant, an example. Markdown. */
  readonly hint?: string;
  /** Whether it is asked, judged by the answers before it. Always, by default. */
  readonly when?: (answers: Answers) => boolean;
}

/** A question. What its answer is, is in its type. */
export interface Question<Value = unknown> extends QuestionOptions {
  readonly text: string;
  readonly schema: z.ZodType<Value>;
  readonly kind: Kind | { readonly type: "message" };
  /** For choices: what each is called. */
  readonly labels?: ReadonlyMap<string, string>;
  /** Whether `skip` is an answer. */
  readonly isOptional: boolean;
}

/** What a wizard's handler is given, by the names of its questions. */
export type AnswersTo<Questions extends Record<string, Question>> = {
  readonly [Name in keyof Questions]: Questions[Name] extends Question<infer Value> ? Value : never;
};

const MESSAGE = z.custom<Message>((value) => {
  const { text, fileIds } = value as Message;
  return text.trim() !== "" || fileIds.length > 0;
}, "an empty message will not do");

/** The answer to a question that is not always asked may be missing. */
type Asked<Value, Options> = Question<Options extends { readonly when: unknown } ? Value | undefined : Value>;

function of<Value, Options extends QuestionOptions = QuestionOptions>(
  text: string,
  schema: z.ZodType<Value>,
  options?: Options,
): Asked<Value, Options> {
  const kind = kindOf(schema);
  if (kind === undefined || kind.type === "json")
    throw new MisuseError(`nobody could type an answer to "${text}": ask for a text, a number, a choice or so`);
  // A whole message is one answer, however many words it has.
  const whole = kind.type === "text" ? ({ type: "rest" } as const) : kind;
  const question: Question = { text: asked(text), schema, kind: whole, isOptional: schema.isOptional(), ...options };
  return question as Asked<Value, Options>;
}

function asked(text: string): string {
  if (text.trim() === "") throw new MisuseError("a question needs words");
  return text;
}

/**
 * Questions.
 *
 * @example
 * ask.text("What shall I announce?")
 * ask.choice("When?", { now: "Right away", later: "In an hour" })
 * ask.of("How many?", z.int().min(1).max(9))
 * ask.of("To which channel?", channel(), { when: ({ where }) => where === "one" })
 */
export const ask = {
  /** Something to be judged by a schema: zod's own, or `user()`, `channel()`, `duration()`, `date()`. @throws MisuseError when nobody could type it. */
  of,

  /** A text of any length. */
  text: <Options extends QuestionOptions = QuestionOptions>(text: string, options?: Options): Asked<string, Options> =>
    of(text, z.string().trim().min(1), options),

  /** A message with its files; one without any words will do, if it has files. */
  message: <Options extends QuestionOptions = QuestionOptions>(
    text: string,
    options?: Options,
  ): Asked<Message, Options> => {
    const question: Question = {
      text: asked(text),
      schema: MESSAGE,
      kind: { type: "message" },
      isOptional: false,
      ...options,
    };
    return question as Asked<Message, Options>;
  },

  /** One of a few: by its number, its label or its name. @throws MisuseError when there is none. */
  choice: <Name extends string, Options extends QuestionOptions = QuestionOptions>(
    text: string,
    choices: Readonly<Record<Name, string>>,
    options?: Options,
  ): Asked<Name, Options> => {
    const names = Object.keys(choices) as Name[];
    if (names.length === 0) throw new MisuseError(`"${text}" has no choices: name some, as { now: "Right away" }`);
    const labels = new Map(Object.entries<string>(choices));
    return { ...of(text, z.enum(names as [Name, ...Name[]]), options), labels };
  },

  /** Yes or no. */
  yes: <Options extends QuestionOptions = QuestionOptions>(text: string, options?: Options): Asked<boolean, Options> =>
    of(text, z.boolean(), options),
};
