/**
 * The way of one call from its name to its end: hooks, rights, arguments, consent, cool-down and number, then the handler, for as long as it may
 * take. Called by the router for each call; it finds no commands itself.
 */
import { ExplainedFailure, MisuseError, StoppedError, StormError, UserError } from "../../errors.ts";
import { argumentTexts, fingerprint } from "../../text/meant.ts";
import type { Command, Reading, TypedCall } from "../command.ts";
import type { Replying } from "./replying.ts";
import { Cooldowns, cooldownKey } from "./cooldown.ts";
import { type Before, type CommandHookCall, type CommandOutcome, Hooks } from "./hooks.ts";
import { type CommandHost, type CommandJudge, judgeOf } from "../host.ts";
import { code } from "../../text/code.ts";
import { writeDuration } from "../../time/length.ts";
import { Running } from "./running.ts";

type Ending = CommandOutcome["ending"];
type Ready = Extract<Reading, { run(): unknown }>;

/** A call and the command that it calls. */
export interface Called<C extends Replying> {
  readonly command: Command<C>;
  readonly call: TypedCall;
}

/** What the runner asks of whoever knows all commands. */
export interface Finding<C extends Replying> {
  /** The command that a rewritten call names. */
  readonly rewritten: (ctx: C, line: string, lead: string) => Called<C> | undefined;
  /** The command that a wrong call may have meant: `access explain` for `!access exlain`, which is `access list`. */
  readonly meant: (ctx: C, called: Called<C>) => Promise<Command<C> | undefined>;
}

/** Who waits longer than this for an answer is shown that there is work, */
const TYPING_AFTER_MS = 1_000;
/** … and again before clients stop showing it. */
const TYPING_EVERY_MS = 4_000;

export class CommandRunner<C extends Replying> {
  readonly running = new Running();
  readonly hooks: Hooks<C>;
  readonly #host: CommandHost<C>;
  readonly #find: Finding<C>["rewritten"];
  readonly #meant: Finding<C>["meant"];
  readonly #cooldowns = new Cooldowns();

  constructor(host: CommandHost<C>, { rewritten, meant }: Finding<C>) {
    this.#host = host;
    this.#find = rewritten;
    this.#meant = meant;
    this.hooks = new Hooks((error) => host.hookFailed(error));
  }

  /** @throws what the handler throws. */
  async run(ctx: C, called: Called<C>): Promise<void> {
    const { hooks } = this;
    if (hooks.isEmpty) {
      await this.#judged(ctx, called);
      return;
    }
    const call = hookCallOf(called);
    const startedMs = this.#host.clock.now();
    let ending: Ending = "refused";
    try {
      const wish = await hooks.before(ctx, call);
      if (wish !== undefined) this.#host.note(ctx, wishInWords(wish));
      if (wish === undefined) ending = await this.#judged(ctx, called);
      else if ("rewrite" in wish) ending = await this.#judged(ctx, this.#rewritten(ctx, called, wish.rewrite));
      else if (typeof wish.block === "string") await ctx.reply(wish.block);
    } catch (error) {
      ending = error instanceof StoppedError ? "cancelled" : error instanceof UserError ? "refused" : "failed";
      throw await this.#explained(ctx, call, error);
    } finally {
      await hooks.after(ctx, call, { ending, tookMs: this.#host.clock.now() - startedMs });
    }
  }

  #rewritten(ctx: C, { call }: Called<C>, rewritten: string): Called<C> {
    const called = this.#find(ctx, rewritten, call.lead);
    if (!called) throw new MisuseError(`a hook rewrote a call as "${rewritten}", which names no command`);
    this.#host.taken(ctx, called.command);
    return called;
  }

  /** What was made for people, and what is nobody's to tell, stays as it is. */
  async #explained(ctx: C, call: CommandHookCall<C>, error: unknown): Promise<unknown> {
    if (error instanceof UserError || error instanceof StoppedError || error instanceof StormError) return error;
    const answer = await this.hooks.failed(ctx, call, error);
    return answer === undefined ? error : new ExplainedFailure(answer, { cause: error });
  }

