/** The bot on a real server. What stands in its way at the start is told in one sentence; later it reconnects by itself. */
import { type NodeNetwork, type Rest, createRest, nodeNetwork } from "@matterwright/client";
import type { Bot } from "matterwright";
import { openDurable, opened } from "../durable/open.ts";
import { explained } from "../explain.ts";
import { openVault } from "../secrets/open-vault.ts";
import type { RealSettings } from "../settings/settings.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";
import { type BotDoor, openDoor } from "./door.ts";
import type { Running, Surroundings } from "./job.ts";

export async function startReal(settings: RealSettings, { terminal, log, makeBot }: Surroundings): Promise<Running> {
  const { url, token, admins, timeoutMs } = settings;
  const server = { url, token, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  const network = networkOver(settings, terminal);
  try {
    await checkAccount(createRest({ ...server, http: network.http }), settings);
  } catch (error) {
    throw explained(error, settings);
  }
  const kept = await openDurable(settings, log);
  const { durable } = kept;
  let bot: Bot;
  let source: string;
  let door: BotDoor | undefined;
  try {
    const own = await opened(() => openVault(settings, durable.store));
    source = own.source;
    door = await openDoor(settings.door);
    bot = await makeBot({ ...server, ...kept, ...network, ...door?.options, admins, vault: own.vault });
    door?.lead(bot);
    if (own.said !== undefined) terminal.note(own.said);
    await opened(() => bot.start());
  } catch (error) {
    await door?.close();
    await durable.close();
    throw explained(error, settings);
  }
  log.info({ durable: durable.describe(), lockedWith: source }, "what the bot has to remember is kept here");
  terminal.print(
    `@${bot.me.username} is listening at ${url}. Write ${settings.prefix}help where it is, or send it a direct message.`,
  );
  return {
    async stop(options) {
      await bot.stop(options);
      await door?.close();
      await durable.close();
    },
  };
}

/** One line to the server for the check and the bot. @throws Trouble when a setting of it cannot work. */
function networkOver(settings: RealSettings, terminal: Terminal): NodeNetwork {
  const warn = (): void =>
    terminal.note(
      "MATTERMOST_VERIFY=false: the server's certificate is not looked at, so whoever stands between can read everything.",
    );
  try {
    return nodeNetwork({ ...settings.network, warn });
  } catch (error) {
    throw explained(error, settings);
  }
}

/** What the settings say of the account has to be true: a bot with somebody else's token is a surprise nobody wants. */
async function checkAccount({ users }: Rest, { username, userId, team, tokenName, url }: RealSettings): Promise<void> {
  const me = await users.me();
  if (username !== undefined && username !== me.username)
    throw new Trouble(
      "setting",
      `MATTERMOST_USERNAME="${username}", but ${tokenName} belongs to @${me.username}: change one of them.`,
    );
  if (userId !== undefined && userId !== me.id)
    throw new Trouble(
      "setting",
      `MM_BOT_USER_ID="${userId}", but ${tokenName} belongs to ${me.id} (@${me.username}): change one of them.`,
    );
  if (team === undefined) return;
  const teams = await users.teams(me.id);
  if (teams.some(({ name }) => name === team)) return;
  const names = teams.map(({ name }) => name).join(", ");
  const where = names === "" ? "in no team" : `only in ${names}`;
  throw new Trouble(
    "setting",
    `MATTERMOST_TEAM="${team}", but @${me.username} is ${where} at ${url}: invite it there, or change the setting.`,
  );
}
