/** What a wizard is made of, once it is checked: written by `wizard()`, read by everything else here. */
import type { Context } from "../context/context.ts";
import type { Answers } from "./question.ts";
import type { Questions } from "./progress.ts";

/** What a wizard is started for, and what its handler is given: something was written, run, clicked or submitted. */
export type WizardContext = Context<"click" | "post" | "slash" | "submit">;

export interface WizardOptions {
  /** One line for lists of wizards. */
  readonly about?: string;
  /** After so long without an answer the person is told that it stops asking, in milliseconds; half an hour by default. */
  readonly ttlMs?: number;
  /** For so long the answers are kept after that, for `resume`, in milliseconds; a day by default. */
  readonly keptMs?: number;
  /** Asked at the end, below all the answers: `Shall I send it?` By default nothing is asked and the handler is called at once. */
  readonly confirm?: string;
  /**
   * Whether it is shown as one dialog wherever one can be opened: for a slash command and for a click. Elsewhere the first question is asked in
   * a message, with a button that opens the dialog. Not by default.
   */
  readonly asDialog?: boolean;
}

/** A wizard with everything that its author left open. */
export interface Definition extends Required<Omit<WizardOptions, "confirm">> {
  readonly name: string;
  readonly questions: Questions;
  readonly confirm: string | undefined;
  readonly finish: (ctx: WizardContext, answers: Answers) => unknown;
}
