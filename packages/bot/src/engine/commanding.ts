/**
 * Brings commands, access and consent together for one bot: what a context says to the router, who may run what, what is asked first, and which
 * updates must not wait. Made by the engine; each of the three parts knows nothing of the others.
 */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Id } from "@matterwright/protocol";
import { Access } from "../access/access.ts";
import type { ActionDesk } from "../update/actions.ts";
import type { Administrators } from "../access/administrators.ts";
import type { Asker } from "../access/facts.ts";
import type { Command } from "../command/command.ts";
import { wantedOf } from "../command/wanted.ts";
import type { CommandHost, Grant, Heard, Judgement } from "../command/host.ts";
import { CommandRouter } from "../command/router.ts";
import type { MiddlewareFn } from "../listen/composer.ts";
import { CONSENT_BUTTON, isYesIn } from "../consent/buttons.ts";
import { Consents } from "../consent/consents.ts";
import type { ConsentRecord } from "../consent/record.ts";
import type { CommandContext, Context, Me } from "../context/context.ts";
import { divertedBy } from "./divert.ts";
import { UserError } from "../errors.ts";
import { heardIn } from "./heard.ts";
import type { Installable, Workplace } from "../install/install.ts";
import { changedProps } from "../interactive/changed.ts";
import { type Log, errorFacts } from "../log/log.ts";
import type { BotOptions } from "../options.ts";
import type { People } from "../people/people.ts";
import { answerTooLate, defaultReplay, isStale } from "../update/replay.ts";
import type { Durable } from "../store/durable.ts";
import { note } from "../update/trail.ts";
import { type ArgumentTexts, argumentTexts } from "../text/meant.ts";
import type { Author, Update } from "../update/update.ts";
import type { Verbs } from "../context/verbs.ts";

export interface CommandingParts {
  readonly options: BotOptions;
  readonly prefixes: readonly string[];
  readonly admins: Administrators;
  readonly durable: Durable;
  readonly people: People;
  readonly rest: Rest;
  readonly clock: Clock;
  readonly log: Log;
  readonly me: () => Me;
  readonly verbs: () => Verbs;
  /** Draws buttons. */
  readonly actions: ActionDesk;
  /** Handles once more what was handled before. */
  readonly again: (update: Update) => Promise<void>;
}

/** Questions whose time is over are looked for so often. */
const SWEEP_EVERY_MS = 15_000;

export class Commanding implements Installable {
  readonly router: CommandRouter<CommandContext>;
  readonly access: Access;
  readonly #consents: Consents;
  readonly #parts: CommandingParts;
  readonly #grants = new WeakMap<object, Grant>();

