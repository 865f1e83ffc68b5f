/** `!broadcast audit` and `!broadcast history`, for those who look afterwards. */
import { type CommandContext, type PluginScope, UserError, inert, momentIn, table } from "matterwright";
import { type PostbotEntry, readPostbotLog } from "../node/postbot-log.ts";
import type { TalkParts } from "../talk/parts.ts";

const LISTED = 50;
const MESSAGE_CHARACTERS = 200;

/** @param logFile the SQLite log, in which postbot may have written */
export function auditing(bot: PluginScope, { rights, ledger }: TalkParts, logFile: string | undefined): void {
  const mayLook = async (ctx: CommandContext): Promise<void> => {
    if (!(await rights.mayAudit(ctx)))
      throw new UserError("Only auditors and administrators of this bot may read that.");
  };
  const audit = { about: "List who changed groups, and who agreed to what", slash: false };
  bot.command("broadcast audit", audit, async (ctx) => {
    await mayLook(ctx);
    const zone = (await ctx.find.chosenZone()) ?? "UTC";
    const entries = await ledger.list(LISTED);
    const rows = entries.map(({ at, by, did, what }) => [momentIn(at, zone), `@${by.username}`, did, inert(what)]);
    await ctx.reply(rows.length === 0 ? "Nothing was changed yet." : table(["When", "Who", "Did", "What"], rows));
  });
  const history = { about: "List what postbot announced before this bot", slash: false };
  bot.command("broadcast history", history, async (ctx) => {
    await mayLook(ctx);
    const zone = (await ctx.find.chosenZone()) ?? "UTC";
    const rows = readLog(logFile).map(({ at, sender, targets, message }) => [
      at === undefined ? "" : momentIn(at, zone),
      inert(sender),
      inert(targets.join(", ")),
      inert(shortened(message)),
    ]);
    await ctx.reply(rows.length === 0 ? "There is no log of postbot's." : table(["When", "Who", "To", "What"], rows));
  });
}

function shortened(message: string): string {
  const signs = [...message.replaceAll(/\s+/g, " ").trim()];
  return signs.length > MESSAGE_CHARACTERS ? `${signs.slice(0, MESSAGE_CHARACTERS).join("")}…` : signs.join("");
}

function readLog(file: string | undefined): PostbotEntry[] {
  try {
    return file === undefined ? [] : readPostbotLog(file, LISTED);
  } catch (error) {
    throw new UserError(`The log cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
