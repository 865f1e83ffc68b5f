/** What becomes of a connection that is cut off while a transaction on it ends. Needs no PostgreSQL: the connection is one that dies. */
import { EventEmitter } from "node:events";
import { systemClock } from "@matterwright/clock";
import { StoreUnavailableError } from "matterwright";
import type { Pool } from "pg";
import { expect, test } from "vitest";
import { postgresAddress } from "./address.ts";
import { Sessions } from "./sessions.ts";

/** A connection that its server ends while something is taken back: it says so as pg does, and an error that nobody hears ends the program. */
class Dying extends EventEmitter {
  isReleased = false;

  query(text: string): Promise<unknown> {
    if (text !== "rollback") return Promise.resolve([{ rows: [{ now: 1 }] }]);
    const error = Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" });
    this.emit("error", error);
    return Promise.reject(error);
  }

  release(isGone: boolean): void {
    this.isReleased = isGone;
  }
}

test("a connection that is cut off while a transaction is taken back ends the transaction, not the program", async () => {
  const client = new Dying();
  const unheard: unknown[] = [];
  const emit = client.emit.bind(client);
  client.emit = (event, ...given) =>
    client.listenerCount(event) > 0 ? emit(event, ...given) : Boolean(unheard.push(event));
  const sessions = new Sessions({
    pool: { connect: () => Promise.resolve(client) } as unknown as Pool,
    schema: "matterwright",
    channel: "matterwright",
    address: postgresAddress("postgres://somebody@127.0.0.1/db"),
    clock: systemClock,
  });
  const failing = sessions.run(() => Promise.reject(new Error("the work failed")));
  await expect(failing).rejects.toThrow(StoreUnavailableError);
  expect(unheard).toEqual([]);
  expect(client.isReleased).toBe(true);
  expect(client.listenerCount("error")).toBe(0);
});
