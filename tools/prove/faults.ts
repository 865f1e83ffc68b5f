/**
 * Troubles of a bot's life, each done to one of its own: how soon it is back when nothing stands in its way any more, and what becomes
 * of twenty commands that were posted meanwhile. The server is the simulator, or a real one: `MATTERMOST_CONFORMANCE_URL`, `…_ADMIN`
 * and `…_PASSWORD`.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Place, openPlace } from "./place.ts";
import { until } from "./program.ts";
import type { TcpProxy } from "@matterwright/testing/tcp-proxy";
import { Victim } from "./victim.ts";

const COMMANDS = 20;
const ANSWERED_WITHIN_MS = 60_000;
const NOTED_AFTER_MS = 1_000;

interface Fault {
  readonly name: string;
  readonly lastsMs: number;
  /** From the moment when the line is free; of a line that is never freed, from the fault. */
  readonly backWithinMs: number;
  readonly begin: (victim: Victim) => Promise<void> | void;
  readonly end?: (victim: Victim) => Promise<void> | void;
}

/** A cut after which nobody can connect. */
function refused(name: string, lastsMs: number, backWithinMs: number, cut: (proxy: TcpProxy) => void): Fault {
  const begin = ({ proxy }: Victim): void => {
    proxy.refuse();
    cut(proxy);
  };
  return { name, lastsMs, backWithinMs, begin, end: ({ proxy }) => proxy.open() };
}

function restarted(name: string, signal: NodeJS.Signals): Fault {
  // A start takes what the machine allows, beside eight others.
  return { name, lastsMs: 2_000, backWithinMs: 20_000, begin: (bot) => bot.end(signal), end: (bot) => bot.start() };
}

const faults: readonly Fault[] = [
  { name: "RST", lastsMs: 0, backWithinMs: 1_000, begin: ({ proxy }) => proxy.reset() },
  refused("RST, refused for 10 s", 10_000, 2_000, (proxy) => proxy.reset()),
  refused("FIN, refused for 10 s", 10_000, 2_000, (proxy) => proxy.finish()),
  refused("1001, refused for 10 s", 10_000, 2_000, (proxy) => proxy.sayGoodbye()),
  refused("RST, refused for 60 s", 60_000, 5_000, (proxy) => proxy.reset()),
  { name: "half-open", lastsMs: 0, backWithinMs: 45_000, begin: ({ proxy }) => proxy.swallow() },
  {
    name: "frozen for 30 s",
    lastsMs: 30_000,
    backWithinMs: 1_000,
    begin: ({ proxy }) => proxy.freeze(),
    end: ({ proxy }) => proxy.thaw(),
  },
  restarted("stopped and started", "SIGTERM"),
  restarted("killed and started", "SIGKILL"),
];

/** Every fault at the same time, each with a bot of its own. */
export async function networkFaults(): Promise<string> {
  const place = await openPlace();
  try {
    const told = await Promise.all(faults.map((fault) => prove(fault, place)));
    const broken = told.flatMap(({ complaint }) => complaint ?? []);
    const back = told.filter(({ complaint }) => complaint === undefined);
    const measured = back.map(({ name, backMs }) => `${name}: back after ${(backMs / 1_000).toFixed(2)} s`).join(", ");
    if (broken.length > 0) throw new Error(`${broken.join("; ")} (${measured})`);
    return measured;
  } finally {
    await place.close();
  }
}

interface Told {
  readonly name: string;
  readonly backMs: number;
  readonly complaint?: string;
}

async function prove(fault: Fault, place: Place): Promise<Told> {
  const victim = await Victim.at(place);
  try {
    await victim.start();
    return { name: fault.name, backMs: await suffer(fault, victim) };
  } catch (error) {
    return { name: fault.name, backMs: 0, complaint: `${fault.name}: ${String(error)}` };
  } finally {
    await victim.clear();
  }
}

/** Returns how long it took the bot to be back. */
async function suffer({ lastsMs, backWithinMs, begin, end }: Fault, victim: Victim): Promise<number> {
  const { spot } = victim;
  await spot.asks("before");
  await until(async () => (await spot.answers()).length === 1, ANSWERED_WITHIN_MS, "it does not even answer before");
  // What is answered directly is answered again when the program dies before it has noted that.
  await sleep(NOTED_AFTER_MS);
  await begin(victim);
  const begunMs = performance.now();
  const asked = askAll(victim, lastsMs);
  if (end !== undefined) await asked;
  const freeMs = end === undefined ? begunMs : performance.now();
  await end?.(victim);
  // On a line that was free at once it may be back before the last command is posted.
  const back = until(async () => (await spot.answers()).length > 1, 180_000, "it never came back");
  const [backAtMs] = await Promise.all([back.then(() => performance.now()), asked.then(() => spot.asks("after"))]);
  const backMs = backAtMs - freeMs;
  if (backMs > backWithinMs) throw new Error(`back only after ${backMs.toFixed(0)} ms`);
  await allAnswered(victim);
  return backMs;
}

/** Twenty commands, spread over the time that the trouble lasts. */
async function askAll({ spot }: Victim, lastsMs: number): Promise<void> {
  for (let command = 0; command < COMMANDS; command++) {
    await spot.asks(`number ${command}`);
    await sleep(lastsMs / COMMANDS);
  }
}

/** @throws Error when a command is not answered, or answered twice. */
async function allAnswered({ spot }: Victim): Promise<void> {
  const wanted = COMMANDS + 2;
  const complete = async (): Promise<boolean> => (await spot.answers()).length >= wanted;
  await until(complete, ANSWERED_WITHIN_MS, "not every command was answered").catch(async (error: unknown) => {
    throw new Error(`${String(error)}: ${(await spot.answers()).length} of ${wanted}`);
  });
  // Whatever is answered twice is answered soon.
  await sleep(1_000);
  const answers = await spot.answers();
  if (new Set(answers).size !== wanted || answers.length !== wanted)
    throw new Error(`some are answered twice: ${answers.join(", ")}`);
}
