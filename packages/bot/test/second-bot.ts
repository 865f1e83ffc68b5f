/** A second bot in the town of a stage, with an account of its own: for tests in which bots meet. */
import { createRest } from "@matterwright/client";
import { type Stage, httpInto, socketInto } from "@matterwright/testing";
import type { Bot } from "../src/bot.ts";
import type { BotOptions } from "../src/options.ts";

/** Makes the account `username`, puts it into the channel ops, and starts the bot. Stop it at the end of the test. */
export async function secondBot(town: Stage, username: string, make: (options: BotOptions) => Bot): Promise<Bot> {
  const url = "http://simulator";
  const http = httpInto(town.sim);
  const { token } = await createRest({ url, http }).users.login("ann", "matterwright");
  const ann = createRest({ url, http, token });
  const account = await ann.bots.create({ username });
  await ann.teams.addMember(town.town.team.id, account.user_id);
  await ann.channels.addMember(town.town.channels.ops.id, account.user_id);
  const { token: own } = await ann.users.createToken(account.user_id, "test");
  const bot = make({
    url,
    token: own ?? "",
    clock: town.clock,
    http,
    connect: socketInto(town.sim),
    random: () => 0.5,
  });
  await bot.start();
  await town.rest();
  return bot;
}
