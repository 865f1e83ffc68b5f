/** `!get_groups`, `!add_group`, `!remove_group`, `!rename_group` and their kin: the groups of `channels.toml`, read and changed from chat. */
import {
  type CommandContext,
  type PluginScope,
  UserError,
  code,
  codeBlock,
  inert,
  readWords,
  rest as restOf,
  table,
} from "matterwright";
import { nearTo } from "../audience/near.ts";
import { type Book, type Group, aliasOf, groupNamed } from "../book/book.ts";
import type { Edit } from "../book/edit.ts";
import { removal, renaming } from "../book/follow.ts";
import { type WantedGroup, groupsIn } from "../book/groups-in.ts";
import { BookError } from "../book/parse.ts";
import type { TalkParts } from "../talk/parts.ts";
import { countOf } from "../talk/show.ts";
import { Members } from "./members.ts";
import { asAuthor, asEditor } from "./guard.ts";

const LISTED_MEMBERS = 25;

export function groups(bot: PluginScope, parts: TalkParts): void {
  const members = new Members(parts);
  for (const isPrivate of [false, true]) {
    const kind = isPrivate ? "private groups" : "groups";
    const listing = {
      about: `List the ${kind} and their channels`,
      args: { name: restOf().optional().describe("of one group, to see all of it") },
      examples: ["", "Floor 1"],
      slash: false,
    };
    bot.command(isPrivate ? "get_private_groups" : "get_groups", listing, async (ctx, { name = "" }) => {
      await asAuthor(ctx, parts);
      const book = await parts.file.read();
      const shown = name.trim() === "" ? list(book, { isPrivate, members }) : one(known(book, unquoted(name)), members);
      await ctx.reply([...troubleOf(parts), await shown].join("\n\n"));
    });
    const toml = { toml: restOf().describe('TOML, like "Floor 1" = ["channel id", "channel id"]') };
    const spec = {
      about: `Add ${kind}, or give them other channels`,
      args: toml,
      examples: ['"Floor 1" = ["14d9s71is3fh3duwj9a6u9k4jr"]'],
      slash: false,
    };
    bot.command(isPrivate ? "add_private_group" : "add_group", spec, async (ctx, _, { line, from }) => {
      asEditor(ctx);
      await ctx.reply(await add(ctx, { text: line.slice(from), isPrivate, parts, members }));
    });
  }
  const named = { name: restOf().describe("of a group") };
  bot.command(
    "remove_group",
    { about: "Remove a group; its channels stay", args: named, examples: ["Floor 1"], slash: false },
    async (ctx, { name }) => {
      asEditor(ctx);
      await ctx.reply(await remove(ctx, unquoted(name), parts));
    },
  );
  const renamed = { names: restOf().describe("the group and its new name, in quotes where they have spaces") };
  bot.command(
    "rename_group",
    { about: "Give a group another name", args: renamed, examples: ['"Floor 1" "Ground floor"'], slash: false },
    async (ctx, { names }) => {
      asEditor(ctx);
      const [from, to, more] = readWords(straight(names)).map(({ text }) => text);
      if (from === undefined || to === undefined || more !== undefined)
        throw new UserError(`Write both names in quotes: ${code('!rename_group "Floor 1" "Ground floor"')}.`);
      await ctx.reply(await rename(ctx, { from, to: to.trim() }, parts));
    },
  );
}

/** What is wrong with the file as it is. */
export function troubleOf({ file }: Pick<TalkParts, "file">): string[] {
  return file.trouble === "" ? [] : [`:warning: ${inert(file.trouble)}. What was right last still counts.`];
}

async function list(
  book: Book,
  { isPrivate, members }: { readonly isPrivate: boolean; readonly members: Members },
): Promise<string> {
  const wanted = [...book.groups.values()].filter((group) => group.isPrivate === isPrivate);
  const add = code(`!add_${isPrivate ? "private_" : ""}group "Name" = ["channel id"]`);
  if (wanted.length === 0) return `There are no ${isPrivate ? "private " : ""}groups yet. ${add} adds one.`;
  const rows = await Promise.all(
    wanted.map(async ({ name, ids }) => [inert(name), String(ids.length), await someOf(ids, members)]),
  );
  return table(["Group", "Channels", "Which"], rows);
}

/** Of a large group not all. */
async function someOf(ids: readonly string[], members: Members): Promise<string> {
  const names = (await members.names(ids.slice(0, LISTED_MEMBERS))).map((each) => inert(each)).join(", ");
  return ids.length > LISTED_MEMBERS ? `${names} and ${ids.length - LISTED_MEMBERS} more` : names;
}

async function one({ name, ids }: Group, members: Members): Promise<string> {
  const names = await members.names(ids);
  const rows = ids.map((id, index) => [inert(names[index] ?? ""), code(id)]);
  return `**${inert(name)}** (${ids.length}):\n\n${table(["Channel", "Id"], rows)}`;
}

interface Adding {
  readonly text: string;
  readonly isPrivate: boolean;
  readonly parts: TalkParts;
  readonly members: Members;
}

