/**
 * Every area of the client, end to end: on the simulator, and on a real server when MATTERMOST_CONFORMANCE_URL, …_ADMIN and …_PASSWORD
 * are set. What the simulator does not do yet is on one list, and is tried on the real server alone.
 */
import { nodeHttp } from "@matterwright/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { realServerFromEnv } from "../node/env.ts";
import { RealServer, type RealServerOptions } from "../node/real.ts";
import { simulatorFor } from "../replay/replay.ts";
import type { ClientStage } from "./deed.ts";
import { files } from "./files.ts";
import { integrations } from "./integrations.ts";
import { NOT_IN_THE_SIMULATOR } from "./not-in-the-simulator.ts";
import { people } from "./people.ts";
import { places } from "./places.ts";
import { licensed, server } from "./server.ts";
import { clientStage, httpUnderTest } from "./stage.ts";
import { webhooks } from "./webhooks.ts";
import { writing } from "./writing.ts";

const REAL_TIMEOUT_MS = 120_000;
const deeds = [...writing, ...files, ...places, ...people, ...integrations, ...webhooks, ...server, ...licensed];
const covered = deeds.filter(({ says }) => !NOT_IN_THE_SIMULATOR.includes(says));

describe("the client on the simulator", () => {
  for (const deed of covered)
    test(`${deed.says}.`, async () => {
      const simulator = simulatorFor({});
      await expect(clientStage(simulator, httpUnderTest(simulator)).then(deed.run)).resolves.toBeUndefined();
    });
});

test("what the simulator does not do is named by what it is", () => {
  expect(NOT_IN_THE_SIMULATOR.filter((says) => !deeds.some((deed) => deed.says === says))).toEqual([]);
});

const real = realServerFromEnv(process.env);

describe.skipIf(real === undefined)("the client on a real server", () => {
  let town: ClientStage | undefined;

  // Building a town takes seconds there: it is one for all, with names of its own for each deed.
  beforeAll(async () => {
    town = await clientStage(await RealServer.reach(real as RealServerOptions), nodeHttp());
  }, REAL_TIMEOUT_MS);
  afterAll(() => town?.world.leave(), REAL_TIMEOUT_MS);

  for (const [index, deed] of deeds.entries())
    test(`${deed.says}.`, { timeout: REAL_TIMEOUT_MS }, async () => {
      const stage = { ...(town as ClientStage), name: (of: string) => `${town?.name(of)}${index}` };
      await expect(deed.run(stage)).resolves.toBeUndefined();
    });
});
