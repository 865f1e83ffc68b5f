/** `!whitelist`, `!add_whitelist` and `!remove_whitelist`: the channels that may be named alone. */
import { type CommandContext, type PluginScope, UserError, code, inert, rest as restOf, table } from "matterwright";
import { nearTo } from "../audience/near.ts";
import { aliasOf } from "../book/book.ts";
import type { AnyEdit } from "../book/edit.ts";
import type { TalkParts } from "../talk/parts.ts";
import { asAuthor, asEditor } from "./guard.ts";
import { troubleOf, unquoted } from "./groups.ts";
import { Members } from "./members.ts";

export function whitelist(bot: PluginScope, parts: TalkParts): void {
  const { file } = parts;
  const members = new Members(parts);
  bot.command("whitelist", { about: "List the channels that may be named alone", slash: false }, async (ctx) => {
    await asAuthor(ctx, parts);
    const { whitelist: ids } = await file.read();
    const names = await members.names(ids);
    const rows = ids.map((id, index) => [inert(names[index] ?? ""), code(id)]);
    const listed =
      rows.length === 0
        ? `No channel may be named alone, but by administrators. ${code("!add_whitelist ~channel")} adds one.`
        : table(["Channel", "Id"], rows);
    await ctx.reply([...troubleOf(parts), listed].join("\n\n"));
  });
  const args = { channels: restOf().describe("names or ids of channels, with commas between them") };
  bot.command(
    "add_whitelist",
    { about: "Let channels be named alone, outside of groups", args, examples: ["~ops, ~news"], slash: false },
    async (ctx, { channels }) => {
      asEditor(ctx);
      await ctx.reply(await add(ctx, channels, { parts, members }));
    },
  );
  bot.command(
    "remove_whitelist",
    { about: "Let channels be named alone no more", args, examples: ["~ops"], slash: false },
    async (ctx, { channels }) => {
      asEditor(ctx);
      await ctx.reply(await remove(ctx, channels, { parts, members }));
    },
  );
}

interface Work {
  readonly parts: TalkParts;
  readonly members: Members;
}

async function add(ctx: CommandContext, written: string, { parts, members }: Work): Promise<string> {
  const named = namesIn(written);
  if (named.some((name) => name.startsWith("@")))
    throw new UserError(
      "Only channels stand on the whitelist: people are announced to by administrators, or in groups.",
    );
  const { ids, refused, warnings } = await members.read(named);
  if (refused.length > 0) throw new UserError(`${refused.join("\n")}\nNothing was changed.`);
  let fresh: readonly string[] = [];
  await parts.file.change((book) => {
    fresh = ids.filter((id) => !book.whitelist.includes(id));
    return fresh.map((id): AnyEdit => ({ list: "whitelist", id, isIn: true }));
  });
  const told = warnings.map((each) => `:warning: ${each}`);
  const shown = (await members.names(fresh)).join(", ");
  if (fresh.length === 0) return ["Nothing was changed: that may be named alone already.", ...told].join("\n");
  parts.ledger.add(ctx, "added to the whitelist", fresh.join(" "));
  return [`:white_check_mark: ${shown} may be named alone now.`, ...told].join("\n");
}

async function remove(ctx: CommandContext, written: string, { parts, members }: Work): Promise<string> {
  let gone: readonly string[] = [];
  let orphans: readonly string[] = [];
  const before = await parts.file.read();
  const names = await members.names(before.whitelist);
  const ids = namesIn(written).map((name) => {
    const bare = name.replace(/^~/, "").toLowerCase();
    const index = before.whitelist.findIndex(
      (id, at) => id === bare || new RegExp(String.raw`~([\w.-]+)`).exec(names[at] ?? "")?.[1] === bare,
    );
    const id = before.whitelist[index];
    if (id !== undefined) return id;
    const near = nearTo(
      name,
      names.map((each) => each.replace(/ \(archived\)$|^:warning: /g, "").replace(/^~/, "")),
    );
    const meant = near.length === 0 ? "" : ` Did you mean ${near.map((each) => code(each)).join(" or ")}?`;
    throw new UserError(`${code(name)} is not on the whitelist.${meant} Nothing was changed.`);
  });
  await parts.file.change((book) => {
    gone = ids.filter((id) => book.whitelist.includes(id));
    return gone.map((id): AnyEdit => ({ list: "whitelist", id, isIn: false }));
  });
  const shown = gone.map((id) => names[before.whitelist.indexOf(id)] ?? code(id));
  const targets = new Set([...gone, ...shown.map((name) => name.replace(/^~/, ""))]);
  orphans = [...before.aliases.keys()].filter((alias) => targets.has((aliasOf(before, alias) ?? "").replace(/^~/, "")));
  parts.ledger.add(ctx, "removed from the whitelist", gone.join(" "));
  const lost =
    orphans.length === 0
      ? ""
      : `\n:warning: The alias ${orphans.map((each) => code(each)).join(", ")} stands for it, and works for administrators only now.`;
  return `:wastebasket: ${shown.join(", ")} may not be named alone any more.${lost}`;
}

/** @throws UserError where there are none. */
function namesIn(written: string): string[] {
  const names = written
    .split(/[,\n]/)
    .map((name) => unquoted(name))
    .filter((name) => name !== "");
  if (names.length === 0) throw new UserError(`Write which channels: ${code("!add_whitelist ~ops, ~news")}.`);
  return names;
}
