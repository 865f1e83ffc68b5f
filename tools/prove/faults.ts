/**
 * Troubles of the network, each caused by a TCP proxy between a bot of its own and the server: how soon the bot is back when the line
 * is free, and what becomes of twenty commands that were posted meanwhile. The server is the simulator, or a real one:
 * `MATTERMOST_CONFORMANCE_URL`, `…_ADMIN` and `…_PASSWORD`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Place, type Spot, openPlace } from "./place.ts";
import { Program, root, until } from "./program.ts";
import { TcpProxy } from "./tcp-proxy.ts";

const COMMANDS = 20;
const ANSWERED_WITHIN_MS = 60_000;
const main = join(root, "packages/cli/src/main.ts");

interface Fault {
  readonly name: string;
  readonly lastsMs: number;
  /** From the moment when the line is free; of a line that is never freed, from the fault. */
  readonly backWithinMs: number;
  readonly begin: (proxy: TcpProxy) => void;
  readonly end?: (proxy: TcpProxy) => Promise<void> | void;
}

const refuseAfter = (cut: (proxy: TcpProxy) => void) => (proxy: TcpProxy) => {
  proxy.refuse();
  cut(proxy);
};
const reopen = (proxy: TcpProxy): Promise<void> => proxy.open();
const reset = (proxy: TcpProxy): void => proxy.reset();
const finish = (proxy: TcpProxy): void => proxy.finish();
const goodbye = (proxy: TcpProxy): void => proxy.sayGoodbye();

const faults: readonly Fault[] = [
  { name: "RST", lastsMs: 0, backWithinMs: 1_000, begin: reset },
  { name: "RST, refused for 10 s", lastsMs: 10_000, backWithinMs: 2_000, begin: refuseAfter(reset), end: reopen },
  { name: "FIN, refused for 10 s", lastsMs: 10_000, backWithinMs: 2_000, begin: refuseAfter(finish), end: reopen },
  { name: "1001, refused for 10 s", lastsMs: 10_000, backWithinMs: 2_000, begin: refuseAfter(goodbye), end: reopen },
  { name: "RST, refused for 60 s", lastsMs: 60_000, backWithinMs: 5_000, begin: refuseAfter(reset), end: reopen },
  { name: "half-open", lastsMs: 0, backWithinMs: 45_000, begin: (proxy) => proxy.swallow() },
  {
    name: "frozen for 30 s",
    lastsMs: 30_000,
    backWithinMs: 1_000,
    begin: (proxy) => proxy.freeze(),
    end: (proxy) => proxy.thaw(),
  },
];

/** Every fault at the same time, each with a bot of its own. */
export async function networkFaults(): Promise<string> {
  const place = await openPlace();
  try {
    const told = await Promise.all(faults.map((fault) => prove(fault, place)));
    const broken = told.flatMap(({ complaint }) => complaint ?? []);
    if (broken.length > 0) throw new Error(broken.join("; "));
    return told.map(({ name, backMs }) => `${name}: back after ${(backMs / 1_000).toFixed(2)} s`).join(", ");
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
  const home = mkdtempSync(join(tmpdir(), "matterwright-faults-"));
  const proxy = new TcpProxy(place.url);
  await proxy.open();
  const spot = await place.spot();
  const env = { MATTERMOST_URL: `http://127.0.0.1:${proxy.port}`, MATTERMOST_TOKEN: spot.token };
  const program = new Program([process.execPath, main, "start", "--from", home], { cwd: home, env });
  try {
    await program.prints("is listening at");
    return await suffer(fault, { proxy, spot });
  } catch (error) {
    return { name: fault.name, backMs: 0, complaint: `${fault.name}: ${String(error)}` };
  } finally {
    await program.end("SIGKILL");
    proxy.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function suffer(fault: Fault, { proxy, spot }: { readonly proxy: TcpProxy; readonly spot: Spot }): Promise<Told> {
  const { name, lastsMs, backWithinMs, begin, end } = fault;
  await spot.asks("before");
  await until(async () => (await spot.answers()).length === 1, ANSWERED_WITHIN_MS, "it does not even answer before");
  begin(proxy);
  const begunMs = performance.now();
  for (let command = 0; command < COMMANDS; command++) {
    await spot.asks(`number ${command}`);
    await sleep(lastsMs / COMMANDS);
  }
  await end?.(proxy);
  const freeMs = end === undefined ? begunMs : performance.now();
  await spot.asks("after");
  await until(async () => (await spot.answers()).length > 1, 180_000, "it never came back");
  const backMs = performance.now() - freeMs;
  if (backMs > backWithinMs) throw new Error(`back only after ${backMs.toFixed(0)} ms`);
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
  return { name, backMs };
}
