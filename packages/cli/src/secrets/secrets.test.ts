/** What stored tokens are locked with: a key file of the bot's own, or MATTERWRIGHT_SECRET; and what happens when it is gone. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DemoTown, Simulator, demoTown } from "@matterwright/sim";
import { type Listening, listen } from "@matterwright/sim/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";
import { keyFile } from "./key-file.ts";

const SECRET = "a secret that is long-enough-to-be-one";
const FIRST = "Zm9yIHRoZSB0ZXN0cyBvZiB0aGlzIGZpbGU=";
const SECOND = "YW5vdGhlciBmb3IgdGhlIHRlc3RzIG9mIGl0";

let home = "";
let sim: Simulator;
let town: DemoTown;
let door: Listening;

beforeAll(async () => {
  sim = new Simulator();
  town = demoTown(sim);
  door = await listen(sim, { port: 0 });
});

afterAll(async () => {
  sim.stop();
  await door.close();
});

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "matterwright-secrets-"));
});

afterEach(() => rmSync(home, { recursive: true }));

/** Starts the bot and stops it when it listens. */
async function start(more: Readonly<Record<string, string>> = {}): Promise<readonly [code: number, said: string]> {
  const env = { MATTERMOST_URL: door.url, MATTERMOST_TOKEN: town.bot.token, ...more };
  const terminal = fakeTerminal({ cwd: home, env });
  const code = run(["start"], terminal);
  await Promise.race([terminal.firstPrint, code]);
  terminal.interrupt();
  return [await code, terminal.all()];
}

test("a key file is made once, for its owner alone, and said aloud", async () => {
  expect(await start()).toMatchObject([0, expect.stringContaining(`Made ${keyFile(home)}: tokens in the database`)]);
  expect(statSync(keyFile(home)).mode & 0o777).toBe(0o600);
  const key = readFileSync(keyFile(home), "utf8");
  const [code, said] = await start();
  expect(code).toBe(0);
  expect(said).not.toContain("Made ");
  expect(said).not.toContain(key.trim());
  expect(readFileSync(keyFile(home), "utf8")).toBe(key);
});

test("a key file that others can read is refused", async () => {
  await start();
  chmodSync(keyFile(home), 0o644);
  expect(await start()).toMatchObject([78, expect.stringContaining(`say \`chmod 600 ${keyFile(home)}\``)]);
});

test("MATTERWRIGHT_SECRET is used instead, changes with the old one behind it, and is never shown", async () => {
  expect(await start({ MATTERWRIGHT_SECRET: FIRST })).toMatchObject([0, expect.not.stringContaining("Made ")]);
  const [code, said] = await start({ MATTERWRIGHT_SECRET: SECOND });
  expect([code, said]).toMatchObject([
    78,
    expect.stringMatching(/were locked with another secret than MATTERWRIGHT_SECRET/),
  ]);
  for (const secret of [FIRST, SECOND]) expect(said).not.toContain(secret);
  expect((await start({ MATTERWRIGHT_SECRET: `${SECOND} ${FIRST}` }))[0]).toBe(0);
  writeFileSync(join(home, "secret"), `${SECOND}\n`);
  expect((await start({ MATTERWRIGHT_SECRET_FILE: "secret" }))[0]).toBe(0);
});

test("what is lost is told with the way out, and that works", async () => {
  await start();
  rmSync(keyFile(home));
  expect(await start()).toMatchObject([
    78,
    expect.stringMatching(/matterwright\.key is gone, .*`matterwright secrets forget`/),
  ]);
  const terminal = fakeTerminal({ cwd: home });
  expect(await run(["secrets", "forget"], terminal)).toBe(0);
  expect(terminal.all()).toBe(
    "Deleted what was locked: 0. The bot can start with another secret; set its tokens anew.",
  );
  expect(await start()).toMatchObject([0, expect.stringContaining("Made ")]);
});

test("a secret that could be guessed is refused, and not quoted", async () => {
  expect(await start({ MATTERWRIGHT_SECRET: "hunter2" })).toMatchObject([
    78,
    expect.stringMatching(
      /^MATTERWRIGHT_SECRET is too short \(7 characters, 32 are the least\): make one with `openssl/,
    ),
  ]);
  const [code, said] = await start({ MATTERWRIGHT_SECRET: SECRET });
  expect([code, said]).toMatchObject([78, expect.stringContaining("is too short (1 characters")]);
  writeFileSync(join(home, "empty"), "\n");
  expect(await start({ MATTERWRIGHT_SECRET_FILE: "empty" })).toMatchObject([
    78,
    expect.stringContaining('MATTERWRIGHT_SECRET_FILE="empty": its content is empty'),
  ]);
});
