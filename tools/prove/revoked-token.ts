/** An administrator disables the bot while it runs. The server leaves its connection open and silent. */
import { setTimeout as sleep } from "node:timers/promises";
import { openPlace } from "./place.ts";
import { until } from "./program.ts";
import { Victim } from "./victim.ts";

/** A server looks once more at every connection, five seconds after it came about. */
const LOOKED_AT_MS = 6_000;
const TOLD_WITHIN_MS = 45_000;
const QUIET_FOR_MS = 15_000;
const SENTENCE = "the server refuses the token: it was revoked, or the bot account was deactivated";

export async function revokedToken(): Promise<string> {
  const place = await openPlace();
  const victim = await Victim.at(place);
  try {
    await victim.start();
    await sleep(LOOKED_AT_MS);
    const before = victim.printed;
    await victim.spot.disable();
    const disabledMs = performance.now();
    await until(() => victim.printed.includes(SENTENCE), TOLD_WITHIN_MS, "it says nothing");
    const toldMs = performance.now() - disabledMs;
    await sleep(QUIET_FOR_MS);
    const said = victim.printed.slice(before.length).trim();
    if (said.split("\n").length !== 1 || said.includes(victim.spot.token)) throw new Error(`it said: ${said}`);
    return `told after ${(toldMs / 1_000).toFixed(1)} s`;
  } finally {
    await victim.clear();
    await place.close();
  }
}
