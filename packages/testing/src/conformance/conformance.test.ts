/**
 * What a Mattermost server does, section by section of the protocol's description, tried on the simulator; and on a real server when
 * MATTERMOST_CONFORMANCE_URL, …_ADMIN and …_PASSWORD are set. Only there does waiting take time.
 */
import { describe, expect, test } from "vitest";
import { realServerFromEnv } from "../node/env.ts";
import { RealServer, type RealServerOptions } from "../node/real.ts";
import { simulatorFor } from "../replay/replay.ts";
import type { ServerUnderTest } from "../replay/server.ts";
import { authentication } from "./authentication.ts";
import { buttons } from "./buttons.ts";
import type { Case } from "./case.ts";
import { commands } from "./commands.ts";
import { dialogs } from "./dialogs.ts";
import { events } from "./events.ts";
import { finding } from "./finding.ts";
import { outgoing } from "./outgoing.ts";
import { plumbing, rateLimit } from "./plumbing.ts";
import { posts } from "./posts.ts";
import { resume } from "./resume.ts";
import { socket } from "./socket.ts";
import { World } from "./world.ts";

const cases = [
  ...authentication,
  ...socket,
  ...resume,
  ...events,
  ...posts,
  ...buttons,
  ...commands,
  ...finding,
  ...dialogs,
  ...outgoing,
  ...plumbing,
];
const REAL_TIMEOUT_MS = 120_000;

async function tryOn(server: ServerUnderTest, { run }: Case): Promise<"holds"> {
  const world = await World.build(server);
  try {
    await run(world);
    return "holds";
  } finally {
    await world.leave();
  }
}

describe("conformance of the simulator", () => {
  for (const each of cases)
    test(`${each.section}: ${each.says}`, async () => {
      expect(await tryOn(simulatorFor({}), each)).toBe("holds");
    });

  for (const each of rateLimit)
    test(`${each.section}: ${each.says}`, async () => {
      expect(await tryOn(simulatorFor({ server: "rate_limit" }), each)).toBe("holds");
    });
});

test("every trap of the description is a case", () => {
  const tried = new Set([...cases, ...rateLimit].map(({ section }) => Number(/trap (\d+)/.exec(section)?.[1])));
  for (let trap = 1; trap <= 25; trap++) expect([trap, tried.has(trap)]).toEqual([trap, true]);
});

const real = realServerFromEnv(process.env);
const asked = cases.filter(({ notOnReal }) => notOnReal === undefined);

describe.skipIf(real === undefined)("conformance of a real server", () => {
  for (const each of asked)
    test(`${each.section}: ${each.says}`, { timeout: REAL_TIMEOUT_MS }, async () => {
      const server = await RealServer.reach(real as RealServerOptions);
      expect(await tryOn(server, each)).toBe("holds");
    });
});
