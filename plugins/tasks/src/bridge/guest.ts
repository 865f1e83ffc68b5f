/**
 * The module's side of a run: what stands there for `bot` and for whatever came of it. To read something, or to call it, asks the bot and
 * waits until it has answered, so that all is as it would be in the bot itself; what takes long is a promise there and here.
 */
import { Crossing } from "./crossing.ts";
import type { Answer, Asking, Told, Wire } from "./wire.ts";

export interface GuestParts {
  /** Resolves nothing: it returns when the answer is there. */
  readonly ask: (asking: Asking) => Answer;
  readonly tell: (told: Told) => void;
}

export class Guest {
  readonly #parts: GuestParts;
  readonly #crossing: Crossing;

  constructor(parts: GuestParts) {
    this.#parts = parts;
    this.#crossing = new Crossing({ tell: parts.tell, borrow: (id, as) => this.#afar(id, as) });
  }

  /** What the bot has lent first. */
  get bot(): object {
    return this.#crossing.decode({ is: "lent", id: 0, as: "object" }) as object;
  }

  encode(value: unknown): Wire {
    return this.#crossing.encode(value);
  }

  hear(told: Told): void {
    if (told.is === "called") void this.#crossing.settle(told.promise, this.#called(told));
    else this.#crossing.hear(told);
  }

  async #called({ id, key, args }: Extract<Told, { is: "called" }>): Promise<unknown> {
    const lent = this.#crossing.lent(id);
    const found: unknown = key === undefined ? lent : Reflect.get(lent as object, key);
    // An iterator need not have a `return`.
    if (typeof found !== "function") return undefined;
    return Reflect.apply(
      found,
      lent,
      args.map((arg) => this.#crossing.decode(arg)),
    ) as unknown;
  }

  /** Something that is in the bot. */
  #afar(id: number, as: "function" | "object" | "sequence"): object {
    const call = (...args: readonly unknown[]): unknown => this.#call({ id, args });
    return new Proxy(as === "function" ? call : {}, {
      get: (_, key) =>
        key === Symbol.asyncIterator && as === "sequence" ? () => this.#iterator(id) : this.#get(id, key),
      has: (_, key) => typeof key === "string" && this.#ask({ what: "has", id, key }) === true,
      set: (_, key) => {
        throw new TypeError(`${String(key)} cannot be changed by a task`);
      },
    });
  }

  #iterator(id: number): AsyncIterator<unknown> {
    const call = (key: string) => () => this.#call({ id, key, args: [] }) as Promise<IteratorResult<unknown>>;
    return { next: call("next"), return: call("return") };
  }

  #get(id: number, key: string | symbol): unknown {
    // What is awaited is looked through for a `then`: nothing that stays in the bot is a promise.
    if (typeof key === "symbol" || key === "then") return undefined;
    return this.#ask({ what: "get", id, key }, (...args) => this.#call({ id, key, args }));
  }

  #call({ id, key, args }: { readonly id: number; readonly key?: string; readonly args: readonly unknown[] }): unknown {
    return this.#ask({ what: "call", id, key, args: args.map((arg) => this.#crossing.encode(arg)) });
  }

  #ask(asking: Asking, method?: (...args: readonly unknown[]) => unknown): unknown {
    const answer = this.#parts.ask(asking);
    if (answer.is === "thrown") throw this.#crossing.decode(answer.error);
    return answer.is === "method" ? method : this.#crossing.decode(answer.value);
  }
}
