/** Ten years of mixed schedules in every time zone, lived through on a stage and held against clocks on walls: the long form of a test. */
import { join } from "node:path";
import { Program, root } from "./program.ts";

export async function tenYears(): Promise<string> {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const command = [process.execPath, vitest, "run", "packages/bot/test/ten-years.test.ts"];
  const program = new Program(command, { cwd: root, env: { MATTERWRIGHT_LONG: "1", NO_COLOR: "1" } });
  const startedMs = performance.now();
  if ((await program.ended) !== 0) throw new Error(program.printed.slice(-2_000));
  return `lived through in ${Math.round((performance.now() - startedMs) / 1_000)} s`;
}
