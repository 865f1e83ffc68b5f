/** What goes wrong in plugins, in a process of its own: it is told in the log, without secrets, and takes nobody along. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Simulator, demoTown } from "@matterwright/sim";
import { type Listening, listen } from "@matterwright/sim/node";

let home = "";
let door: Listening;
let token = "";

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "stray test "));
  mkdirSync(join(home, "plugins"));
  const sim = new Simulator();
  token = demoTown(sim).bot.token;
  door = await listen(sim, { port: 0 });
});
afterEach(async () => {
  await door.close();
  rmSync(home, { recursive: true });
});

/** Starts a bot with a plugin that does this, and sends it a signal as soon as it has said `awaited`. */
async function startWith(deed: string, awaited: string): Promise<{ readonly code: number; readonly said: string }> {
  const source = `import { plugin } from "matterwright"; export default plugin({ name: "stray", setup() { ${deed} } });`;
  writeFileSync(join(home, "plugins/stray.ts"), source);
  const env = { PATH: process.env["PATH"], MATTERMOST_URL: door.url, MATTERMOST_TOKEN: token };
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "../../bin/matterwright.js"), "start", "--from", home],
    { env },
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (piece: Buffer) => {
      said += piece.toString();
      if (said.includes(awaited)) child.kill("SIGINT");
    });
  const [code] = (await once(child, "close")) as [number];
  expect(said).not.toContain(token);
  return { code, said };
}

test("a promise that nobody awaits may fail", async () => {
  const deed = "void Promise.reject(new Error(`refused: ${process.env.MATTERMOST_TOKEN}`));";
  const { code, said } = await startWith(deed, "is listening at");
  expect(said).toContain("refused: [secret]");
  expect(said).toContain("an `await` may be missing");
  expect(code).toBe(0);
});

test("an exception in the middle of nowhere ends the bot, and no secret is told", async () => {
  const deed = "setImmediate(() => { throw new Error(`broken: ${process.env.MATTERMOST_TOKEN}`); });";
  const { code, said } = await startWith(deed, "it never says this");
  expect(said).toContain("broken: [secret]");
  expect(code).toBe(70);
});

test("a plugin that is no TypeScript is named with its line", async () => {
  const { said } = await startWith("\n\nthis is no program", "is listening at");
  expect(said).toMatch(/plugins\/stray\.ts.*\(line 3\)/);
});
