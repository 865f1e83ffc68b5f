/** Ten thousand schedules in a real program: how late their runs begin, and whether memory stays as it is. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PersonOverHttp, type SeenPost } from "./person.ts";
import { Program, freePort, main, until } from "./program.ts";

const SETTLED_MS = 30_000;
const ROUNDS = 4;
const ROUND_MS = 30_000;
const LATEST_MS = 1_000;
const GROWTH_MB = 40;

interface Figures {
  /** In MiB. */
  readonly rss: number;
  readonly cpuMs: number;
  /** How late the latest run since the last figures began. */
  readonly latest: number;
}

export async function manySchedules(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "matterwright-many-"));
  mkdirSync(join(home, "plugins"));
  copyFileSync(join(import.meta.dirname, "fixtures/many.ts"), join(home, "plugins/many.ts"));
  const port = await freePort();
  const program = new Program([process.execPath, main, "start", "--from", home], {
    cwd: home,
    env: { PORT: String(port) },
  });
  try {
    await program.prints(`http://localhost:${port}`);
    const ann = await PersonOverHttp.login(`http://localhost:${port}`, "ann");
    const channel = await ann.channel("ops");
    await pause(SETTLED_MS);
    const rounds = [await figures(ann, channel)];
    for (let round = 0; round < ROUNDS; round++) {
      await pause(ROUND_MS);
      rounds.push(await figures(ann, channel));
    }
    return judged(rounds);
  } finally {
    await program.end("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  }
}

function judged([first, ...rounds]: readonly Figures[]): string {
  const last = rounds.at(-1);
  if (first === undefined || last === undefined) throw new Error("there are no figures");
  const latest = Math.max(...rounds.map((round) => round.latest));
  if (latest === 0 || latest > LATEST_MS) throw new Error(`a run began ${latest} ms late`);
  if (last.rss - first.rss > GROWTH_MB) throw new Error(`memory grew from ${first.rss} to ${last.rss} MiB`);
  const busy = ((last.cpuMs - first.cpuMs) / (ROUNDS * ROUND_MS)) * 100;
  return `the latest run began ${latest} ms late, ${first.rss} to ${last.rss} MiB, ${busy.toFixed(0)} % of one processor`;
}

async function figures(ann: PersonOverHttp, channel: string): Promise<Figures> {
  const sinceMs = Date.now();
  await ann.says(channel, "figures");
  let found: SeenPost | undefined;
  const answered = async (): Promise<boolean> => {
    const { posts } = await ann.get<{ posts: Record<string, SeenPost> }>(`channels/${channel}/posts?since=${sinceMs}`);
    found = Object.values(posts).find(({ message }) => message.startsWith("figures {"));
    return found !== undefined;
  };
  await until(answered, ROUND_MS, "the bot does not tell its figures");
  return JSON.parse(found?.message.slice("figures ".length) ?? "") as Figures;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