  /** @throws MisuseError when the rules of access cannot be understood. */
  constructor(parts: CommandingParts) {
    this.#parts = parts;
    this.access = new Access({ ...parts, options: parts.options.access });
    this.router = new CommandRouter(this.#host());
    this.#consents = new Consents({
      clock: parts.clock,
      log: parts.log,
      store: parts.durable.store,
      me: parts.me,
      hasButtons: () => parts.actions.hasButtons,
      post: (update, text, actions) => {
        const rootId = update.kind === "slash" ? update.rootId : update.post.root_id;
        const drawn = actions.length === 0 ? { text } : parts.actions.draw(text, { actions, rootId });
        return parts.verbs().write({ channelId: update.channelId, rootId }, text, drawn);
      },
      edit: (postId, message) => parts.rest.posts.patch(postId, { message }),
      close: (postId, message) => this.#close(postId, message),
      react: (post, emoji) => parts.rest.reactions.add({ user: parts.me().id, post, emoji }),
      answer: ({ channelId, postId, update }, text) => {
        const rootId = update.kind === "slash" ? update.rootId : update.post.root_id;
        return parts.verbs().write({ channelId, rootId: rootId === "" ? postId : rootId }, text);
      },
      isEntitled: (record, who) => this.#isEntitled(record, who),
      isAdmin: (who) => parts.admins.has(who),
      again: (record) => this.#again(record),
      note: ({ line, by }, who, did) =>
        this.access.note({ at: parts.clock.now(), by: { ...who }, did, what: line, for: { ...by } }),
    });
  }

  /** Whether an update has to be handled beside what its conversation is busy with. */
  isUrgent(update: Update): boolean {
    if (update.kind === "reaction") return this.#isCancelling(update);
    const heard = this.#heard(update);
    return heard !== undefined && this.router.isUrgent(heard);
  }

  /** Whether it may be an answer to a question, or a wish to cancel. */
  wants(update: Update): boolean {
    return update.kind === "reaction" && this.#consents.isAnswer(update);
  }

  /** Takes reactions and words that answer a question, and reactions that cancel a command. */
  readonly answers: MiddlewareFn<Context> = async (ctx, next) => {
    const { update } = ctx;
    if (update.kind === "post" && (await this.#consents.takeWord(update))) {
      ctx.handledBy = "bot consent";
      return;
    }
    if (update.kind !== "reaction") return next();
    if (this.#isCancelling(update)) {
      ctx.handledBy = "bot cancel";
      const running = this.router.running.of(update.reaction.post_id);
      running?.cancel(running.user.id === update.user.id ? "" : update.user.username);
      return;
    }
    if (!(await this.#consents.take(update))) return next();
    ctx.handledBy = "bot consent";
  };

  /** Takes the buttons below questions, and tells of questions that nobody answered in time. */
  install(workplace: Workplace): () => void {
    const taken = [
      workplace.take("click", CONSENT_BUTTON, ({ update }) =>
        this.#consents.press(update.postId, update.user, isYesIn(update.carried)),
      ),
      workplace.every(SWEEP_EVERY_MS, () => this.#consents.sweep()),
    ];
    return () => taken.forEach((giveBack) => giveBack());
  }

  #heard(update: Update): Heard | undefined {
    return heardIn(update, this.#parts.me(), (trigger) => this.router.table.triggers.named(trigger)?.name);
  }

  #isCancelling({ change, reaction, user }: Extract<Update, { kind: "reaction" }>): boolean {
    if (change !== "added" || reaction.emoji_name !== "x" || this.router.running.isEmpty) return false;
    const running = this.router.running.of(reaction.post_id);
    return running !== undefined && (running.user.id === user.id || this.#parts.admins.has(user));
  }

  #host(): CommandHost<CommandContext> {
    const { clock, log, me, prefixes, options } = this.#parts;
    return {
      clock,
      callsigns: () => ({ prefixes, username: me().username }),
      heard: ({ update }) => this.#heard(update),
      calledBy: ({ user, channelId, post }) => ({ user, channelId, postId: post?.id ?? "" }),
      judge: async (ctx) => {
        const judge = await this.access.judge(askerIn(ctx));
        return (command, values) => judge(wantedOf(command), values && argumentTexts(values));
      },
      refused: (ctx, command, judgement) => this.#refuse(ctx, command, judgement),
      isStale: (ctx, command) => isStale(ctx.update, command?.replay ?? options.replay ?? defaultReplay),
      isRecovered: ({ update }) => update.recovered !== undefined,
      lanes: options.commandsPerPerson,
      tooLate: (ctx, command) => {
        note(ctx.update, "it came too late to be done");
        return answerTooLate(ctx, command.name);
      },
      note: ({ update }, step) => note(update, step),
      taken: (ctx, command) => {
        note(ctx.update, `it calls the command ${command.name}, of ${command.owner ?? "bot"}`);
        ctx.handledBy = `${command.owner ?? "bot"} command ${command.name}`;
        ctx.answerIn = divertedBy(command, options.divert);
      },
      halt: (ctx, farewell) => ctx.halt(farewell),
      settle: (ctx) => ctx.settle(),
      typing: (ctx) => (ctx.is("post") ? ctx.typing() : Promise.resolve()).catch(() => {}),
      ask: (ctx, { command, line, question, others, grant, print }) => {
        if (question === undefined && ctx.isDirect) {
          throw new UserError("Somebody else has to agree to this: please ask for it in a channel.");
        }
        const isConfirmed = grant?.isConfirmed === true;
        const { update, isDirect } = ctx;
        return this.#consents.ask({
          command: command.name,
          line,
          question,
          others,
          print,
          isConfirmed,
          update,
          isDirect,
        });
      },
      granted: ({ update }) => this.#grants.get(update),
      hookFailed: (error) => log.error({ error: errorFacts(error) }, "a hook around commands failed"),
    };
  }

  async #refuse(ctx: CommandContext, { name }: Command<CommandContext>, judgement: Judgement): Promise<void> {
    const { why, by } = judgement;
    const { user, channelId, ref } = ctx;
    this.#parts.log.info({ ref, command: name, user: user.username, channel: channelId, rule: by, why }, "denied");
    const { denied } = this.access;
    // What a command would have said may be for one person alone; that it said nothing is not.
    if (ctx.answerIn === "direct") ctx.answerIn = "place";
    note(ctx.update, `denied: ${why}${by === undefined ? "" : ` (rule ${by})`}; by setting that is ${denied}`);
    if (denied === "referenced") await ctx.reply(`You may not do this. Ref ${ref}`);
    if (denied !== "explained") return;
    const isForAdmins = by === undefined && why.startsWith("it is for administrators");
    await ctx.reply(
      isForAdmins
        ? `Only administrators of this bot may use \`${name}\`.`
        : `You may not use \`${name}\` like this: ${why}.`,
    );
  }

  async #isEntitled({ command, channelId, teamId, isDirect, print }: ConsentRecord, user: Author): Promise<boolean> {
    const wanted = this.router.table.get(command);
    const { is_bot = false, delete_at } = await this.#parts.people.user(user.id);
    if (wanted === undefined || is_bot || delete_at !== 0) return false;
    const args: ArgumentTexts = new Map(JSON.parse(print) as [string, string[][]][]);
    const { verdict } = await this.access.decide({ user, channelId, teamId, isDirect }, wantedOf(wanted), args);
    return verdict === "allowed";
  }

  /** Without buttons, where it had any. */
  async #close(postId: Id, message: string): Promise<void> {
    const { rest, options } = this.#parts;
    if (options.callbackUrl === undefined) return void (await rest.posts.patch(postId, { message }));
    const props = changedProps(await rest.posts.get(postId), { text: message, keepsCards: true });
    await rest.posts.patch(postId, { message, props });
  }

  async #again({ update, isConfirmed, agreed, print }: ConsentRecord): Promise<void> {
    const said: Update = update.kind === "slash" ? { ...update, answering: undefined } : update;
    this.#grants.set(said, { isConfirmed, agreed: agreed.length, print });
    await this.#parts.again(said);
  }
}

/** Who asks, and where. */
export function askerIn({ user, channelId, update, isDirect }: CommandContext): Asker {
  return { user, channelId, teamId: update.teamId, isDirect };
}
