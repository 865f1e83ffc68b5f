/** What is measured of a bot that has much to remember: open sessions and planned jobs that nobody touches meanwhile. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@matterwright/clock";
import { sqlite } from "@matterwright/sql";
import type { Place } from "./measure.ts";
import { run } from "./program.ts";
import { at } from "./statistics.ts";

export interface KeepingFigures {
  /** From the program's start to the first answer heard, in s. */
  readonly firstAnswerS: number;
  /** A second later, in MB. */
  readonly memoryMb: number;
  /** A command that changes a session, heard to answered, in ms. */
  readonly medianMs: number;
  /** Processor time of each, in ms. */
  readonly cpuMs: number;
}

const ASKED = 300;
const DAY_MS = 86_400_000;

/** Measures a bot with so many sessions and so many jobs for tomorrow. */
export async function measureKeeping(count: number, { url, token, asker }: Place): Promise<KeepingFigures> {
  const folder = mkdtempSync(join(tmpdir(), "matterwright-bench-"));
  const file = join(folder, "bot.db");
  try {
    await fill(file, count);
    const [room = ""] = await asker.rooms(1);
    const startedMs = performance.now();
    const program = await run("keeping-bot.ts", url, token, file);
    try {
      await asker.ask(room);
      const firstAnswerS = (performance.now() - startedMs) / 1_000;
      await sleep(1_000);
      const memoryMb = program.memoryMb();
      for (let each = 0; each < 100; each++) await asker.ask(room);
      const times: number[] = [];
      const cpuMs = program.cpuMs();
      for (let each = 0; each < ASKED; each++) times.push(await asker.ask(room));
      return { firstAnswerS, memoryMb, medianMs: at(times, 0.5), cpuMs: (program.cpuMs() - cpuMs) / ASKED };
    } finally {
      await program.stop();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function fill(file: string, count: number): Promise<void> {
  const durable = sqlite({ file, clock: systemClock });
  const tomorrow = systemClock.now() + DAY_MS;
  await durable.transaction(async (tx) => {
    for (let n = 0; n < count; n++) {
      const key = `session/counts/${String(n).padStart(26, "0")}`;
      await tx.store.set(key, { version: 1, state: { count: n } }, { ttlMs: DAY_MS });
      await tx.jobs.add({ name: "later", payload: { n }, runAt: tomorrow + n });
    }
  });
  await durable.close();
}
