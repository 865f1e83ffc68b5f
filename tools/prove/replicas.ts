/**
 * Two replicas on PostgreSQL: the leader is killed during bursts of commands and during long jobs, stopped and continued, and the
 * database is restarted under load. Every command is answered once, every target reached once.
 */
import { Pair } from "./pair.ts";
import { until } from "./program.ts";

const KILLS = 20;
const COMMANDS = 200;
const TARGETS = 300;
const LATEST_KILL_MS = 1_500;
const TAKEOVER_MS = 12_000;
const DONE_WITHIN_MS = 120_000;
/** Longer than a lease lives. */
const STOPPED_MS = 15_000;
const DATABASE_AWAY_MS = 3_000;
/** What is said too much comes soon after what had to be said. */
const SETTLED_MS = 2_000;
const REFUSAL = /^I cannot write anything down just now/;

export async function replicas(): Promise<string> {
  const pair = await Pair.start();
  try {
    const takeovers: number[] = [];
    for (let round = 0; round < KILLS; round++) takeovers.push(await killed(pair, round));
    const resumed = await stopped(pair);
    const refused = await restarted(pair);
    const slowest = (Math.max(...takeovers) / 1_000).toFixed(1);
    return `${KILLS} kills, slowest takeover ${slowest} s; ${resumed}; ${refused}`;
  } finally {
    await pair.end();
  }
}

/** The leader dies in the middle of a burst, or of a job. Returns how long the takeover took. */
async function killed(pair: Pair, round: number): Promise<number> {
  const sinceMs = Date.now();
  const isBurst = round % 2 === 0;
  const said = isBurst ? burst(pair, `r${round}`) : pair.says(`deliver r${round}`);
  await pause(Math.random() * LATEST_KILL_MS);
  const dying = pair.leader;
  await dying.end("SIGKILL");
  const tookMs = await pair.takeover(TAKEOVER_MS);
  const wanted = isBurst ? named("counted", `r${round}`, COMMANDS) : named("delivered", `r${round}`, TARGETS);
  await Promise.all([said, pair.reinforce()]);
  await once(pair, wanted, sinceMs);
  return tookMs;
}

/** The leader is stopped for longer than its lease lives, and goes on: what it had begun is not written. */
async function stopped(pair: Pair): Promise<string> {
  const sinceMs = Date.now();
  const said = burst(pair, "stop");
  await pause(300);
  const sleeper = pair.leader;
  sleeper.signal("SIGSTOP");
  await pair.takeover(TAKEOVER_MS);
  await pause(STOPPED_MS - TAKEOVER_MS);
  sleeper.signal("SIGCONT");
  await said;
  await once(pair, named("counted", "stop", COMMANDS), sinceMs);
  const sentence = "another process leads now";
  await until(() => sleeper.printed.includes(sentence), 10_000, `the stopped leader did not say: ${sentence}`);
  return "a leader that was stopped wrote nothing when it went on";
}

/** The database goes and comes back: what cannot be kept is refused in words, and everything goes on by itself. */
async function restarted(pair: Pair): Promise<string> {
  const sinceMs = Date.now();
  const said = burst(pair, "away");
  await pause(200);
  await pair.database.down();
  const during = burst(pair, "gone", 20);
  await pause(DATABASE_AWAY_MS);
  await pair.database.up();
  await Promise.all([said, during]);
  await pause(TAKEOVER_MS);
  await burst(pair, "back", 20);
  let counted: string[] = [];
  let refusals = 0;
  const isComplete = async (): Promise<boolean> => {
    const answers = await pair.answers(sinceMs);
    counted = answers.filter((text) => text.startsWith("counted"));
    refusals = answers.filter((text) => REFUSAL.test(text)).length;
    return counted.length + refusals >= COMMANDS + 40;
  };
  await until(isComplete, DONE_WITHIN_MS, "").catch(() => {
    throw new Error(`of ${COMMANDS + 40} commands ${counted.length} were counted and ${refusals} refused in words`);
  });
  await pause(SETTLED_MS);
  await isComplete();
  if (new Set(counted).size !== counted.length) throw new Error(`something was counted twice: ${counted.join(", ")}`);
  if (refusals === 0) throw new Error("nobody was told that nothing could be written down");
  const tooMany = counted.length + refusals - COMMANDS - 40;
  if (tooMany > 0) throw new Error(`${tooMany} commands were refused in words, and done all the same`);
  const missing = named("counted", "back", 20).filter((each) => !counted.includes(each));
  if (missing.length > 0) throw new Error(`not counted after the database came back: ${missing.join(", ")}`);
  return `PostgreSQL restarted under load: ${counted.length} counted, ${refusals} refused in words`;
}

async function burst(pair: Pair, name: string, count = COMMANDS): Promise<void> {
  for (let n = 0; n < count; n += 10)
    await Promise.all(Array.from({ length: 10 }, (_, m) => pair.says(`count ${name}.${n + m}`)));
}

function named(verb: string, name: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${verb} ${name}.${n}`);
}

/** Waits until everything was said, and sees to it that nothing was said twice. */
async function once(pair: Pair, wanted: readonly string[], sinceMs: number): Promise<void> {
  let missing: string[] = [];
  const complete = async (): Promise<boolean> => {
    const answers = new Set(await pair.answers(sinceMs));
    missing = wanted.filter((each) => !answers.has(each));
    return missing.length === 0;
  };
  try {
    await until(complete, DONE_WITHIN_MS, "");
  } catch {
    throw new Error(`${missing.length} of ${wanted.length} never came: ${missing.slice(0, 5).join(", ")} …`);
  }
  const answers = await pair.answers(sinceMs);
  const twice = answers.filter((each, index) => wanted.includes(each) && answers.indexOf(each) !== index);
  if (twice.length > 0) throw new Error(`${twice.length} came twice: ${twice.slice(0, 5).join(", ")} …`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
