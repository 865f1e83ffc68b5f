import { expect, test } from "vitest";
import { Simulator } from "../simulator.ts";
import { createAccessToken } from "../world/people/sessions.ts";
import { demoTown } from "../towns.ts";

test("tokens of bots work where those of people are switched off", async () => {
  const sim = new Simulator({ settings: { "ServiceSettings.EnableUserAccessTokens": false } });
  const { bot, people } = demoTown(sim);
  const human = createAccessToken(sim.act(), people.ben.id, "mine");
  const statusWith = async (token: string): Promise<number> =>
    (await sim.handle({ method: "GET", target: "/api/v4/users/me", headers: { authorization: `Bearer ${token}` } }))
      .status;
  expect(await statusWith(bot.token)).toBe(200);
  expect(await statusWith(human.token)).toBe(401);
});
