/** Databases that cannot be used: each in one sentence with what to do, without the password, and untouched. */
import { systemClock } from "@matterwright/clock";
import { TestPostgres, mayTestPostgres } from "@matterwright/testing/postgres";
import { type Durable, StoreUnavailableError, StoreUnusableError } from "matterwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nameIn } from "../../test/time-machine.ts";
import { postgres } from "./durable.ts";

const open = (url: string): Promise<Durable> => postgres({ url, clock: systemClock });

async function refusal(url: string, kind: typeof StoreUnusableError | typeof StoreUnavailableError): Promise<string> {
  const error = await open(url).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(kind);
  const { message } = error as Error;
  expect(message).not.toContain(new URL(url).password);
  return message;
}

describe.skipIf(!mayTestPostgres())("a database that cannot be used", { timeout: 30_000 }, () => {
  let server: TestPostgres;

  beforeAll(async () => {
    server = await TestPostgres.start();
  }, 60_000);

  afterAll(() => server.end(), 60_000);

  test("with a wrong password is refused", async () => {
    const url = new URL(server.database());
    url.password = "a-wrong-guess";
    expect(await refusal(url.href, StoreUnusableError)).toMatch(
      /does not let matterwright in .*check the user and the password/,
    );
  });

  test("that is not there is refused", async () => {
    expect(await refusal(server.url("nowhere"), StoreUnusableError)).toMatch(
      /^there is no database nowhere at 127.0.0.1:\d+: make it/,
    );
  });

  test("at whose address nobody listens is unavailable, and may be there later", async () => {
    const url = new URL(server.database());
    url.port = "1";
    expect(await refusal(url.href, StoreUnavailableError)).toMatch(/^no PostgreSQL listens at 127.0.0.1:1: check/);
  });

  test("in which nothing may be made is refused", async () => {
    const url = new URL(server.database());
    server.sql("postgres", "create role guest login password 'guest-password'");
    url.username = "guest";
    url.password = "guest-password";
    expect(await refusal(url.href, StoreUnusableError)).toMatch(/GRANT CREATE ON DATABASE db\d+ TO guest$/);
  });

  test("of a newer program is refused, and not touched", async () => {
    const url = server.database();
    await (await open(url)).close();
    server.sql(nameIn(url), "update matterwright.schema_version set version = 99");
    expect(await refusal(url, StoreUnusableError)).toMatch(
      /written by a newer Matterwright \(tables of version 99, this one knows \d+\): run that version/,
    );
    expect(server.sql(nameIn(url), "select version from matterwright.schema_version")).toBe("99");
  });

  test("that cannot hold every character is refused", async () => {
    server.sql("postgres", "create database latin template template0 encoding 'LATIN1' locale 'C'");
    expect(await refusal(server.url("latin"), StoreUnusableError)).toMatch(/stores text as LATIN1/);
  });

  test("that is empty is made ready by several at once", async () => {
    const url = server.database();
    const engines = await Promise.all(Array.from({ length: 4 }, () => open(url)));
    await Promise.all(engines.map(({ store }, n) => store.set(`from/${n}`, n)));
    expect(await engines[0]?.store.keys("from/")).toHaveLength(4);
    expect(engines[0]?.describe()).toBe(`PostgreSQL matterwright@127.0.0.1:${server.port}/${nameIn(url)}`);
    await Promise.all(engines.map((engine) => engine.close()));
  });
});
