/**
 * A disk that is really full: the bot's database is on a small file system in memory, in a mount namespace of its own. The bot has to
 * say so, lose nothing that it accepted, also when it is killed in that state, and go on when there is room.
 */
import { join } from "node:path";
import { Program, main, until } from "./program.ts";
import { Town, countedOnce } from "./town.ts";

const SIZE = "2m";
const ANSWER_WITHIN_MS = 20_000;

const COUNTED = /^counted \d+$/;
const REFUSED = /^I have no room left to write this down/;
const COUNTED_OR_REFUSED = new RegExp(`${COUNTED.source}|${REFUSED.source}`);

export async function fullDisk(): Promise<string> {
  await using town = await Town.open("votes.ts");
  const unshared = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mounting(town.home)];
  const disk = new Program(unshared, { cwd: town.home, env: {} });
  try {
    await disk.prints("mounted");
    return await fill(town, disk.pid);
  } finally {
    await disk.end("SIGKILL");
  }
}

/** Keeps the namespace, and with it the disk, alive between the bot's lives. */
function mounting(home: string): string {
  return `mount -t tmpfs -o size=${SIZE} tmpfs '${home}/data' && echo mounted && exec sleep 300`;
}

async function fill(town: Town, diskPid: number): Promise<string> {
  const { home, env } = town;
  const run = (...command: readonly string[]): Program => new Program(within(diskPid, command), { cwd: home, env });
  const life = (): Program => run(process.execPath, main, "start", "--from", home);
  const ask = async (text: string, answer: RegExp): Promise<string> => {
    const answers = async (): Promise<readonly string[]> => (await town.said()).filter((said) => answer.test(said));
    const { length: before } = await answers();
    await town.ann.says(town.channel, text);
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
    const counts = countedOnce(await town.said());
    return `"${refusal}"; ${counts} votes accepted before, between and after, each answered once; "${said}" at a start on the full disk`;
  } finally {
    await program.end("SIGKILL");
  }
}

function within(pid: number, command: readonly string[]): string[] {
  return ["nsenter", "--target", String(pid), "--user", "--mount", "--preserve-credentials", ...command];
}
