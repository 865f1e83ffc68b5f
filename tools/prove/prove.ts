/**
 * The long proofs, with real processes and real time: `npm run prove`. Each is a function that throws when it does not hold; what it
 * returns is what was measured.
 */
import { broadcastFiles, broadcastKills, broadcastMany, broadcastPeople, broadcastSeeds } from "./broadcasts.ts";
import { cleanClone } from "./clean-clone.ts";
import { everyAwait } from "./every-await.ts";
import { fullDisk } from "./full-disk.ts";
import { manySchedules } from "./many-schedules.ts";
import { networkFaults } from "./faults.ts";
import { launcherOverhead } from "./launcher-overhead.ts";
import { realKills } from "./real-kills.ts";
import { refusedToken } from "./refused-token.ts";
import { schedules } from "./schedules.ts";
import { tenYears } from "./ten-years.ts";
import { revokedToken } from "./revoked-token.ts";
import { replicas } from "./replicas.ts";

const proofs: readonly (readonly [claim: string, prove: () => Promise<string>])[] = [
  ["a clean clone starts, answers !help over plain HTTP, and ends within a second of Ctrl-C", cleanClone],
  ["a second start costs at most 150 ms beside the program itself", launcherOverhead],
  ["schedules of two replicas, the leader killed 8 times: every second is told once", schedules],
  ["ten thousand schedules: no run begins a second late, and memory stays as it is", manySchedules],
  ["ten years of schedules in every time zone: each time is run once, whatever clocks do", tenYears],
  ["a refused token ends the program with 78, one sentence and no token", refusedToken],
  ["a bot that is disabled while it runs says so in one line, and then nothing", revokedToken],
  [
    "the leader of two replicas killed 20 times, stopped once, and PostgreSQL restarted: everything is done once",
    replicas,
  ],
  ["killed at every await between an intent and its acknowledgement, the bot answers every vote once", everyAwait],
  ["killed at any instant, the bot loses and doubles no durable answer", realKills],
  ["a broadcast under the limiter goes on at once, whenever it is killed", broadcastSeeds],
  ["a broadcast that is killed again and again reaches each of 300 channels once", broadcastKills],
  ["a file of 2 MiB to 200 channels is never held in memory", broadcastFiles],
  ["a broadcast to a hundred thousand stays small, and goes on within five seconds", broadcastMany],
  ["ten thousand direct messages arrive once each, and it stays small", broadcastPeople],
  ["on a full disk the bot says so, loses nothing that it accepted, and goes on when there is room", fullDisk],
  ["whatever happens to it or its network, the bot is back soon and answers each of 20 commands once", networkFaults],
];

let failed = 0;
for (const [claim, prove] of proofs) {
  try {
    process.stdout.write(`✓ ${claim}: ${await prove()}\n`);
  } catch (error) {
    failed++;
    process.stdout.write(`✗ ${claim}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
process.stdout.write(`\n${proofs.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
