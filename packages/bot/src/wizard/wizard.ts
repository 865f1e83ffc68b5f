/**
 * A wizard: questions that are asked one after another, and what is done with the answers. It is data, so somebody who is in the
 * middle of it stays there through a restart and through an upgrade that has other questions.
 */
import type { Rest } from "@matterwright/client";
import { MisuseError } from "../errors.ts";
import type { Installable, Workplace } from "../install/install.ts";
import type { Definition, WizardContext, WizardOptions } from "./definition.ts";
import { Desk, type Known } from "./desk.ts";
import type { AnswersTo, Question } from "./question.ts";
import { entered } from "../storm/holds.ts";

/** Called with all the answers. Its context is that of the last one. What it throws is told, and the last question can be answered again. */
export type WizardHandler<Values> = (ctx: WizardContext, answers: Values) => unknown;

/** A wizard, ready for `bot.use`. */
export interface Wizard extends Installable {
  readonly name: string;
  /**
   * Asks the first question: in the thread of the message that it is called for, or in the direct message. Called for a slash command, it
   * goes on in a direct message.
   *
   * @param given answers that are known already: as they would be written, or a message with its files
   * @throws MisuseError when the wizard was not given to `bot.use`; CallError.
   */
  start(ctx: WizardContext, given?: Known): Promise<void>;
  /**
   * The same, as one dialog where that can be opened: for a slash command and for a click, if there is a field for each of its questions.
   * Elsewhere as `start`, with a button that opens the dialog.
   */
  dialog(ctx: WizardContext, given?: Known): Promise<void>;
}

const TTL_MS = 30 * 60_000;
const KEPT_MS = 86_400_000;

/**
 * Makes a wizard.
 *
 * @throws MisuseError for a name that cannot be one, and when there is nothing to ask.
 * @example
 * const announce = wizard("announce", {
 *   message: ask.text("What shall I announce?"),
 *   when: ask.choice("When?", { now: "Right away", later: "In an hour" }),
 * }, (ctx, { message, when }) => ctx.reply(`${message}: ${when}. ✅`));
 * bot.use(announce).command("announce", { about: "Write an announcement, step by step" }, (ctx) => announce.start(ctx));
 */
export function wizard<Asked extends Record<string, Question>>(
  name: string,
  questions: Asked,
  handler: WizardHandler<AnswersTo<Asked>>,
  options: WizardOptions = {},
): Wizard {
  const definition: Definition = {
    name: checkedName(name),
    questions: checkedQuestions(name, questions),
    finish: (ctx, answers) => entered(ctx, () => handler(ctx, answers as AnswersTo<Asked>)),
    about: options.about ?? "",
    ttlMs: options.ttlMs ?? TTL_MS,
    keptMs: options.keptMs ?? KEPT_MS,
    confirm: options.confirm,
    asDialog: options.asDialog ?? false,
  };
  // One definition may work in several bots of a process.
  const desks = new Map<Rest, Desk>();
  const deskOf = ({ rest }: WizardContext): Desk => {
    const desk = desks.get(rest);
    if (desk === undefined) throw new MisuseError(`the wizard "${name}" is nowhere: give it to bot.use(…) as well`);
    return desk;
  };
  return {
    name,
    install(workplace: Workplace) {
      const desk = new Desk(definition, workplace);
      const close = desk.open();
      desks.set(workplace.rest, desk);
      return () => {
        close();
        desks.delete(workplace.rest);
      };
    },
    start: async (ctx, given = {}) => deskOf(ctx).start(ctx, given, definition.asDialog),
    dialog: async (ctx, given = {}) => deskOf(ctx).start(ctx, given, true),
  };
}

function checkedName(name: string): string {
  if (/^[a-z0-9][a-z0-9_.-]{0,63}$/i.test(name)) return name;
  throw new MisuseError(`a wizard cannot be called "${name}": use letters, digits, "-", "_" and "."`);
}

function checkedQuestions(name: string, questions: Record<string, Question>): Definition["questions"] {
  const names = Object.keys(questions);
  if (names.length === 0)
    throw new MisuseError(`the wizard "${name}" asks nothing: give it questions, as { when: ask.text("When?") }`);
  const numbered = names.find((each) => /^\d/.test(each));
  if (numbered !== undefined)
    throw new MisuseError(
      `the question "${numbered}" of the wizard "${name}" begins with a digit, and \`edit 1\` could mean either`,
    );
  return questions;
}
