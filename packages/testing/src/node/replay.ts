/**
 * Replays recordings by hand, against a fresh simulator for each or against a real server, and prints what differs:
 *
 *     node packages/testing/src/node/replay.ts                      all of them, simulator
 *     node packages/testing/src/node/replay.ts post-patch ws-       those whose names begin so
 *     node packages/testing/src/node/replay.ts --real post-patch    the server of MATTERMOST_CONFORMANCE_URL, …_ADMIN, …_PASSWORD
 *
 * `--server rate_limit` (or `rate_limit_user`) says how a real server was started; other scenarios are left out. The exit code is 1 when anything differs.
 */
import { recordings } from "../replay/recordings.ts";
import { replay, simulatorFor } from "../replay/replay.ts";
import type { Scenario } from "../replay/scenario.ts";
import type { ServerUnderTest } from "../replay/server.ts";
import { RealServer } from "./real.ts";
import { realServerFromEnv } from "./env.ts";

const words = process.argv.slice(2);
const isReal = words.includes("--real");
const serverKind = words.includes("--server") ? words[words.indexOf("--server") + 1] : undefined;
const prefixes = words.filter((word) => !word.startsWith("--") && word !== serverKind);
const real = realServerFromEnv(process.env);
if (isReal && real === undefined) throw new Error("set MATTERMOST_CONFORMANCE_URL, …_ADMIN and …_PASSWORD");

async function serverFor(scenario: Scenario): Promise<ServerUnderTest> {
  return isReal && real !== undefined ? RealServer.reach(real) : simulatorFor(scenario);
}

/** A real server works in parallel, and two events may change places once in a while: it is given three tries. */
async function best(scenario: Scenario): Promise<string> {
  let text = await once(scenario);
  for (let tries = isReal ? 2 : 0; tries > 0 && text !== ""; tries--) text = await once(scenario);
  return text;
}

async function once(scenario: Scenario): Promise<string> {
  const server = await serverFor(scenario);
  const { text } = await replay(scenario, server);
  await server.close();
  return text;
}

const chosen = recordings().filter(
  ({ name, server }) =>
    (prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix))) && (!isReal || server === serverKind),
);
const failed: string[] = [];
for (const scenario of chosen) {
  const text = await best(scenario);
  if (text !== "") failed.push(scenario.name);
  process.stdout.write(text === "" ? `ok ${scenario.name}\n` : `\n${text}\n\n`);
}
process.stdout.write(`\n${chosen.length - failed.length} of ${chosen.length} as recorded\n${failed.join(" ")}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