  async #judged(ctx: C, { command, call }: Called<C>): Promise<Ending> {
    const judge = await judgeOf(this.#host, ctx);
    const first = await judge(command);
    if (first.verdict === "denied") {
      await this.#host.refused(ctx, command, first);
      return "refused";
    }
    const stop = new AbortController();
    const reading = await command.read(ctx, { ...call, signal: stop.signal });
    if ("answer" in reading) {
      this.#host.note(ctx, "the arguments do not fit, or help was asked for: I told how to use it");
      const isHinted = /did you mean/i.test(reading.answer);
      const meant = reading.isWrong && !isHinted ? await this.#meant(ctx, { command, call }) : undefined;
      const hint = meant === undefined ? "" : `\nOr did you mean ${code(call.lead + meant.name)}?`;
      await ctx.reply(reading.answer + hint);
      return "refused";
    }
    return (await this.#mayRun(ctx, { command, call, reading, judge }))
      ? this.#perform(ctx, { command, call, reading, stop })
      : "refused";
  }

  /** Whether the call may run now, with these arguments. If not, whoever called was told, or somebody was asked. */
  async #mayRun(ctx: C, { command, call, reading, judge }: Judged<C>): Promise<boolean> {
    const judgement = await judge(command, reading.values);
    if (judgement.verdict !== "allowed") {
      await this.#host.refused(ctx, command, judgement);
      return false;
    }
    this.#host.note(ctx, `allowed: ${judgement.by === undefined ? judgement.why : `rule ${judgement.by}`}`);
    const print = fingerprint(argumentTexts(reading.values));
    const grant = this.#host.granted(ctx);
    if (grant !== undefined && grant.print !== print) {
      throw new UserError("What was agreed to means something else by now, so I did not do it. Please say it again.");
    }
    const wish = { command, line: call.line, grant, print };
    if (reading.question !== undefined && grant?.isConfirmed !== true) {
      this.#host.note(ctx, "asked back first, whether it is really meant");
      await this.#host.ask(ctx, { ...wish, question: reading.question, others: 0 });
      return false;
    }
    if (judgement.approve > (grant?.agreed ?? 0)) {
      this.#host.note(ctx, `asked others first: ${judgement.approve} have to agree`);
      await this.#host.ask(ctx, { ...wish, others: judgement.approve });
      return false;
    }
    this.#keepToLimits(ctx, command);
    return true;
  }

  /** @throws UserError when it is too soon, or too many run. */
  #keepToLimits(ctx: C, { name, spec: { cooldown, concurrency } }: Command<C>): void {
    const { user, channelId } = this.#host.calledBy(ctx);
    const now = this.#host.clock.now();
    const key = cooldown && cooldownKey(name, cooldown, { userId: user.id, channelId });
    const leftMs = key === undefined ? 0 : this.#cooldowns.leftMs(key, now);
    if (leftMs > 0) {
      throw new UserError(
        `Not so fast: \`${name}\` can be used again in ${writeDuration(Math.ceil(leftMs / 1_000) * 1_000)}.`,
      );
    }
    if (concurrency !== undefined && this.running.count(name) >= concurrency) {
      const who = this.running.all().find((each) => each.name === name)?.user.username ?? "somebody";
      throw new UserError(`\`${name}\` is running already, for @\u200B${who}. Please try again when it is done.`);
    }
    if (cooldown && key !== undefined) this.#cooldowns.begin(key, cooldown, now);
  }

  /** Runs the handler until it ends, is cancelled, or has taken too long. */
  async #perform(ctx: C, { command, call, reading, stop }: Stoppable<C>): Promise<Ending> {
    const { clock } = this.#host;
    const stopped = Promise.withResolvers<never>();
    // Whoever waits hears of it; where nobody does any more, it is nothing to be told of.
    stopped.promise.catch(() => {});
    const end = (farewell: string): void => {
      if (stop.signal.aborted) return;
      void this.#host
        .halt(ctx, farewell)
        .then(() => new StoppedError(farewell))
        .catch((error: unknown) => error)
        .then((error) => stopped.reject(error));
      stop.abort(new StoppedError(farewell));
    };
    const cancel = (by: string): void => end(by === "" ? "Cancelled." : `Cancelled by @\u200B${by}.`);
    const { timeoutMs } = command.spec;
    const timer =
      timeoutMs === undefined
        ? undefined
        : clock.after(timeoutMs, () =>
            end(`\`${command.name}\` took longer than ${writeDuration(timeoutMs)}, so I gave it up.`),
          );
    const undo = [
      this.running.add({
        ...this.#host.calledBy(ctx),
        name: command.name,
        owner: command.owner,
        line: call.line,
        startedAt: clock.now(),
        cancel,
      }),
      this.#typing(ctx),
      () => timer?.cancel(),
    ];
    try {
      const work = reading.run();
      // A handler that fails after it was given up has nobody left to tell.
      work.catch(() => {});
      await Promise.race([work, stopped.promise]);
      await this.#host.settle(ctx);
      return "done";
    } finally {
      for (const each of undo) each();
    }
  }

  /** Shows that there is work, until it is done. Returns what ends it. */
  #typing(ctx: C): () => void {
    let timer = this.#host.clock.after(TYPING_AFTER_MS, () => show());
    const show = (): void => {
      void this.#host.typing(ctx);
      timer = this.#host.clock.after(TYPING_EVERY_MS, show);
    };
    return () => timer.cancel();
  }
}

interface Judged<C extends Replying> extends Called<C> {
  readonly reading: Ready;
  readonly judge: CommandJudge<C>;
}

interface Stoppable<C extends Replying> extends Called<C> {
  readonly reading: Ready;
  readonly stop: AbortController;
}

function wishInWords(wish: Exclude<Before, void>): string {
  return "rewrite" in wish ? `a hook made another call of it: ${wish.rewrite}` : "a hook blocked it";
}

function hookCallOf<C extends Replying>({ command, call }: Called<C>): CommandHookCall<C> {
  return { command, line: call.line, args: call.line.slice(call.from).trim() };
}
