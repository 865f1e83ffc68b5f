/** The bot on a real server. What stands in its way at the start is told in one sentence; later it reconnects by itself. */
import type { Bot } from "matterwright";
import { explained } from "../explain.ts";
import type { RealSettings } from "../settings/settings.ts";
import { Trouble } from "../trouble.ts";
import type { Running, Surroundings } from "./job.ts";

export async function startReal(settings: RealSettings, { terminal, makeBot }: Surroundings): Promise<Running> {
  const { url, token, admins, ca, timeoutMs } = settings;
  const bot = await makeBot({
    url,
    token,
    admins,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    tls: { insecure: !settings.isVerified, ...(ca === undefined ? {} : { ca }) },
  });
  if (!settings.isVerified)
    terminal.note(
      "MATTERMOST_VERIFY=false: the server's certificate is not looked at, so whoever stands between can read everything.",
    );
  try {
    await checkAccount(bot, settings);
    await bot.start();
  } catch (error) {
    throw explained(error, settings);
  }
  terminal.print(
    `@${bot.me.username} is listening at ${url}. Write ${settings.prefix}help where it is, or send it a direct message.`,
  );
  return bot;
}

/** What the settings say of the account has to be true: a bot with somebody else's token is a surprise nobody wants. */
async function checkAccount(bot: Bot, { username, userId, team, tokenName, url }: RealSettings): Promise<void> {
  // Whoever starts a program wants to know at once what is wrong.
  const { users } = bot.rest.with({ retryForMs: 0 });
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
