/** One wizard at work in one bot: begins talks, takes answers, and calls the author's handler with them. What it decides is written with the update. */
import type { Id } from "@matterwright/protocol";
import type { CommandContext, Context } from "../context.ts";
import type { Lookup } from "../finder.ts";
import type { Workplace } from "../install.ts";
import { code } from "../text/code.ts";
import { type Progress, before, named, progressOf } from "./progress.ts";
import type { Message } from "./question.ts";
import { readAnswer } from "./reading.ts";
import { confirmText, expiredText, questionText, summaryText } from "./show.ts";
import { type Given, KEPT, OPEN, type Talk, type Talks, answered, movedTo, placeOf, withLast } from "./talk.ts";
import { turnFor } from "./talking.ts";
import type { Definition } from "./definition.ts";
import { type Steering, unquoted } from "./words.ts";

/** Each question is written down together with the answer before it: neither is lost, and neither comes twice. */
const DURABLE = { durable: true } as const;

type Place = Pick<Talks, "userId" | "channelId" | "rootId">;

export class Desk {
  readonly #definition: Definition;
  readonly #workplace: Workplace;

  constructor(definition: Definition, workplace: Workplace) {
    this.#definition = definition;
    this.#workplace = workplace;
  }

  /** @returns what ends it. @throws MisuseError when there is a wizard of this name already. */
  open(): () => void {
    const { name } = this.#definition;
    const ends = [
      this.#workplace.take("answer", name, (ctx) => this.#hear(ctx)),
      this.#workplace.take("silence", name, (ctx) => this.#expire(ctx)),
    ];
    return () => ends.forEach((end) => end());
  }

