/** Asks the questions of one wizard: as words, and with buttons or reactions where there is something to choose. Called by its desk. */
import type { Workplace } from "../install/install.ts";
import { forgetAsked } from "../interactive/choices/kept.ts";
import { type Below, buttonsBelow } from "./buttons.ts";
import type { Definition, WizardContext } from "./definition.ts";
import { optionsOf } from "./options.ts";
import type { Paper } from "./paper.ts";
import type { Progress } from "./progress.ts";
import type { Question } from "./question.ts";
import { confirmText, questionText, summaryText } from "./show.ts";
import type { Talk, Talks } from "./talk.ts";

/** Where somebody stands: the talks of the place, and how far the last of them has come. */
export interface Standing {
  readonly talks: Talks;
  readonly progress: Progress;
}

const OUTDATED = "What was said here before will not do any more.";

export class Asking {
  readonly #definition: Definition;
  readonly #workplace: Workplace;
  readonly #paper: Paper;

  constructor(definition: Definition, workplace: Workplace, paper: Paper) {
    this.#definition = definition;
    this.#workplace = workplace;
    this.#paper = paper;
  }

  /** The current question, or whether everything is as it was meant. Written down with whatever the update leads to. */
  async ask(ctx: WizardContext, { talks, progress }: Standing, note = ""): Promise<void> {
    const talk = talks.talks.at(-1);
    if (talk === undefined) return;
    const actions = this.#actions(talks, talk, progress);
    const told = note === "" && progress.outdated !== undefined ? OUTDATED : note;
    const text = this.#text(progress, talk, actions.length > 0);
    // Whoever asked last is answered: a number is no choice below an earlier message any more.
    ctx.write((tx) => forgetAsked(tx.store, talks));
    await ctx.reply(told === "" ? text : `${told}\n\n${text}`, { actions, durable: true });
  }

  get #canCall(): boolean {
    return this.#workplace.isReached();
  }

  #text(progress: Progress, talk: Talk, isOffered: boolean): string {
    const { questions, confirm } = this.#definition;
    if (progress.current === undefined) return confirmText(summaryText(questions, progress, talk), confirm ?? "");
    return questionText(questions, progress, isOffered ? (this.#canCall ? "buttons" : "reactions") : "words");
  }

  #actions(place: Talks, talk: Talk, { asked, current }: Progress): ReturnType<typeof buttonsBelow> {
    const { questions, ttlMs, keptMs } = this.#definition;
    const question = questions[current ?? ""];
    const ways: Below["ways"][number][] = question === undefined ? ["yes"] : question.isOptional ? ["skip"] : [];
    if (current !== asked[0]) ways.push("back");
    if (question !== undefined && talk.isForm === true && this.#paper.isPossible) ways.push("form");
    return buttonsBelow({
      place,
      talk,
      step: current ?? "",
      options: question === undefined ? [] : optionsOf(question),
      source: sourceOf(question),
      ways,
      canCall: this.#canCall,
      expiresInMs: ttlMs + keptMs,
    });
  }
}

/** Whom or what a menu offers for a question. */
function sourceOf(question: Question | undefined): "channels" | "users" | undefined {
  const type = question?.kind.type;
  return type === "user" ? "users" : type === "channel" ? "channels" : undefined;
}
