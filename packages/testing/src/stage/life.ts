/**
 * A life that can end at any moment, as a process does under `kill -9`: from then on nothing that the bot called comes back to it,
 * and nothing that it does reaches anything. Everything a bot has to do with the world goes through one.
 */
import type { HttpTransport, SocketTransport } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Durable, Transaction } from "matterwright";

const never = new Promise<never>(() => {});

/** Thrown inside an engine to take back the transaction of somebody who died. Nobody who lives sees it. */
class Died extends Error {}

export class Life {
  #crossings = 0;
  #isOver = false;
  #deathAt = Infinity;
  readonly #atDeath: (() => void)[] = [];

  get isOver(): boolean {
    return this.#isOver;
  }

  /** How often something went out to the world or came back from it. */
  get crossings(): number {
    return this.#crossings;
  }

  /** Ends it. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const act of this.#atDeath.splice(0)) act();
  }

  /** Ends it when something has crossed so many times more. */
  endAfter(crossings: number): void {
    this.#deathAt = this.#crossings + crossings;
  }

  /** A clock whose timers are forgotten when it ends. */
  clock(inner: Clock): Clock {
    return {
      now: () => inner.now(),
      after: (delayMs, fire) => {
        return inner.after(delayMs, () => {
          if (!this.#isOver) fire();
        });
      },
    };
  }

  /** HTTP that dies with it: a request may have been sent and its answer is not heard. */
  http(inner: HttpTransport): HttpTransport {
    return (request) => this.#call(() => inner(request));
  }

  /** A socket that dies with it. */
  connect(inner: SocketTransport): SocketTransport {
    return (url, headers, events) => {
      const alive = <Values extends unknown[]>(act: (...values: Values) => void) => {
        return (...values: Values): void => {
          if (!this.#isOver) act(...values);
        };
      };
      const socket = inner(url, headers, {
        opened: alive(() => events.opened()),
        message: alive((text) => events.message(text)),
        ponged: alive(() => events.ponged()),
        closed: alive((code) => events.closed(code)),
        failed: alive((failure) => events.failed(failure)),
      });
      this.#atDeath.push(() => socket.terminate());
      return socket;
    };
  }

  /** An engine that outlives it. */
  durable(inner: Durable): Durable {
    return {
      store: this.#object(inner.store),
      outbox: this.#object(inner.outbox, { watch: (listener) => this.#watch(inner, listener) }),
      jobs: this.#object(inner.jobs, { work: (options) => this.#work(inner, options) }),
      lease: this.#object(inner.lease),
      ...(inner.isShared === undefined ? {} : { isShared: inner.isShared }),
      transaction: (work, options) =>
        this.#call(() => inner.transaction((tx) => Promise.race([work(this.#mortal(tx)), this.#death()]), options)),
      describe: () => inner.describe(),
      close: () => Promise.resolve(),
    };
  }

  #mortal(tx: Transaction): Transaction {
    return { store: this.#object(tx.store), outbox: this.#object(tx.outbox), jobs: this.#object(tx.jobs) };
  }

  #watch(inner: Durable, listener: () => void): () => void {
    const end = inner.outbox.watch(() => {
      if (!this.#isOver) listener();
    });
    this.#atDeath.push(end);
    return end;
  }

  async #work(inner: Durable, options: Parameters<Durable["jobs"]["work"]>[0]): ReturnType<Durable["jobs"]["work"]> {
    const worker = await this.#call(() =>
      inner.jobs.work({
        ...options,
        run: async (job, signal) => {
          const ending = await this.#call(() => options.run(job, signal));
          const { write } = ending;
          if (write === undefined) return ending;
          return { ...ending, write: (tx) => Promise.race([write(this.#mortal(tx)), this.#death()]) };
        },
      }),
    );
    this.#atDeath.push(() => void worker.stop());
    return worker;
  }

  /** An object whose functions are calls to the world, but for those that are given. */
  #object<Inner extends object>(inner: Inner, own: Partial<Inner> = {}): Inner {
    return new Proxy(inner, {
      get: (target, name) => {
        if (Object.hasOwn(own, name)) return Reflect.get(own, name) as unknown;
        const value = Reflect.get(target, name) as (...values: unknown[]) => Promise<unknown>;
        return (...values: unknown[]) => this.#call(() => value.apply(target, values));
      },
    });
  }

  /** Out to the world and back. What died does neither. */
  async #call<Value>(act: () => Promise<Value>): Promise<Value> {
    if (this.#cross()) return never;
    try {
      return await act().finally(() => this.#cross());
    } finally {
      if (this.#isOver) await never;
    }
  }

  /** Counts a crossing; whether it is the last. */
  #cross(): boolean {
    if (!this.#isOver && ++this.#crossings > this.#deathAt) this.end();
    return this.#isOver;
  }

  #death(): Promise<never> {
    if (this.#isOver) return Promise.reject(new Died());
    return new Promise((_, reject) => this.#atDeath.push(() => reject(new Died())));
  }
}