  /** Begins a talk, or goes on with the one that was begun. */
  async start(ctx: CommandContext, given: Readonly<Record<string, string | Message>>): Promise<void> {
    const { name } = this.#definition;
    const place = await this.#placeFor(ctx);
    const open = (await this.#workplace.durable.store.get(OPEN + placeOf(place))) as Talks | undefined;
    const others = open?.talks ?? [];
    if (open !== undefined && others.at(-1)?.wizard === name)
      return this.#goOn(ctx, open, "You are in the middle of this already.");
    const waiting = others.at(-1)?.wizard;
    const note = waiting === undefined ? "" : `${code(waiting)} waits until this is done.`;
    const talk: Talk = { wizard: name, answers: knownAnswers(ctx, given), startedAt: ctx.now.getTime() };
    await this.#goOn(ctx, { ...place, talks: [...others, talk] }, note);
  }

  async #hear(ctx: Context<"post">): Promise<void> {
    const { talks, steering } = turnFor.of(ctx);
    await (steering === undefined ? this.#answer(ctx, talks) : this.#steer(ctx, talks, steering));
  }

  async #answer(ctx: Context<"post">, talks: Talks): Promise<void> {
    const { questions } = this.#definition;
    const progress = await this.#progress(ctx, talks);
    const name = progress.current;
    if (name === undefined) return this.#confirm(ctx, talks, progress);
    const question = questions[name];
    const given = givenBy(ctx);
    const read = question && (await readAnswer(question, given, ctx.find));
    if (read !== undefined && "problem" in read)
      return this.#goOn(ctx, talks, /[.!?]$/.test(read.problem) ? read.problem : `${read.problem}.`);
    await this.#goOn(
      ctx,
      // A choice is kept by its name, whatever number or label it had.
      withLast(talks, (talk) =>
        answered(talk, name, question?.labels ? { ...given, text: String(read?.value) } : given),
      ),
    );
  }

  async #steer(ctx: Context<"post">, talks: Talks, steering: Steering): Promise<void> {
    const { questions, name } = this.#definition;
    if (steering.type === "cancel") return this.#end(ctx, talks, `Cancelled ${code(name)}: nothing was done.`);
    if (steering.type === "resume") return this.#goOn(ctx, talks);
    const progress = await this.#progress(ctx, talks);
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

  async #skip(ctx: Context<"post">, talks: Talks, { current }: Progress): Promise<void> {
    const question = this.#definition.questions[current ?? ""];
    if (current === undefined || question?.isOptional !== true)
      return this.#goOn(ctx, talks, "This has to be answered.");
    const nothing = { ...givenBy(ctx), text: "", fileIds: [] };
    await this.#goOn(
      ctx,
      withLast(talks, (talk) => answered(talk, current, nothing)),
    );
  }

  async #confirm(ctx: Context<"post">, talks: Talks, progress: Progress): Promise<void> {
    const word = ctx.text.trim().toLowerCase().replace(/[.!]$/, "");
    if (["yes", "y", "ok", "ja", "oui", "si", "sí"].includes(word)) return this.#finish(ctx, talks, progress);
    const isNo = ["no", "n", "nein", "non"].includes(word);
    await this.#goOn(ctx, talks, isNo ? "Nothing was done yet." : `${code("yes")} or ${code("no")}?`);
  }

  /** Asks what is to be asked next, or does what all this was for. */
  async #goOn(ctx: CommandContext, talks: Talks, note = ""): Promise<void> {
    const { questions, confirm } = this.#definition;
    const progress = await this.#progress(ctx, talks);
    const talk = talks.talks.at(-1);
    if (progress.current === undefined && confirm === undefined) return this.#finish(ctx, talks, progress);
    this.#keep(ctx, talks);
    const outdated = "What was said here before will not do any more.";
    const told = note === "" && progress.outdated !== undefined ? outdated : note;
    const text =
      progress.current === undefined && talk !== undefined
        ? confirmText(summaryText(questions, progress, talk), confirm ?? "")
        : questionText(questions, progress);
    await this.#say(ctx, talks, told === "" ? text : `${told}\n\n${text}`);
  }

  async #finish(ctx: CommandContext, talks: Talks, { answers }: Progress): Promise<void> {
    await this.#definition.finish(ctx, answers);
    await this.#end(ctx, talks);
  }

  /** Forgets the talk, and comes back to the one that waited for its end. */
  async #end(ctx: CommandContext, talks: Talks, said = ""): Promise<void> {
    const rest = { ...talks, talks: talks.talks.slice(0, -1) };
    const waiting = rest.talks.at(-1)?.wizard;
    this.#keep(ctx, rest);
    const back =
      waiting === undefined ? "" : `Back to ${code(waiting)}: write ${code("resume")} to see its question again.`;
    const text = [said, back].filter((part) => part !== "").join(" ");
    if (text !== "") await this.#say(ctx, talks, text);
  }

  async #expire(ctx: Context<"tick">): Promise<void> {
    const { talks } = turnFor.of(ctx);
    const { name, ttlMs, keptMs } = this.#definition;
    const answers = Object.keys(talks.talks.at(-1)?.answers ?? {}).length;
    ctx.write((tx) => tx.store.set(KEPT + placeOf(talks), talks, { ttlMs: keptMs }));
    await ctx.to(talks.channelId, { thread: talks.rootId }).post(expiredText(name, { answers, ttlMs, keptMs }));
  }

  /** Together with everything else that the update leads to. */
  #keep(ctx: CommandContext, talks: Talks): void {
    const key = placeOf(talks);
    const { ttlMs } = this.#definition;
    ctx.write(async ({ store }) => {
      await store.delete(KEPT + key);
      await (talks.talks.length === 0 ? store.delete(OPEN + key) : store.set(OPEN + key, talks, { ttlMs }));
    });
  }

  #say(ctx: CommandContext, { channelId, rootId }: Place, text: string): Promise<void> {
    if (!ctx.is("post")) return ctx.to(channelId).post(text, DURABLE);
    return rootId === "" ? ctx.reply(text, DURABLE) : ctx.replyInThread(text, DURABLE);
  }

  /** A slash command leaves nothing to answer to: then it goes on in a direct message. */
  async #placeFor(ctx: CommandContext): Promise<Place> {
    const userId = ctx.user.id;
    if (ctx.isDirect) return { userId, channelId: ctx.channelId, rootId: "" };
    if (ctx.is("post")) return { userId, channelId: ctx.channelId, rootId: ctx.post.root_id || ctx.post.id };
    const { id: channelId } = await ctx.people.direct(ctx.me.id, userId);
    await ctx.reply("I am asking you in a direct message.");
    return { userId, channelId, rootId: "" };
  }

  #progress(ctx: CommandContext, { talks }: Talks): Promise<Progress> {
    const talk = talks.at(-1);
    const lookupAt = (at: number): Lookup => ({
      now: new Date(at),
      user: (text) => ctx.find.user(text),
      channel: (text) => ctx.find.channel(text),
      team: (text) => ctx.find.team(text),
      post: (text) => ctx.find.post(text),
      zone: () => ctx.find.zone(),
    });
    return progressOf(this.#definition.questions, talk ?? { wizard: "", answers: {}, startedAt: 0 }, lookupAt);
  }
}

function givenBy({ text, post, now }: Context<"post">): Given {
  return { text: unquoted(text), fileIds: post.file_ids ?? [], postId: post.id, at: now.getTime() };
}

function knownAnswers(ctx: CommandContext, given: Readonly<Record<string, string | Message>>): Record<string, Given> {
  const known = Object.entries(given).map(([name, said]): [string, Given] => {
    const postId: Id | "" = ctx.post?.id ?? "";
    const message = typeof said === "string" ? { text: said, fileIds: [], postId } : said;
    return [name, { ...message, at: ctx.now.getTime() }];
  });
  return Object.fromEntries(known);
}
