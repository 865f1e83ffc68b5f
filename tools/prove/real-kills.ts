/**
 * `kill -9` again and again, at random instants between somebody's message and the bot's durable answer. What was accepted has to
 * arrive once, and what the bot remembers has to agree with what it said.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PersonOverHttp } from "./person.ts";
import { Program, freePort, root, until } from "./program.ts";

const KILLS = 50;
/** Votes for each life of the bot; the kill falls somewhere among them. */
const VOTES_PER_LIFE = 4;
const LATEST_KILL_MS = 60;

const main = join(root, "packages/cli/src/main.ts");

export async function realKills(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "matterwright-kills-"));
  mkdirSync(join(home, "plugins"));
  copyFileSync(join(import.meta.dirname, "fixtures/votes.ts"), join(home, "plugins", "votes.ts"));
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
  const life = (): Program => new Program([process.execPath, main, "start", "--from", home], { cwd: home, env });
  for (let kill = 0; kill < KILLS; kill++) {
    const program = life();
    await program.prints("is listening at");
    const votes = Array.from({ length: VOTES_PER_LIFE }, () => ann.says(channel, "vote"));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LATEST_KILL_MS));
    await program.end("SIGKILL");
    await Promise.all(votes);
  }
  const last = life();
  try {
    await last.prints("is listening at");
    await until(async () => /^Nothing is waiting/m.test(await outbox(home)), 60_000, await outbox(home));
  } finally {
    await last.end("SIGTERM");
  }
  const said = (await ann.reads(channel)).filter(({ user_id: author }) => author === bot.id);
  return verdict(said.map(({ message }) => message));
}

async function outbox(home: string): Promise<string> {
  const program = new Program([process.execPath, main, "outbox", "list", "--from", home], { cwd: home, env: {} });
  await program.ended;
  return program.printed;
}

/** Every count from 1 to the last, once: then nothing was lost, doubled or counted without being said. */
function verdict(said: readonly string[]): string {
  const counts = said
    .map((message) => Number(/^counted (\d+)$/.exec(message)?.[1]))
    .toSorted((one, other) => one - other);
  const isWhole = counts.every((count, index) => count === index + 1);
  if (!isWhole) throw new Error(`the counts are not 1 to ${counts.length}, each once: ${counts.join(" ")}`);
  if (counts.length < KILLS / 2) throw new Error(`only ${counts.length} votes were counted, so little was tried`);
  return `${KILLS} kills, ${counts.length} votes accepted, each answered once`;
}
