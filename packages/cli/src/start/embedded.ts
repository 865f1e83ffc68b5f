/** The bot in a town of its own: a simulator, the demo town and the page, all on one port. Needs no settings and no network. */
import { systemClock } from "@matterwright/clock";
import { servePage } from "@matterwright/playground";
import { DEMO_PASSWORD, Simulator, demoTown } from "@matterwright/sim";
import { nodeOutside } from "@matterwright/sim/node";
import { type Bot, memoryDurable } from "matterwright";
import { listenNear } from "../listen.ts";
import type { EmbeddedSettings } from "../settings/settings.ts";
import { openDoorHere } from "./door.ts";
import { demoGroups } from "./demo-groups.ts";
import type { Running, Surroundings } from "./job.ts";

export async function startEmbedded(
  { port, admins, prefix, broadcast }: EmbeddedSettings,
  { terminal, makeBot }: Surroundings,
): Promise<Running> {
  const sim = new Simulator({ outside: nodeOutside() });
  const town = demoTown(sim);
  const door = await listenNear(sim, { port, fallback: servePage() });
  if (port !== 0 && door.port !== port) terminal.note(`Port ${port} is taken, so the town is at port ${door.port}.`);
  const outside = await openDoorHere();
  const groups = demoGroups(town, broadcast);
  const options = { url: door.url, token: town.bot.token, admins: ["ann", ...admins], ...outside.options };
  const durable = memoryDurable(systemClock);
  const makeLive = async (): Promise<Bot> => {
    const made = await makeBot({ ...options, durable }, groups.settings);
    outside.lead(made);
    await made.start();
    return made;
  };
  let bot = await makeLive();
  terminal.print(greeting(door.port, prefix));
  return {
    async stop(options) {
      await bot.stop(options);
      await outside.close();
      sim.stop();
      await door.close();
      groups.close();
    },
    // The town lives on, and the bot comes back to it.
    async again(how) {
      await bot.stop(how);
      bot = await makeLive();
    },
  };
}

function greeting(port: number, prefix: string): string {
  return `
  Matterwright is up: a demo town, and the bot @wright in it.

    Open      http://localhost:${port}
    Log in    ann, ben or cat, password ${DEMO_PASSWORD} (ann is the bot's administrator)

  Five things to try:
    1. Write ${prefix}help in ~town-square: everything that the bot can do.
    2. Write ${prefix}hlep: it knows what you meant.
    3. Write /wright status: a slash command, answered to you alone.
    4. Write ${prefix}tasks as ann: each task is a file, and ${prefix}run runs one now.
    5. Write any message to @wright alone, in a direct message: it announces it to many channels.

  For a real server set MATTERMOST_URL and MATTERMOST_TOKEN. Ctrl-C stops everything.
`;
}
