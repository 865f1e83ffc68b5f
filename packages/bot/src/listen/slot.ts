/** A typed place on a context. Middleware fills it, handlers read it; nothing is declared globally and nothing lies. */
import { MisuseError } from "../errors.ts";

/**
 * Makes a slot. Reading one that nobody filled is an error that says what is missing.
 *
 * @example
 * const locale = new Slot<string>("locale", "bot.use(locale)");
 */
export class Slot<Value> {
  readonly #values = new WeakMap<object, Value>();
  readonly #name: string;
  readonly #remedy: string;

  constructor(name: string, remedy: string) {
    this.#name = name;
    this.#remedy = remedy;
  }

  fill(ctx: object, value: Value): void {
    this.#values.set(ctx, value);
  }

  /** @throws MisuseError when nothing filled it for this context. */
  of(ctx: object): Value {
    if (!this.#values.has(ctx))
      throw new MisuseError(`"${this.#name}" was read where it is not loaded: add ${this.#remedy} before it`);
    return this.#values.get(ctx) as Value;
  }
}
