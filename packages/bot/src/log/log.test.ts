/** What the log makes of facts: nothing secret, and something of everything that may be thrown. */
import { expect, test } from "vitest";
import { type Log, errorFacts, silentLog, withoutSecrets } from "../index.ts";

const SECRET = "abcdefghijkmnopqrstuwxyz13";

function written(facts: Readonly<Record<string, unknown>>): unknown {
  let line: unknown;
  const log: Log = { ...silentLog, info: (all) => (line = all) };
  withoutSecrets(log, [SECRET]).info(facts, "");
  return line;
}

test("a secret is found at any depth, and in what leads back to itself", () => {
  let facts: Record<string, unknown> = { token: SECRET };
  for (let depth = 0; depth < 20; depth++) facts = { inner: facts, list: [`Bearer ${SECRET}`] };
  expect(JSON.stringify(written(facts))).not.toContain(SECRET);
  const round: Record<string, unknown> = { token: SECRET };
  round["self"] = round;
  expect(JSON.stringify(written(round))).not.toContain(SECRET);
});

test("what knows how to be written stays what it is", () => {
  const at = new Date(0);
  const url = new URL(`https://chat.example.com/?token=${SECRET}`);
  expect(written({ at, url })).toEqual({
    at: "1970-01-01T00:00:00.000Z",
    url: "https://chat.example.com/?token=[secret]",
  });
});

test.each([
  ["nothing", undefined, "undefined"],
  ["a text", "no", "no"],
  ["a symbol", Symbol("no"), "Symbol(no)"],
  ["an object", { status: 500 }, '{"status":500}'],
  ["an object without any text", Object.assign(Object.create(null) as object, { big: 1n }), "[object Object]"],
])("when %s is thrown, the log has something to say", (_what, thrown, message) => {
  expect(errorFacts(thrown)).toEqual({ message });
});
