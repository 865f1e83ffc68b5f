/**
 * The dialog in which somebody announces: takes a message, asks for its targets, shows both, and sends what was confirmed. It decides what
 * each answer means; what is said stands in show.ts, who is heard in listen.ts. Whatever it is told is kept before it answers.
 */
import type { Context, Session } from "matterwright";
import type { Book } from "../book/book.ts";
import { isTable, stepsOfFile } from "../audience/table-file.ts";
import { askAs } from "../acknowledge/dialog.ts";
import type { Asides } from "./asides.ts";
import { hasPlaces, lookAt, lookingOf, tableOf } from "./look.ts";
import type { TalkParts } from "./parts.ts";
import type { Presenter } from "./presenter.ts";
import { Second } from "./second.ts";
import type { Sender } from "./sender.ts";
import { chosen } from "./choices.ts";
import { close, fill, meant } from "./hole.ts";
import { misunderstood } from "./misunderstood.ts";
import { beginning, secondQuestion, targetsQuestion, whereYouAre } from "./show.ts";
import { type TalkState, type Written, nothing } from "./state.ts";
import { HOW, setWhen, shownWhen, zoneOf } from "./times.ts";
import type { Turn } from "./turn.ts";
import { type Steer, steerIn } from "./words.ts";
import type { Wanted } from "../when/words.ts";

/** A longer answer, of nothing that is known, is a message of its own. */
const ANSWER_WORDS_MAX = 12;

export interface DeskParts extends TalkParts {
  readonly talk: Session<TalkState>;
  readonly presenter: Presenter;
  readonly asides: Asides;
  readonly sender: Sender;
}

