/** One wizard at work in one bot: begins talks, takes answers, and calls the author's handler with them. What it decides is written with the update. */
import type { Context } from "../context/context.ts";
import { UserError } from "../errors.ts";
import type { Workplace } from "../install/install.ts";
import type { Lookup } from "../context/finder.ts";
import { FieldErrors } from "../interactive/dialog.ts";
import { code } from "../text/code.ts";
import type { WizardEntry } from "../install/wizard-entries.ts";
import { Asking, type Standing } from "./asking.ts";
import type { Definition, WizardContext } from "./definition.ts";
import { beginningIn } from "./place.ts";
import { type Progress, before, named, progressOf } from "./progress.ts";
import { type Filled, givenIn } from "./form.ts";
import { type Belonging, Paper } from "./paper.ts";
import type { Message, Question } from "./question.ts";
import { readAnswer, shownAs } from "./reading.ts";
import { Shelf } from "./shelf.ts";
import { OVER, answeredText, expiredText, passedText, summaryText } from "./show.ts";
import { type Given, type Talks, answered, movedTo, withLast } from "./talk.ts";
import { turnFor } from "./turn.ts";
import { type Steering, agreement } from "./words.ts";

/** Answers that are known already, by the names of their questions: as they would be written, or a message with its files. */
export type Known = Readonly<Record<string, string | Message>>;

/** Each question is written down together with the answer before it: neither is lost, and neither comes twice. */
const DURABLE = { durable: true } as const;

export class Desk {
  readonly #definition: Definition;
  readonly #workplace: Workplace;
  readonly #shelf: Shelf;
  readonly #paper: Paper;
  readonly #asking: Asking;

  constructor(definition: Definition, workplace: Workplace) {
    this.#definition = definition;
    this.#workplace = workplace;
    this.#shelf = new Shelf(workplace.durable);
    this.#paper = new Paper(definition, workplace, (ctx, filled, to) => this.#submitted(ctx, filled, to));
    this.#asking = new Asking(definition, workplace, this.#paper);
  }

  /** @returns what ends it. @throws MisuseError when there is a wizard of this name already. */
  open(): () => void {
    const { name, asDialog } = this.#definition;
    const ends = [
      this.#workplace.take("answer", name, (ctx) => this.#hear(ctx)),
      this.#workplace.take("silence", name, (ctx) => this.#expire(ctx)),
      this.#paper.install(),
      this.#workplace.wizards.enter(this.#entry),
    ];
    const { unfit } = this.#paper;
    if (asDialog && unfit !== undefined)
      this.#workplace.log.warn({ wizard: name, reason: unfit }, "a wizard cannot be a dialog, and asks in messages");
    return () => ends.forEach((end) => end());
  }