async function add(ctx: CommandContext, { text, isPrivate, parts, members }: Adding): Promise<string> {
  const wanted = readGroups(text, isPrivate);
  const ready = await Promise.all(
    wanted.map(async (group) => Object.assign(await members.read(group.channels), group)),
  );
  const wrong = ready.flatMap(({ name, refused }) => refused.map((each) => `${inert(name)}: ${each}`));
  if (wrong.length > 0) throw new UserError(`${wrong.join("\n")}\nNothing was changed.`);
  const told: string[] = [];
  await parts.file.change((book) => {
    told.length = 0;
    return ready.flatMap(({ name, ids, isPrivate: wantsPrivate, warnings }) => {
      const { edits, said } = addition({ name, ids, isPrivate: wantsPrivate }, book);
      told.push(said, ...warnings.map((each) => `:warning: ${each}`));
      return edits;
    });
  });
  for (const { name, ids } of ready) parts.ledger.add(ctx, "added a group", `${name}: ${ids.join(" ")}`);
  return told.join("\n");
}

function readGroups(text: string, isPrivate: boolean): WantedGroup[] {
  try {
    return groupsIn(text, isPrivate);
  } catch (error) {
    if (!(error instanceof BookError)) throw error;
    throw new UserError(
      `Line ${error.line}, column ${error.column}: ${inert(error.message)}. Nothing was changed. Write it like\n${codeBlock('!add_group "Floor 1" = ["channel id", "channel id"]')}`,
    );
  }
}

function addition(group: Group, book: Book): { edits: Edit[]; said: string } {
  const table = group.isPrivate ? "private_groups" : "groups";
  const known = groupNamed(book, group.name);
  const alias = aliasOf(book, group.name);
  const shadow = alias === undefined ? "" : ` The alias of that name, for ${code(alias)}, is not used any more.`;
  const count = countOf(group.ids.map((id) => ({ isPerson: id.startsWith("@") })));
  if (known === undefined)
    return {
      edits: [{ table, key: group.name, to: group.ids }],
      said: `:white_check_mark: **${inert(group.name)}** is added, with ${count}.${shadow}`,
    };
  const moved: Edit[] =
    known.isPrivate === group.isPrivate
      ? []
      : [{ table: known.isPrivate ? "private_groups" : "groups", key: known.name }];
  const before = code(`${JSON.stringify(known.name)} = ${JSON.stringify(known.ids)}`);
  return {
    edits: [...moved, { table, key: known.name, to: group.ids }],
    said: `:white_check_mark: **${inert(known.name)}** was there already. It has ${count} now; before it was ${before}.`,
  };
}

async function remove(ctx: CommandContext, name: string, { file, ledger }: TalkParts): Promise<string> {
  let said = "";
  let what = "";
  await file.change((book) => {
    const group = known(book, name);
    const { edits, gone } = removal(book, group);
    what = `${group.name}: ${group.ids.join(" ")}`;
    const back = code(
      `!add_${group.isPrivate ? "private_" : ""}group ${JSON.stringify(group.name)} = ${JSON.stringify(group.ids)}`,
    );
    said = `:wastebasket: **${inert(group.name)}** is removed.${gone} To have it back: ${back}`;
    return edits;
  });
  ledger.add(ctx, "removed a group", what);
  return said;
}

async function rename(
  ctx: CommandContext,
  { from, to }: { readonly from: string; readonly to: string },
  { file, ledger, renames }: TalkParts,
): Promise<string> {
  if (to === "") throw new UserError("A group needs a name.");
  let said = "";
  let old = from;
  await file.change((book) => {
    const group = known(book, from);
    const taken = groupNamed(book, to);
    if (taken !== undefined && taken.name !== group.name)
      throw new UserError(`There is a group **${inert(taken.name)}** already. Nothing was changed.`);
    if (to === group.name) throw new UserError("That is its name already.");
    const { edits, followed } = renaming(book, group, to);
    old = group.name;
    said = `:white_check_mark: **${inert(group.name)}** is called **${inert(to)}** now.${followed}`;
    return edits;
  });
  await renames.add(old, to);
  ledger.add(ctx, "renamed a group", `${old} to ${to}`);
  return said;
}

/** @throws UserError where there is no group of that name. */
export function known(book: Book, name: string): Group {
  const group = groupNamed(book, name);
  if (group !== undefined) return group;
  const near = nearTo(name, book.groups.keys());
  const hint = near.length === 0 ? "" : ` Did you mean ${near.map((each) => code(each)).join(" or ")}?`;
  throw new UserError(`There is no group called ${code(name)}.${hint}`);
}

/** A name that may stand in quotes. */
export function unquoted(text: string): string {
  const [, inner] = /^"(.*)"$/s.exec(straight(text).trim()) ?? [];
  return inner ?? text.trim();
}

/** Telephones write “curly” quotes. */
export function straight(text: string): string {
  return text.replaceAll(/[“”„]/g, '"');
}

/** A name, in quotes or a word, and what stands behind it. */
export function readNamed(said: string): { readonly name: string; readonly text: string } {
  const [, quoted, word = "", text = ""] = /^\s*(?:[“”„"]([^“”„"]*)[“”„"]|(\S+))\s*([^]*)$/.exec(said) ?? [];
  return { name: (quoted ?? word).trim(), text: text.trimEnd() };
}
