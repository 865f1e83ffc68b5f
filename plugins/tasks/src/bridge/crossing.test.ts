/** Values go over and arrive as they were; what cannot be copied is lent, and comes back as the same. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Crossing } from "./crossing.ts";
import type { Told } from "./wire.ts";

/** Two sides that hear each other, with what the first has told. */
function sides(): { here: Crossing; there: Crossing; told: Told[] } {
  const told: Told[] = [];
  const borrow = (id: number): object => ({ borrowed: id });
  const there: Crossing = new Crossing({ tell: (said) => here.hear(said), borrow });
  const here: Crossing = new Crossing({
    tell: (said) => {
      told.push(said);
      there.hear(said);
    },
    borrow,
  });
  return { here, there, told };
}

test("whatever JSON can say arrives as it was, and so do dates and bytes", () => {
  const { here, there } = sides();
  fc.assert(
    fc.property(fc.jsonValue(), fc.date(), fc.uint8Array(), (json, date, bytes) => {
      const value = { json, deep: [date, { bytes }], nothing: undefined };
      expect(there.decode(structuredClone(here.encode(value)))).toEqual(value);
    }),
  );
});

test("what was lent comes back as the same thing, also from deep within", () => {
  const { here, there } = sides();
  const store = { get: () => 1 };
  const arrived = there.decode(here.encode({ tx: { store } })) as { tx: { store: object } };
  expect(there.encode([arrived.tx.store])).toMatchObject({ items: [{ is: "returned" }] });
  expect(here.decode(there.encode([arrived.tx.store]))).toEqual([store]);
});

test("a signal is told of once, however often it is asked for", () => {
  const { here, there, told } = sides();
  const over = new AbortController();
  const arrived = Array.from({ length: 20 }, () => there.decode(here.encode(over.signal)));
  expect(new Set(arrived).size).toBe(1);
  over.abort(new Error("enough"));
  expect(told).toHaveLength(1);
  const [signal] = arrived as AbortSignal[];
  expect(signal?.reason).toMatchObject({ message: "enough" });
  expect((there.decode(here.encode(over.signal)) as AbortSignal).aborted).toBe(true);
});

test("errors keep their names, what they say, and what they know", () => {
  const { here, there } = sides();
  const error = Object.assign(new TypeError("no such host", { cause: new Error("deep") }), { status: 404 });
  const arrived = there.decode(here.encode(error)) as Error & { status: number };
  expect([arrived.name, arrived.message, arrived.status, arrived.stack]).toEqual([
    "TypeError",
    "no such host",
    404,
    error.stack,
  ]);
  expect((arrived.cause as Error).message).toBe("deep");
});

test("a promise that the other side does not keep is rejected when it goes", async () => {
  const { here, there } = sides();
  const { promise } = here.promised();
  const kept = there.decode(here.encode(Promise.resolve({ n: 1 })));
  expect(await kept).toEqual({ n: 1 });
  here.end(new Error("the task is over"));
  await expect(promise).rejects.toThrow("the task is over");
});