  get #entry(): WizardEntry {
    const { name, about, questions, asDialog } = this.#definition;
    return {
      owner: this.#workplace.owner,
      name,
      about,
      questions: Object.values(questions).map(({ text }) => text),
      start: (ctx) => this.start(ctx, {}, asDialog),
    };
  }

  /** Begins a talk, or goes on with the one that was begun. @param asDialog in a dialog, where one can be opened */
  async start(ctx: WizardContext, known: Known, asDialog: boolean): Promise<void> {
    const { name } = this.#definition;
    const { isElsewhere, ...place } = await beginningIn(ctx);
    const open = await this.#shelf.open(ctx, place);
    const others = open?.talks ?? [];
    const last = others.at(-1);
    const begun = last?.wizard === name ? last : undefined;
    const fresh = { wizard: name, answers: givenBefore(ctx, known), startedAt: ctx.now.getTime() };
    const talk = begun ?? (asDialog ? { ...fresh, isForm: true } : fresh);
    if (asDialog && this.#paper.canOpen(ctx)) {
      ctx.handledBy ??= `wizard ${name}`;
      const { answers } = await this.#progress(ctx, { ...place, talks: [talk] });
      return this.#paper.open(ctx, place, { talk, answers, isTalking: begun !== undefined });
    }
    if (isElsewhere === true) await ctx.reply("I am asking you in a direct message.");
    ctx.answerIn = place;
    if (open !== undefined && begun !== undefined)
      return this.#goOn(ctx, open, "You are in the middle of this already.");
    const note = last === undefined ? "" : `${code(last.wizard)} waits until this is done.`;
    await this.#goOn(ctx, { ...place, talks: [...others, talk] }, note);
  }

  /** What was filled in is judged as what is written is; what the dialog did not ask is asked in messages. */
  async #submitted(ctx: Context<"submit">, filled: Filled, to: Belonging): Promise<void> {
    const { name, questions } = this.#definition;
    const place = { userId: ctx.user.id, channelId: to.channelId, rootId: to.rootId };
    const open = to.isTalking ? await this.#shelf.left(ctx, place) : await this.#shelf.open(ctx, place);
    const last = open?.talks.at(-1);
    if (to.isTalking && (last?.wizard !== name || last.startedAt !== to.began)) throw new UserError(OVER);
    const others = to.isTalking ? (open?.talks.slice(0, -1) ?? []) : (open?.talks ?? []);
    const answers = await givenIn(questions, filled, { people: ctx.people, at: ctx.now.getTime() });
    const talks: Talks = { ...place, talks: [...others, { wizard: name, answers, startedAt: to.began, isForm: true }] };
    const problems: Record<string, string> = {};
    for (const [asked, given] of Object.entries(answers)) {
      const read = await readAnswer(questions[asked] as Question, given, ctx.find);
      if ("problem" in read) problems[asked] = sentence(read.problem);
    }
    if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
    ctx.answerIn = place;
    await this.#goOn(ctx, talks);
  }

  async #hear(ctx: Context<"click" | "post">): Promise<void> {
    const { talks, said, below } = turnFor.of(ctx);
    const progress = await this.#progress(ctx, talks);
    if (below !== undefined && below !== (progress.current ?? "")) this.#tooLate(talks, progress, below);
    if (said.type === "form") return this.#showForm(ctx, talks, progress);
    ctx.answerIn = talks;
    if (said.type === "answer") await this.#answer(ctx, { talks, progress }, said.given);
    else if (said.type !== "nothing") await this.#steer(ctx, { talks, progress }, said);
    if (below !== undefined && ctx.is("click")) await ctx.edit(await this.#closed(ctx, { talks, progress }, below));
  }

  /** @throws UserError where it cannot be opened, CallError. */
  async #showForm(ctx: Context<"click" | "post">, talks: Talks, { answers }: Progress): Promise<void> {
    const talk = talks.talks.at(-1);
    if (talk === undefined || !this.#paper.canOpen(ctx)) throw new UserError("I cannot show you a form here.");
    await this.#paper.open(ctx, talks, { talk, answers, isTalking: true });
  }

  async #answer(ctx: Context<"click" | "post">, { talks, progress }: Standing, given: Given): Promise<void> {
    const { questions } = this.#definition;
    const name = progress.current;
    if (name === undefined) return this.#confirm(ctx, { talks, progress }, given.text);
    const question = questions[name];
    const read = question && (await readAnswer(question, given, ctx.find));
    if (read !== undefined && "problem" in read) return this.#goOn(ctx, talks, sentence(read.problem));
    // A choice is kept by its name, whatever number or label it had.
    const kept = read?.chosen === undefined ? given : { ...given, text: read.chosen, isChosen: true };
    const shown = question && given.isChosen === true ? shownAs(question, read?.value) : undefined;
    await this.#goOn(
      ctx,
      withLast(talks, (talk) => answered(talk, name, shown === undefined ? kept : { ...kept, shown })),
    );
  }

  async #steer(ctx: Context<"click" | "post">, { talks, progress }: Standing, steering: Steering): Promise<void> {
    const { questions, name } = this.#definition;
    if (steering.type === "cancel") return this.#end(ctx, talks, `Cancelled ${code(name)}: nothing was done.`);
    if (steering.type === "resume") return this.#goOn(ctx, talks);
    const talk = talks.talks.at(-1);
    if (steering.type === "summary") return this.#goOn(ctx, talks, talk && summaryText(questions, progress, talk));
    if (steering.type === "skip") return this.#skip(ctx, talks, progress);
    const wanted = steering.type === "back" ? before(progress) : named(progress, steering.which);
    if (wanted !== undefined)
      return this.#goOn(
        ctx,
        withLast(talks, (last) => movedTo(last, wanted)),
      );
    const unknown =
      steering.type === "back"
        ? "This is the first question."
        : `There is no question ${code(steering.which)}: they are 1 to ${progress.asked.length}.`;
    return this.#goOn(ctx, talks, unknown);
  }

  async #skip(ctx: Context<"click" | "post">, talks: Talks, { current }: Progress): Promise<void> {
    const question = this.#definition.questions[current ?? ""];
    if (current === undefined || question?.isOptional !== true)
      return this.#goOn(ctx, talks, "This has to be answered.");
    const nothing: Given = { text: "", fileIds: [], postId: ctx.post?.id ?? "", at: ctx.now.getTime() };
    await this.#goOn(
      ctx,
      withLast(talks, (talk) => answered(talk, current, nothing)),
    );
  }

  async #confirm(ctx: Context<"click" | "post">, { talks, progress }: Standing, word: string): Promise<void> {
    const isAgreed = agreement(word);
    if (isAgreed === true) return this.#finish(ctx, talks, progress);
    await this.#goOn(ctx, talks, isAgreed === false ? "Nothing was done yet." : `${code("yes")} or ${code("no")}?`);
  }

  /** Asks what is to be asked next, or does what all this was for. */
  async #goOn(ctx: WizardContext, talks: Talks, note = ""): Promise<void> {
    const progress = await this.#progress(ctx, talks);
    if (progress.current === undefined && this.#definition.confirm === undefined)
      return this.#finish(ctx, talks, progress);
    await this.#shelf.keep(ctx, talks, this.#definition.ttlMs);
    await this.#asking.ask(ctx, { talks, progress }, note);
  }

  /** What is decided about this talk comes first, so that the handler can begin another. */
  async #finish(ctx: WizardContext, talks: Talks, { answers }: Progress): Promise<void> {
    const rest = await this.#leave(ctx, talks);
    await this.#definition.finish(ctx, answers);
    const now = (await this.#shelf.open(ctx, talks))?.talks.length ?? 0;
    if (now === rest.talks.length) await this.#comeBack(ctx, rest);
  }

  async #end(ctx: WizardContext, talks: Talks, said: string): Promise<void> {
    await this.#comeBack(ctx, await this.#leave(ctx, talks), said);
  }

  /** Forgets the talk. */
  async #leave(ctx: WizardContext, talks: Talks): Promise<Talks> {
    const rest = { ...talks, talks: talks.talks.slice(0, -1) };
    await this.#shelf.keep(ctx, rest, this.#definition.ttlMs);
    return rest;
  }

  /** To the talk that waited for the end of this one. */
  async #comeBack(ctx: WizardContext, rest: Talks, said = ""): Promise<void> {
    const waiting = rest.talks.at(-1)?.wizard;
    const back =
      waiting === undefined ? "" : `Back to ${code(waiting)}: write ${code("resume")} to see its question again.`;
    const text = [said, back].filter((part) => part !== "").join(" ");
    if (text !== "") await ctx.reply(text, DURABLE);
  }

  async #expire(ctx: Context<"tick">): Promise<void> {
    const { talks } = turnFor.of(ctx);
    const { name, ttlMs, keptMs, questions } = this.#definition;
    const talk = talks.talks.at(-1);
    const progress = await this.#progress(ctx, talks);
    const answers = progress.asked.filter((asked) => talk?.answers[asked] !== undefined).length;
    const summary = talk === undefined ? "" : summaryText(questions, { ...progress, current: undefined }, talk);
    this.#shelf.putAway(ctx, talks, keptMs);
    const { channelId, rootId } = talks;
    await ctx.to(channelId, { thread: rootId }).post(expiredText({ name, summary, answers, ttlMs, keptMs }));
  }

  /** @throws UserError for whoever clicked below a question that is not the last any more. */
  #tooLate({ talks }: Talks, { asked }: Progress, step: string): never {
    const question = this.#definition.questions[step];
    throw new UserError(passedText(question, talks.at(-1)?.answers[step], asked.indexOf(step) + 1));
  }

  /** What the question below which somebody clicked becomes. */
  async #closed(ctx: Context, { talks, progress }: Standing, step: string): Promise<string> {
    const { questions, confirm } = this.#definition;
    const was = talks.talks.at(-1);
    if (step === "") return `${was === undefined ? "" : summaryText(questions, progress, was)}\n\n**${confirm ?? ""}**`;
    const now = (await this.#shelf.open(ctx, talks))?.talks.findLast(({ startedAt }) => startedAt === was?.startedAt);
    return answeredText(questions[step], now?.answers[step]);
  }

  #progress(ctx: Context, { talks }: Talks): Promise<Progress> {
    const talk = talks.at(-1) ?? { wizard: "", answers: {}, startedAt: 0 };
    const lookupAt = (at: number): Lookup => ({
      now: new Date(at),
      user: (text) => ctx.find.user(text),
      channel: (text) => ctx.find.channel(text),
      team: (text) => ctx.find.team(text),
      post: (text) => ctx.find.post(text),
      zone: () => ctx.find.zone(),
    });
    return progressOf(this.#definition.questions, talk, lookupAt);
  }
}

function sentence(problem: string): string {
  return /[.!?]$/.test(problem) ? problem : `${problem}.`;
}

function givenBefore(ctx: WizardContext, known: Known): Record<string, Given> {
  const given = Object.entries(known).map(([name, said]): [string, Given] => {
    const message = typeof said === "string" ? { text: said, fileIds: [], postId: ctx.post?.id ?? "" } : said;
    return [name, { ...message, at: ctx.now.getTime() }];
  });
  return Object.fromEntries(given);
}
