/**
 * The bot's side of a module's process: answers what the module asks of `bot` and of whatever came of it, and calls what the
 * module has lent. Made for one run.
 */
import { Crossing } from "./crossing.ts";
import type { Answer, Asking, Told, Wire } from "./wire.ts";

const OVER = "the task is over";

export interface HostParts {
  /** What the task is given, under the number 0. */
  readonly bot: object;
  readonly tell: (told: Told) => void;
  /** Looks after a call of a function of the module's, for which something in the bot waits. Returns what is called when it is over. */
  readonly watch: () => () => void;
}

export class Host {
  readonly #crossing: Crossing;
  readonly #parts: HostParts;
  #isOver = false;

  constructor(parts: HostParts) {
    const { bot, tell } = parts;
    this.#parts = parts;
    this.#crossing = new Crossing({
      tell,
      borrow: (id, as) => (as === "sequence" ? this.#sequence(id) : this.#function(id)),
    });
    this.#crossing.lend(bot);
  }

  /** Never throws: what goes wrong is thrown in the module. */
  answer(asking: Asking): Answer {
    try {
      return this.#answer(asking);
    } catch (error) {
      return { is: "thrown", error: this.#crossing.encode(error) };
    }
  }

  hear(told: Told): void {
    this.#crossing.hear(told);
  }

  decode(wire: Wire): unknown {
    return this.#crossing.decode(wire);
  }

  /** The process is over. */
  end(): void {
    this.#isOver = true;
    this.#crossing.end(new Error(OVER));
  }

  #answer({ what, id, key, args = [] }: Asking): Answer {
    const lent = this.#crossing.lent(id) as Readonly<Record<string, unknown>>;
    if (what === "has") return this.#value(key !== undefined && Reflect.has(lent, key));
    const found = key === undefined ? lent : lent[key];
    if (what === "get") return typeof found === "function" ? { is: "method" } : this.#value(found);
    if (typeof found !== "function") throw new TypeError(`bot.${key ?? ""} is not a function`);
    return this.#value(
      Reflect.apply(
        found,
        lent,
        args.map((arg) => this.#crossing.decode(arg)),
      ),
    );
  }

  #value(value: unknown): Answer {
    return { is: "value", value: this.#crossing.encode(value) };
  }

  #function(id: number): (...args: readonly unknown[]) => Promise<unknown> {
    return async (...args) => {
      const isOver = this.#parts.watch();
      try {
        return await this.#call(id, undefined, args);
      } finally {
        isOver();
      }
    };
  }

  #sequence(id: number): AsyncIterable<unknown> {
    const call = (key: string) => (): Promise<never> => this.#call(id, key, []) as Promise<never>;
    return { [Symbol.asyncIterator]: () => ({ next: call("next"), return: call("return") }) };
  }

  async #call(id: number, key: string | undefined, args: readonly unknown[]): Promise<unknown> {
    if (this.#isOver) throw new Error(OVER);
    const { id: promise, promise: answer } = this.#crossing.promised();
    const encoded = args.map((arg) => this.#crossing.encode(arg));
    this.#parts.tell({ is: "called", promise, id, ...(key === undefined ? {} : { key }), args: encoded });
    return answer;
  }
}
