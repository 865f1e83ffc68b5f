/**
 * `kill -9` at every await between a handler's intent and its acknowledgement, one after another: a real process that kills itself at
 * the first, the second, the third of them, until one lives to see the end.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PersonOverHttp } from "./person.ts";
import { Program, freePort, root, until } from "./program.ts";

const MOST_AWAITS = 200;
const WITHIN_MS = 60_000;

const main = join(root, "packages/cli/src/main.ts");
const mortal = join(import.meta.dirname, "fixtures/mortal.ts");

export async function everyAwait(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "matterwright-awaits-"));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const server = new Program([process.execPath, main, "sim", "--port", String(port)], { cwd: home, env: {} });
  try {
    await server.prints(base);
    return await vote(home, base);
  } finally {
    await server.end("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  }
}

async function vote(home: string, base: string): Promise<string> {
  const ann = await PersonOverHttp.login(base, "ann");
  const channel = await ann.channel("ops");
  const bot = await ann.get<{ id: string }>("users/username/wright");
  const { token } = await ann.post<{ token: string }>(`users/${bot.id}/tokens`, { description: "proof" });
  const env = { MATTERMOST_URL: base, MATTERMOST_TOKEN: token };
  const answers = async (): Promise<readonly string[]> =>
    (await ann.reads(channel)).filter(({ user_id: author }) => author === bot.id).map(({ message }) => message);
  for (let death = 1; death <= MOST_AWAITS; death++) {
    const life = new Program([process.execPath, mortal, join(home, "bot.db"), String(death)], { cwd: home, env });
    let isOver = false;
    void life.ended.then(() => (isOver = true));
    try {
      await life.prints("is listening");
      const { length: before } = await answers();
      await ann.says(channel, "vote");
      const isDone = async (): Promise<boolean> =>
        (await answers()).length > before && (await answers()).length >= death;
      await until(async () => isOver || (await isDone()), WITHIN_MS, `await ${death}: neither died nor answered`);
      // Whatever comes behind the answer, the acknowledgement included.
      const isAcknowledged = (): boolean => life.printed.split("acknowledged").length > 1;
      await until(() => isOver || isAcknowledged(), WITHIN_MS, `await ${death}: neither died nor acknowledged`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      if (!isOver) return verdict(await answers(), death);
    } finally {
      await life.end("SIGKILL");
    }
  }
  throw new Error(`after ${MOST_AWAITS} awaits there was still another`);
}

/** @throws Error unless every vote was counted, and said, once. */
function verdict(said: readonly string[], votes: number): string {
  const counts = said.map((message) => Number(/^counted (\d+)$/.exec(message)?.[1])).toSorted((a, b) => a - b);
  const isWhole = counts.length === votes && counts.every((count, index) => count === index + 1);
  if (!isWhole) throw new Error(`of ${votes} votes these were counted: ${counts.join(" ")}`);
  return `${votes - 1} awaits, killed at each, every one of ${votes} votes answered once`;
}
