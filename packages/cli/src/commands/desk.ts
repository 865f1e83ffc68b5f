/** Opens what the commands about slash commands and callbacks need: the settings of a real server, what the bot keeps, and the server itself. */
import { resolve } from "node:path";
import { type Rest, createRest, nodeNetwork } from "@matterwright/client";
import { type Durable, type SlashDesk, slashDesk } from "matterwright";
import { visitDurable } from "../durable/open.ts";
import { explained } from "../explain.ts";
import { openVault } from "../secrets/open-vault.ts";
import { type RealSettings, settingsOf } from "../settings/settings.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";

/** @throws Trouble where no server is set. */
export function serverSettings(from: string, { env, cwd }: Terminal): RealSettings {
  const settings = settingsOf(env, resolve(cwd, from));
  if (settings.job === "real") return settings;
  throw new Trouble("setting", "This is for a bot on a server of its own: set MATTERMOST_URL and MATTERMOST_TOKEN.");
}

/** REST with the bot's token, or with another. */
export function restFor(settings: RealSettings, token = settings.token): Rest {
  const { url, timeoutMs, network } = settings;
  return createRest({
    url,
    token,
    http: nodeNetwork(network).http,
    headers: network.headers ?? {},
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
}

/** Does something at the desk, and puts everything away. @throws Trouble in words for whoever called the command. */
export async function atDesk<Value>(
  from: string,
  terminal: Terminal,
  work: (desk: SlashDesk) => Promise<Value>,
): Promise<Value> {
  const settings = serverSettings(from, terminal);
  let durable: Durable | undefined;
  try {
    durable = await visitDurable(from, terminal);
    const { store } = durable;
    const { vault } = await openVault(settings, store);
    const desk = await slashDesk({ rest: restFor(settings, settings.adminToken), store, vault });
    if (desk === undefined)
      throw new Trouble(
        "setting",
        "The bot has not said yet which slash commands it has: set MATTERWRIGHT_URL and start it once.",
      );
    return await work(desk);
  } catch (error) {
    throw explained(error, settings);
  } finally {
    await durable?.close();
  }
}
