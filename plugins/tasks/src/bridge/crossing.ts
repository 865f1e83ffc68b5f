/**
 * Takes values across between the bot and the process of a module: copies what can be copied, and lends what cannot, functions above all. One on each
 * side, for as long as the process lives. It knows neither processes nor pipes.
 */
import type { Told, Wire } from "./wire.ts";

export interface CrossingParts {
  readonly tell: (told: Told) => void;
  /** Makes what stands here for something that the other side has lent. */
  readonly borrow: (id: number, as: "function" | "object" | "sequence") => object;
}

type Settle = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void };

export class Crossing {
  readonly #parts: CrossingParts;
  readonly #lent = new Map<number, unknown>();
  readonly #ids = new Map<unknown, number>();
  readonly #borrowed = new WeakMap<object, number>();
  readonly #promises = new Map<number, Settle>();
  readonly #signals = new Map<number, AbortController>();
  #next = 0;
  #given = 0;
  #wanted = 0;

  constructor(parts: CrossingParts) {
    this.#parts = parts;
  }

  /** Something that was lent. @throws Error when it was not. */
  lent(id: number): unknown {
    if (this.#lent.has(id)) return this.#lent.get(id);
    throw new Error(`nothing was lent under the number ${id}`);
  }

  /** The same thing has the same number. */
  lend(value: unknown): number {
    const known = this.#ids.get(value);
    if (known !== undefined) return known;
    const id = this.#next++;
    this.#lent.set(id, value);
    this.#ids.set(value, id);
    return id;
  }

  /** @throws Error for what can neither be copied nor lent. */
  encode(value: unknown): Wire {
    if (this.#isPlain(value)) return { is: "copy", value };
    if (typeof value === "function") return this.#lendOrReturn(value, "function");
    if (typeof value !== "object" || value === null) return { is: "copy", value: undefined };
    const back = this.#borrowed.get(value);
    if (back !== undefined) return { is: "returned", id: back };
    if (value instanceof Promise) return this.#promise(value);
    if (value instanceof AbortSignal) return this.#signal(value);
    if (value instanceof Error) return this.#error(value);
    if (Array.isArray(value)) return { is: "list", items: value.map((item) => this.encode(item)) };
    if (Symbol.asyncIterator in value) return this.#lendOrReturn(value, "sequence");
    if (!isRecord(value) || Object.values(value).some((each) => typeof each === "function"))
      return this.#lendOrReturn(value, "object");
    return { is: "record", entries: Object.entries(value).map(([key, each]) => [key, this.encode(each)]) };
  }

  decode(wire: Wire): unknown {
    switch (wire.is) {
      case "copy":
        return wire.value;
      case "list":
        return wire.items.map((item) => this.decode(item));
      case "record":
        return Object.fromEntries(wire.entries.map(([key, each]) => [key, this.decode(each)]));
      case "error":
        return this.#thrown(wire);
      case "promise":
        return this.#awaited(wire.id);
      case "signal":
        return this.#watched(wire);
      case "lent": {
        const borrowed = this.#parts.borrow(wire.id, wire.as);
        this.#borrowed.set(borrowed, wire.id);
        return borrowed;
      }
      case "returned":
        return this.lent(wire.id);
    }
  }

  /** A promise that the other side settles under its number. */
  promised(): { readonly id: number; readonly promise: Promise<unknown> } {
    // Counted down, so that they never meet those that the other side has given.
    const id = -++this.#wanted;
    return { id, promise: this.#awaited(id) };
  }

  /** Tells the other side how something ended. */
  async settle(id: number, outcome: Promise<unknown>): Promise<void> {
    const { tell } = this.#parts;
    try {
      tell({ is: "settled", id, hasFailed: false, value: this.encode(await outcome) });
    } catch (error) {
      tell({ is: "settled", id, hasFailed: true, value: this.encode(error) });
    }
  }

  /** Hears what the other side tells. */
  hear(told: Told): void {
    if (told.is === "aborted") this.#signals.get(told.id)?.abort(this.decode(told.reason));
    if (told.is !== "settled") return;
    const { resolve, reject } = this.#promises.get(told.id) ?? {};
    this.#promises.delete(told.id);
    if (told.hasFailed) reject?.(this.decode(told.value));
    else resolve?.(this.decode(told.value));
  }

  /** The other side is gone: whatever it has promised does not come. */
  end(error: Error): void {
    for (const { reject } of this.#promises.values()) reject(error);
    this.#promises.clear();
    this.#lent.clear();
    this.#ids.clear();
  }

  #lendOrReturn(value: object, as: "function" | "object" | "sequence"): Wire {
    const back = this.#borrowed.get(value);
    return back === undefined ? { is: "lent", id: this.lend(value), as } : { is: "returned", id: back };
  }

  #promise(value: Promise<unknown>): Wire {
    const id = ++this.#given;
    void this.settle(id, value);
    return { is: "promise", id };
  }

  #signal(signal: AbortSignal): Wire {
    const isWatched = this.#ids.has(signal);
    const id = this.lend(signal);
    const reason = (): Wire => this.encode(signal.reason);
    if (signal.aborted) return { is: "signal", id, reason: reason() };
    if (!isWatched)
      signal.addEventListener("abort", () => this.#parts.tell({ is: "aborted", id, reason: reason() }), { once: true });
    return { is: "signal", id, reason: undefined };
  }

  #error(error: Error): Wire {
    const { name, message, stack = "" } = error;
    const own = Object.entries(error).filter(([key, value]) => key !== "name" && this.#isPlain(value));
    const cause = error.cause instanceof Error ? [["cause", this.encode(error.cause)] as const] : [];
    const entries = [...own.map(([key, value]) => [key, { is: "copy", value } as const] as const), ...cause];
    return { is: "error", name, message, stack, facts: { is: "record", entries } };
  }

  /** Errors keep their names and what they say, not their classes. */
  #thrown({ name, message, stack, facts }: Extract<Wire, { is: "error" }>): Error {
    const error = Object.assign(new Error(message), this.decode(facts));
    Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
    error.stack = stack;
    return error;
  }

  #awaited(id: number): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#promises.set(id, { resolve, reject });
    return promise;
  }

  #watched({ id, reason }: Extract<Wire, { is: "signal" }>): AbortSignal {
    const controller = this.#signals.get(id) ?? new AbortController();
    this.#signals.set(id, controller);
    this.#borrowed.set(controller.signal, id);
    if (reason !== undefined) controller.abort(this.decode(reason));
    return controller.signal;
  }

  /** Whether it can be copied as it is, with everything in it. */
  #isPlain(value: unknown, above: readonly unknown[] = []): boolean {
    if (typeof value !== "object" || value === null) return typeof value !== "function" && typeof value !== "symbol";
    if (above.includes(value) || this.#borrowed.has(value)) return false;
    if (value instanceof Date || value instanceof RegExp || value instanceof ArrayBuffer || ArrayBuffer.isView(value))
      return true;
    const inner = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : Object.values(value);
    const isHolder = value instanceof Map || value instanceof Set || Array.isArray(value) || isRecord(value);
    return isHolder && inner.every((each) => this.#isPlain(each, [...above, value]));
  }
}

function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
