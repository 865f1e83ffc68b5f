/** `!add_alias`, `!remove_alias` and `!aliases`: short names for groups and channels. */
import { type PluginScope, UserError, code, inert, readWords, rest as restOf, table } from "matterwright";
import { nearTo } from "../audience/near.ts";
import { aliasKey, groupNamed } from "../book/book.ts";
import type { TalkParts } from "../talk/parts.ts";
import { asAuthor, asEditor } from "./guard.ts";
import { straight, troubleOf, unquoted } from "./groups.ts";

export function aliases(bot: PluginScope, parts: TalkParts): void {
  const { file, ledger } = parts;
  bot.command("aliases", { about: "List the short names of groups and channels", slash: false }, async (ctx) => {
    await asAuthor(ctx, parts);
    const book = await file.read();
    const unused = (alias: string): string =>
      groupNamed(book, alias) === undefined ? "" : " :warning: not used: there is a group of the alias's name";
    const rows = [...book.aliases].map(([alias, target]) => [code(alias), `${inert(target)}${unused(alias)}`]);
    const listed =
      rows.length === 0
        ? `There are no aliases. ${code('!add_alias short "Long name"')} adds one.`
        : table(["Alias", "Stands for"], rows);
    await ctx.reply([...troubleOf(parts), listed].join("\n\n"));
  });
  const both = { words: restOf().describe("the alias, and the group or channel that it stands for") };
  bot.command(
    "add_alias",
    {
      about: "Add a short name for a group or channel",
      args: both,
      examples: ['wg "ALLE WG Briefkästen"'],
      slash: false,
    },
    async (ctx, { words }) => {
      asEditor(ctx);
      const { alias, target } = readAlias(words);
      const meant = await meantBy(target, parts);
      let before: string | undefined;
      await file.change((book) => {
        const group = groupNamed(book, alias);
        if (group !== undefined)
          throw new UserError(
            `There is a group **${inert(group.name)}**, which would always be meant instead: choose another alias. Nothing was changed.`,
          );
        before = book.aliases.get(alias);
        return [{ table: "aliases", key: alias, to: meant }];
      });
      ledger.add(ctx, "added an alias", `${alias}: ${meant}`);
      const was = before === undefined || before === meant ? "" : ` Before, it stood for ${code(before)}.`;
      await ctx.reply(`:white_check_mark: ${code(alias)} stands for **${inert(meant)}** now.${was}`);
    },
  );
  const one = { alias: restOf() };
  bot.command(
    "remove_alias",
    { about: "Remove a short name", args: one, examples: ["wg"], slash: false },
    async (ctx, { alias }) => {
      asEditor(ctx);
      const key = aliasKey(unquoted(alias));
      let target = "";
      await file.change((book) => {
        const known = book.aliases.get(key);
        if (known === undefined) {
          const near = nearTo(key, book.aliases.keys());
          throw new UserError(
            `There is no alias ${code(key)}.${near.length === 0 ? "" : ` Did you mean ${near.map((each) => code(each)).join(" or ")}?`}`,
          );
        }
        target = known;
        return [{ table: "aliases", key }];
      });
      ledger.add(ctx, "removed an alias", `${key}: ${target}`);
      await ctx.reply(`:wastebasket: ${code(key)} does not stand for **${inert(target)}** any more.`);
    },
  );
}

/** The first word is the alias; the rest the target, in quotes or not, as postbot takes it. */
function readAlias(words: string): { readonly alias: string; readonly target: string } {
  const [first, ...others] = readWords(straight(words));
  const target = others.length === 1 ? others[0]?.text : others.map(({ text }) => text).join(" ");
  const alias = aliasKey(first?.text ?? "");
  if (alias === "" || target === undefined || target.trim() === "")
    throw new UserError(`Write the alias and what it stands for: ${code('!add_alias wg "ALLE WG Briefkästen"')}.`);
  if (/[,;"\n]/.test(alias)) throw new UserError("An alias can have no commas and no quotes in it.");
  return { alias, target: target.trim() };
}

/** The group, or the channel that may be named alone. @throws UserError when it is neither. */
async function meantBy(target: string, { file, directory }: TalkParts): Promise<string> {
  const book = await file.read();
  const group = groupNamed(book, target);
  if (group !== undefined) return group.name;
  const bare = target.replace(/^~/, "");
  const byId = await directory.byId(bare);
  const places = byId === undefined ? await directory.byName(bare) : [byId];
  const place = places.find((each) => book.whitelist.includes(each.place.id))?.place;
  if (place !== undefined) return target;
  if (places.length > 0)
    throw new UserError(
      `${code(target)} is not on the whitelist of ${file.shown}, so an alias could not reach it. Nothing was changed.`,
    );
  const near = nearTo(target, [
    ...book.groups.keys(),
    ...(await directory.all()).filter(({ id }) => book.whitelist.includes(id)).map(({ name }) => name),
  ]);
  const hint = near.length === 0 ? "" : ` Did you mean ${near.map((each) => code(each)).join(" or ")}?`;
  throw new UserError(`There is no group and no channel called ${code(target)}.${hint} Nothing was changed.`);
}
