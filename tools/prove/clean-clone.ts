/** A person with nothing but a clone: `npm start`, a log-in, `!help`, Ctrl-C. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PersonOverHttp } from "./person.ts";
import { Program, freePort, root, until } from "./program.ts";

const END_WITHIN_MS = 1_000;
/** A Ctrl-C may meet anything that a bot does at first. */
const STARTS = 10;

export async function cleanClone(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "a clean clone "));
  const clone = join(folder, "matterwright");
  try {
    execFileSync("git", ["clone", "--quiet", root, clone]);
    const said = await startAndTalk(clone);
    const slowestMs = await startAndEnd(clone);
    return `${said}; of ${STARTS} that were ended as soon as they were up, the slowest took ${slowestMs.toFixed(0)} ms`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startAndTalk(clone: string): Promise<string> {
  const port = await freePort();
  const startedMs = performance.now();
  const program = new Program(["npm", "start"], { cwd: clone, env: { PORT: String(port) } });
  try {
    await program.prints(`http://localhost:${port}`);
    const readyMs = performance.now() - startedMs;
    const base = `http://localhost:${port}`;
    const answer = await askForHelp(base);
    if (!(await (await fetch(base)).text()).includes("<html")) throw new Error("there is no page");
    const { code, tookMs } = await ended(program);
    const reachable = await fetch(base).then(
      () => true,
      () => false,
    );
    if (reachable) throw new Error("somebody still listens");
    return `up after ${(readyMs / 1_000).toFixed(1)} s with installing, answered "${answer}", ended with ${code} in ${tookMs.toFixed(0)} ms`;
  } finally {
    await program.end("SIGKILL");
  }
}

/** How long the slowest end of several took. */
async function startAndEnd(clone: string): Promise<number> {
  let slowestMs = 0;
  for (let start = 0; start < STARTS; start++) {
    const port = await freePort();
    const program = new Program(["npm", "start"], { cwd: clone, env: { PORT: String(port) } });
    await program.prints(`http://localhost:${port}`);
    slowestMs = Math.max(slowestMs, (await ended(program)).tookMs);
  }
  return slowestMs;
}

/** @throws Error when it took too long. */
async function ended(program: Program): ReturnType<Program["end"]> {
  const end = await program.end("SIGINT");
  if (end.tookMs > END_WITHIN_MS) throw new Error(`Ctrl-C took ${end.tookMs.toFixed(0)} ms:\n${program.printed}`);
  return end;
}

async function askForHelp(base: string): Promise<string> {
  const ann = await PersonOverHttp.login(base, "ann");
  const channel = await ann.channel("town-square");
  await ann.says(channel, "!help");
  let answer = "";
  const answered = async (): Promise<boolean> => {
    answer = (await ann.reads(channel)).find(({ message }) => message.includes("`!help chatops`"))?.message ?? "";
    return answer !== "";
  };
  await until(answered, 10_000, "nobody answered !help");
  return answer.split("\n")[0] ?? "";
}
