/** The bot on a real server. What stands in its way at the start is told in one sentence; later it reconnects by itself. */
import { type Rest, type TlsOptions, createRest, nodeHttp } from "@matterwright/client";
import { openDurable } from "../durable/open.ts";
import { explained } from "../explain.ts";
import type { RealSettings } from "../settings/settings.ts";
import { Trouble } from "../trouble.ts";
import type { Running, Surroundings } from "./job.ts";

export async function startReal(settings: RealSettings, { terminal, log, makeBot }: Surroundings): Promise<Running> {
  const { url, token, admins, ca, timeoutMs } = settings;
  const tls: TlsOptions = { insecure: !settings.isVerified, ...(ca === undefined ? {} : { ca }) };
  const server = { url, token, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  if (!settings.isVerified)
    terminal.note(
      "MATTERMOST_VERIFY=false: the server's certificate is not looked at, so whoever stands between can read everything.",
    );
  try {
    await checkAccount(createRest({ ...server, http: nodeHttp(tls) }), settings);
  } catch (error) {
    throw explained(error, settings);
  }
  const kept = await openDurable(settings, log);
  const { durable } = kept;
  const bot = await makeBot({ ...server, ...kept, tls, admins });
  try {
    await bot.start();
  } catch (error) {
    await durable.close();
    throw explained(error, settings);
  }
  log.info({ durable: durable.describe() }, "what the bot has to remember is kept here");
  terminal.print(
    `@${bot.me.username} is listening at ${url}. Write ${settings.prefix}help where it is, or send it a direct message.`,
  );
  return {
    async stop(options) {
      await bot.stop(options);
      await durable.close();
    },
  };
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
