/**
 * A disk that is really full: the bot's database is on a small file system in memory, in a mount namespace of its own. The bot has to
 * say so, lose nothing that it accepted, also when it is killed in that state, and go on when there is room.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PersonOverHttp } from "./person.ts";
import { Program, freePort, root, until } from "./program.ts";

const SIZE = "2m";
const ANSWER_WITHIN_MS = 20_000;

const COUNTED = /^counted \d+$/;
const REFUSED = /^I have no room left to write this down/;
const COUNTED_OR_REFUSED = new RegExp(`${COUNTED.source}|${REFUSED.source}`);

const main = join(root, "packages/cli/src/main.ts");

export async function fullDisk(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "matterwright-full-"));
  for (const folder of ["plugins", "data"]) mkdirSync(join(home, folder));
  copyFileSync(join(import.meta.dirname, "fixtures/votes.ts"), join(home, "plugins", "votes.ts"));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const server = new Program([process.execPath, main, "sim", "--port", String(port)], { cwd: home, env: {} });
  const disk = new Program(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mounting(home)], {
    cwd: home,
    env: {},
  });
  try {
    await server.prints(base);
    await disk.prints("mounted");
    return await fill({ home, base, diskPid: disk.pid });
  } finally {
    await disk.end("SIGKILL");
    await server.end("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  }
}

/** Keeps the namespace, and with it the disk, alive between the bot's lives. */
function mounting(home: string): string {
  return `mount -t tmpfs -o size=${SIZE} tmpfs '${home}/data' && echo mounted && exec sleep 300`;
}

interface Place {
  readonly home: string;
  readonly base: string;
  readonly diskPid: number;
}

async function fill({ home, base, diskPid }: Place): Promise<string> {
  const ann = await PersonOverHttp.login(base, "ann");
  const channel = await ann.channel("ops");
  const bot = await ann.get<{ id: string }>("users/username/wright");
  const { token } = await ann.post<{ token: string }>(`users/${bot.id}/tokens`, { description: "proof" });
  const env = { MATTERMOST_URL: base, MATTERMOST_TOKEN: token };
  const run = (...command: readonly string[]): Program => new Program(within(diskPid, command), { cwd: home, env });
  const life = (): Program => run(process.execPath, main, "start", "--from", home);
  const heard = async (): Promise<readonly string[]> =>
    (await ann.reads(channel)).filter(({ user_id: author }) => author === bot.id).map(({ message }) => message);
  const ask = async (text: string, answer: RegExp): Promise<string> => {
    const answers = async (): Promise<readonly string[]> => (await heard()).filter((said) => answer.test(said));
    const { length: before } = await answers();
    await ann.says(channel, text);
    const isAnswered = async (): Promise<boolean> => (await answers()).length > before;
    await until(isAnswered, ANSWER_WITHIN_MS, `"${text}" was not answered with ${String(answer)}`);
    return (await answers())[0] ?? "";
  };
  const filler = join(home, "data/filler");
  // First in pages, then to the last byte.
  const fillUp = (): Promise<unknown> =>
    run("sh", "-c", `for size in 4096 1; do dd if=/dev/zero bs=$size oflag=append conv=notrunc of='${filler}'; done`)
      .ended;
  const free = (): Promise<unknown> => run("rm", filler).ended;
  let program = life();
  try {
    await program.prints("is listening at");
    for (let count = 1; count <= 20; count++) await ask("vote", new RegExp(`^counted ${count}$`));
    await fillUp();
    // What was given to the database's files before can still be used.
    while ((await ask("vote", COUNTED_OR_REFUSED)).startsWith("counted"));
    const refusal = await ask("vote", REFUSED);
    await free();
    await ask("vote", COUNTED);
    await fillUp();
    await program.end("SIGKILL");
    program = life();
    const code = await program.ended;
    const said = program.printed.trim();
    if (code !== 75 || !said.includes("there is no room"))
      throw new Error(`on a full disk it ended with ${code}: ${said}`);
    await free();
    program = life();
    await program.prints("is listening at");
    await ask("vote", COUNTED);
    const counts = countsOf(await heard());
    return `"${refusal}"; ${counts} votes accepted before, between and after, each answered once; "${said}" at a start on the full disk`;
  } finally {
    await program.end("SIGKILL");
  }
}

/** Every count from 1 to the last, once: then nothing was lost, doubled or counted without being said. */
function countsOf(said: readonly string[]): number {
  const counts = said
    .flatMap((message) => (COUNTED.test(message) ? [Number(message.slice("counted ".length))] : []))
    .toSorted((one, other) => one - other);
  if (counts.some((count, index) => count !== index + 1))
    throw new Error(`the counts are not 1 to ${counts.length}, each once: ${counts.join(" ")}`);
  return counts.length;
}

function within(pid: number, command: readonly string[]): string[] {
  return ["nsenter", "--target", String(pid), "--user", "--mount", "--preserve-credentials", ...command];
}