export class Desk {
  readonly #parts: DeskParts;
  readonly #second: Second;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#second = new Second({ ...parts, show: (ctx, lead) => this.show(ctx, lead) });
  }

  /** What an author wrote. */
  async hear(ctx: Context<"post">): Promise<void> {
    const state = this.#parts.talk(ctx);
    const written = writtenIn(ctx);
    const book = await this.#parts.file.read();
    if (state.at === "nothing") return this.begin(ctx, written);
    const steer = written.fileIds.length === 0 ? steerIn(written.text) : undefined;
    if (steer?.type === "no") return this.#forget(ctx);
    if (steer?.type === "resume" || isEmpty(written)) {
      await ctx.reply(whereYouAre(state, isEmpty(written)));
      return;
    }
    if (state.at === "second") return this.#second.decide(ctx, steer, written);
    if (state.at === "confirm" && steer?.type === "yes") return this.send(ctx);
    if (state.at === "confirm" && steer !== undefined && (await this.#aside(ctx, steer))) return;
    if (state.at === "targets" && steer?.type === "skip" && state.steps.length > 0) {
      close(state);
      await this.show(ctx);
      return;
    }
    if (state.at === "targets" && steer?.type === "when" && (await this.#when(ctx, steer.wanted))) return;
    if (state.at === "targets" && steer !== undefined && !(await this.#isTarget(ctx))) {
      await ctx.reply(`First I have to know where it goes.\n\n${targetsQuestion(state.message, book)}`);
      return;
    }
    await this.#targets(ctx, { written, book });
  }

  /** A new announcement. @param hint what else may have been meant */
  async begin(ctx: Context<"post">, message: Written, hint = ""): Promise<void> {
    if (isEmpty(message)) {
      await ctx.reply("There is nothing in your message: write what shall be announced, or send a file.");
      return;
    }
    const state = Object.assign(this.#parts.talk(ctx), nothing(), {
      at: "targets" as const,
      channelId: ctx.channelId,
      message,
    });
    // The rows of its table say where it goes.
    if ((await tableOf(state, this.#parts)) !== undefined) return this.show(ctx, hint);
    const question = targetsQuestion(message, await this.#parts.file.read());
    await ctx.reply(hint === "" ? question : `${question}\n\n${hint}`);
  }

  /** Goes on with an announcement that was given up, where it was. */
  async resume(ctx: Context<"post">, kept: TalkState): Promise<void> {
    const { shown: _, ...rest } = kept;
    Object.assign(this.#parts.talk(ctx), nothing(), rest, { channelId: ctx.channelId });
    if (kept.at === "confirm") await this.show(ctx);
    else if (kept.second !== undefined) await ctx.reply(secondQuestion(kept.message, kept.second.message));
    else await ctx.reply(targetsQuestion(kept.message, await this.#parts.file.read()));
  }

  /** Shows what would be sent. @param lead what stands above it */
  async show(ctx: Turn, lead = ""): Promise<void> {
    const state = this.#parts.talk(ctx);
    const look = await lookAt(state, await lookingOf(ctx, this.#parts));
    state.at = "confirm";
    await this.#parts.presenter.show(ctx, state, { look, lead });
  }

  /** Sends what was shown, if it is still that. */
  async send(ctx: Turn): Promise<void> {
    const state = this.#parts.talk(ctx);
    const look = await lookAt(state, await lookingOf(ctx, this.#parts));
    if (look.print !== state.shown?.print) {
      await this.show(ctx, "It is not what I have shown you any more, so I have not sent it. This is how it is now:");
      return;
    }
    if (look.flight.findings.some(({ level }) => level === "block")) {
      await this.show(ctx, "This cannot be sent as it is.");
      return;
    }
    const { isDone, said } = await this.#parts.sender.send(ctx, state, look);
    if (!isDone) {
      await ctx.reply(said);
      return;
    }
    await this.#parts.presenter.close(state, said);
    this.#end(ctx);
  }

  /** The author has changed the message that is being announced. */
  async edited(ctx: Context<"edit">): Promise<void> {
    const state = this.#parts.talk(ctx);
    const { post } = ctx;
    if (state.at === "nothing") return;
    if (state.second?.message.postId === post.id) state.second.message.text = post.message;
    if (state.message.postId !== post.id || state.message.text === post.message) return;
    state.message = { ...state.message, text: post.message, fileIds: [...(post.file_ids ?? [])] };
    if (state.at === "confirm") await this.show(ctx, ":pencil2: You have changed the message. Now it is this:");
    else await ctx.to(state.channelId).post(`:pencil2: I have taken up your change:\n> ${beginning(state.message)}`);
  }

  /** The author has deleted the message that is being announced. */
  async deleted(ctx: Context<"delete">): Promise<void> {
    const state = this.#parts.talk(ctx);
    if (state.at === "second" && state.second?.message.postId === ctx.post.id) return this.#second.forget(ctx);
    if (state.at === "nothing" || state.message.postId !== ctx.post.id) return;
    const text = ":wastebasket: You have deleted the message, so it is forgotten. Nothing was sent.";
    await this.#parts.presenter.close(state, text);
    if (state.shown === undefined) await ctx.to(state.channelId).post(text);
    this.#end(ctx);
  }

  /** Readers are asked to confirm that they have read it, or are not any more. */
  async askToConfirm(ctx: Turn): Promise<void> {
    const state = this.#parts.talk(ctx);
    if (state.ack === undefined)
      state.ack = { isNative: false, zone: (await ctx.find.chosenZone()) ?? this.#parts.zone };
    else delete state.ack;
    await this.show(ctx);
  }

  /** Forgets the announcement. */
  async forget(ctx: Turn): Promise<void> {
    await this.#forget(ctx);
  }

  async #forget(ctx: Turn): Promise<void> {
    const state = this.#parts.talk(ctx);
    const text = ":x: Forgotten: nothing was sent.";
    await this.#parts.presenter.close(state, text);
    if (state.shown === undefined || !ctx.is("click")) await ctx.to(state.channelId).post(text);
    this.#end(ctx);
  }

  async #aside(ctx: Context<"post">, steer: Steer): Promise<boolean> {
    const state = this.#parts.talk(ctx);
    if (steer.type === "change") {
      await this.#askTargets(ctx);
      return true;
    }
    if (await chosen(ctx, steer, { state, parts: this.#parts })) {
      // A table that is none any more does not say where it goes either.
      if (state.steps.length > 0 || (await tableOf(state, this.#parts)) !== undefined) await this.show(ctx);
      else await this.#askTargets(ctx);
      return true;
    }
    if (steer.type === "ack") {
      const problem = await askAs(steer.said, { ...this.#parts, ctx, state });
      if (problem === undefined) await this.show(ctx);
      else await ctx.reply(problem);
      return true;
    }
    if (steer.type === "when") return this.#when(ctx, steer.wanted);
    if (steer.type === "quiet-hours") {
      if (steer.count || (await this.#parts.rights.mayDisturb(ctx))) {
        state.disturbs = !steer.count;
        await this.show(ctx);
      } else await ctx.reply("Quiet hours count for you: ask one of my administrators to send it now.");
      return true;
    }
    return this.#parts.asides.answer(ctx, state, steer);
  }

  async #askTargets(ctx: Turn): Promise<void> {
    const state = this.#parts.talk(ctx);
    Object.assign(state, { at: "targets", steps: [], hole: undefined, leavesOut: undefined });
    await ctx.reply(targetsQuestion(state.message, await this.#parts.file.read()));
  }

  /** Whether it was a time; what is none may be the name of a group. */
  async #when(ctx: Context<"post">, wanted: Wanted): Promise<boolean> {
    const state = this.#parts.talk(ctx);
    const zone = await zoneOf(ctx, this.#parts);
    const why = setWhen(state, wanted, { ...this.#parts, now: ctx.now, zone });
    if (why !== undefined && (await this.#isTarget(ctx))) return false;
    const isAsked = state.at === "targets";
    if (why !== undefined)
      await ctx.reply(
        `${why} ${HOW} ${isAsked ? "And to whom shall it go?" : "I am still waiting for `yes` or `no`."}`,
      );
    else if (isAsked) await ctx.reply(`:clock3: It goes out ${shownWhen(state, this.#parts) ?? "at once"}. To whom?`);
    else await this.show(ctx);
    return true;
  }

  async #isTarget(ctx: Context<"post">): Promise<boolean> {
    const { audiences, rights, file } = this.#parts;
    const book = await file.read();
    const steps = await audiences.read(ctx.post.message, book);
    const { unknown } = await audiences.resolve(steps, book, await rights.reach(ctx, book));
    return unknown.length === 0;
  }

  async #targets(
    ctx: Context<"post">,
    { written, book }: { readonly written: Written; readonly book: Book },
  ): Promise<void> {
    const { audiences, rights, rest } = this.#parts;
    const state = this.#parts.talk(ctx);
    const isTableSent = written.text.trim() === "" && (await isTable(rest, written.fileIds));
    if (isTableSent && hasPlaces(state)) return this.#fillBy(ctx, written.fileIds[0]);
    const read = isTableSent ? await stepsOfFile(rest, written.fileIds) : await audiences.read(written.text, book);
    const steps = meant(state, read);
    const audience = await audiences.resolve(steps, book, await rights.reach(ctx, book));
    const bad = new Set([...audience.unknown, ...audience.refused].map(({ step }) => step));
    const good = steps.filter((_, index) => !bad.has(index));
    if (!isTableSent && good.length === 0 && isMessage(written)) return this.#second.ask(ctx, written);
    if (state.at === "confirm" && good.length === 0) {
      await ctx.reply(
        `${misunderstood({ ...audience, targets: [] }, { steps }).split("\n\n")[0]}\n\nI am still waiting for \`yes\` or \`no\`.`,
      );
      return;
    }
    if (fill(state, steps, bad)) {
      await this.show(ctx);
      return;
    }
    const kept = await audiences.resolve(state.steps, book, await rights.reach(ctx, book));
    state.at = "targets";
    await ctx.reply(misunderstood({ ...audience, targets: kept.targets }, { steps, leavesOut: state.leavesOut }));
  }

  /** Takes the values, and the targets, from a table. */
  async #fillBy(ctx: Turn, fileId: string | undefined): Promise<void> {
    Object.assign(this.#parts.talk(ctx), { table: fileId, steps: [], hole: undefined, leavesOut: undefined });
    await this.show(ctx);
  }

  #end(ctx: Turn): void {
    const { talk } = this.#parts;
    Object.assign(talk(ctx), nothing());
    talk.forget(ctx);
  }
}

export function writtenIn({ post }: Context<"post">): Written {
  return { text: post.message, fileIds: [...(post.file_ids ?? [])], postId: post.id };
}

/** Nothing that anybody would see. */
function isEmpty({ text, fileIds }: Written): boolean {
  return fileIds.length === 0 && !/[^\s\p{Cf}]/u.test(text);
}

/** Rather another message than an answer. */
function isMessage({ text, fileIds }: Written): boolean {
  return fileIds.length > 0 || text.trim().split(/\s+/).length > ANSWER_WORDS_MAX || text.includes("\n\n");
}
