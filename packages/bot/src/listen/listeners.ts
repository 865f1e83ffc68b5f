/** What is registered in one place: a bot, or a plugin. Middleware wraps what is registered beside it, and nothing else. */
import { type Middleware, type MiddlewareFn, concat, flatten } from "./composer.ts";
import type { CommandContext, Context } from "../context/context.ts";
import { MisuseError } from "../errors.ts";
import { type ReplayPolicy, defaultReplay, isStale } from "../update/replay.ts";
import { type ContextOf, type FilterWord, filters, matches } from "./filters.ts";
import { entered } from "../storm/holds.ts";
import { note } from "../update/trail.ts";

export interface ListenOptions {
  /** What to do with something from a time when the bot was away; as the bot is set by default. Nobody is told of what came too late. */
  readonly replay?: ReplayPolicy;
}

export type Handler<C> = (ctx: C) => unknown;
/** Given what a pattern found: the whole match, then its groups. */
export type HearsHandler = (ctx: ContextOf<"message">, match: RegExpExecArray) => unknown;
/** Given everything that a pattern found, in its order. */
export type HearsAllHandler = (ctx: ContextOf<"message">, matches: readonly RegExpExecArray[]) => unknown;

export interface HearsOptions extends ListenOptions {
  /** Whether the handler is given all matches of a message instead of the first. */
  readonly all?: boolean;
}

export class Listeners {
  /** Who registered, for the log. */
  readonly owner: string;
  readonly #replay: ReplayPolicy;
  readonly #middleware: MiddlewareFn<Context>[] = [];
  readonly #handlers: MiddlewareFn<Context>[] = [];
  readonly #words = new Set<FilterWord>();

  /** @param replay what to do with what was missed, where a listener does not say so itself */
  constructor(owner: string, replay: ReplayPolicy = defaultReplay) {
    this.owner = owner;
    this.#replay = replay;
  }

  get isEmpty(): boolean {
    return this.#handlers.length === 0 && this.#middleware.length === 0;
  }

  /** Whether somebody listens for this. */
  listensFor(word: FilterWord): boolean {
    return this.#words.has(word);
  }

  use(middleware: readonly Middleware<Context>[]): void {
    const by = (): string => `${this.owner} middleware`;
    for (const each of middleware) {
      const inner = flatten(each);
      this.#middleware.push((ctx, next) => entered(ctx, () => inner(ctx, next), by));
    }
  }

  on<W extends FilterWord>(word: W, handler: Handler<ContextOf<W>>, { replay }: ListenOptions = {}): void {
    if (!Object.hasOwn(filters, word)) {
      throw new MisuseError(`there is no filter "${word}": the words are ${Object.keys(filters).join(", ")}`);
    }
    this.#words.add(word);
    this.#handlers.push(async (ctx, next) => {
      if (!matches(word, ctx) || this.#isLate(ctx, `on ${word}`, replay)) return next();
      ctx.handledBy = `${this.owner} on ${word}`;
      await entered(ctx, () => handler(ctx));
    });
  }

  hears(
    pattern: string | RegExp,
    handler: HearsHandler | HearsAllHandler,
    { replay, all = false }: HearsOptions = {},
  ): void {
    // A pattern with `g` or `y` remembers where it stopped, and would match every second time.
    const regex =
      typeof pattern === "string"
        ? new RegExp(escaped(pattern), "iu")
        : new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, ""));
    const every = new RegExp(regex.source, `${regex.flags}g`);
    const by = (): string => `${this.owner} hears ${String(regex)}`;
    this.#handlers.push(async (ctx, next) => {
      if (!matches("message", ctx)) return next();
      // Some patterns take very long on some texts.
      const match = entered(ctx, () => regex.exec(ctx.text), by);
      if (match === null || this.#isLate(ctx, `hears ${String(regex)}`, replay)) return next();
      ctx.handledBy = by();
      await entered(ctx, () => handler(ctx, (all ? [...ctx.text.matchAll(every)] : match) as never));
    });
  }

  #isLate({ update }: Context, what: string, replay = this.#replay): boolean {
    if (!isStale(update, replay)) return false;
    note(update, `${this.owner} ${what}: passed over, for it came too late`);
    return true;
  }

  /** Only the middleware, around something else. */
  around(inner: MiddlewareFn<Context>): MiddlewareFn<Context> {
    return this.#middleware.length === 0 ? inner : concat(() => [...this.#middleware, inner]);
  }

  /** Middleware, then handlers; what none of them takes goes on. */
  readonly chain: MiddlewareFn<Context> = concat(() => [...this.#middleware, ...this.#handlers]);

  /** Only the handlers. */
  readonly handlers: MiddlewareFn<Context> = concat(() => this.#handlers);
}

/** A text as a pattern that finds it as whole words, in any case. */
function escaped(text: string): string {
  const literal = text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`);
  return String.raw`(?<![\p{L}\p{N}_])${literal}(?![\p{L}\p{N}_])`;
}

/** Runs middleware for what can be a command only. */
export function forCommands(route: MiddlewareFn<CommandContext>): MiddlewareFn<Context> {
  return (ctx, next) => (ctx.is("post", "slash") ? route(ctx, next) : next());
}
