/** `template save`, `list`, `show`, `use` and `remove`: texts that are announced again and again, under a name. */
import {
  type CommandContext,
  type Context,
  type PluginScope,
  UserError,
  code,
  codeBlock,
  inert,
  momentIn,
  rest as restOf,
  table,
} from "matterwright";
import type { SavedText } from "../filling/templates.ts";
import type { TalkParts } from "../talk/parts.ts";
import type { Written } from "../talk/state.ts";
import { placesIn } from "../text/places.ts";
import { asAuthor } from "./guard.ts";
import { readNamed, unquoted } from "./groups.ts";

const SHORT = 60;

export interface TemplatesParts extends TalkParts {
  /** Does something in the dialog with somebody. @param act is given the announcement that they are making, where there is one */
  readonly talking: (ctx: Context<"post">, act: (open: Written | undefined) => Promise<void>) => Promise<void>;
  /** Begins an announcement, within the dialog. */
  readonly begin: (ctx: Context<"post">, message: Written) => Promise<void>;
}

export function templates(bot: PluginScope, parts: TemplatesParts): void {
  const named = { name: restOf().describe("of a template") };
  bot.command(
    "template list",
    { about: "List the texts that are kept for announcements", slash: false },
    async (ctx) => {
      await asAuthor(ctx, parts);
      const rows = (await parts.templates.list()).map(({ name, text, by }) => [
        code(name),
        short(text),
        placesOf(text),
        `@${by.username}`,
      ]);
      await ctx.reply(
        rows.length === 0
          ? `There are no templates. ${code('template save "Name" Hello {{name}}')} keeps one.`
          : table(
              ["Template", "Text", "Values", "By"],
              rows.map((row) => row.map((cell, index) => (index === 0 ? cell : inert(cell)))),
            ),
      );
    },
  );
  bot.command(
    "template save",
    {
      about: "Keep a text for announcements under a name",
      details: "Without a text it keeps that of the announcement which you are making.",
      args: { what: restOf().describe("a name, in quotes where it has spaces, and the text") },
      examples: ['"Weekly slots" Hello {{name}}, your slot is {{slot}}', "Slots"],
      slash: false,
    },
    async (ctx, _, { line, from }) => {
      await asAuthor(ctx, parts);
      await ctx.reply(await save(ctx, line.slice(from), parts));
    },
  );
  bot.command(
    "template show",
    { about: "Show a text that is kept for announcements", args: named, examples: ["Weekly slots"], slash: false },
    async (ctx, { name }) => {
      await asAuthor(ctx, parts);
      const { text, by, at, name: shown } = await parts.templates.get(unquoted(name));
      const zone = (await ctx.find.chosenZone()) ?? parts.zone;
      await ctx.reply(
        `**${inert(shown)}**, by ${inert(`@${by.username}`)}, ${momentIn(at, zone)}:\n${codeBlock(text)}`,
      );
    },
  );
  bot.command(
    "template use",
    {
      about: "Announce a text that is kept",
      details: "Files that you send along are announced with it, or fill it in where one is a table.",
      args: named,
      examples: ["Weekly slots"],
      slash: false,
    },
    async (ctx, { name }) => {
      await asAuthor(ctx, parts);
      await use(ctx, unquoted(name), parts);
    },
  );
  bot.command(
    "template remove",
    { about: "Keep a text no longer", args: named, examples: ["Weekly slots"], slash: false },
    async (ctx, { name }) => {
      await asAuthor(ctx, parts);
      const found = await parts.templates.get(unquoted(name));
      mayChange(ctx, found);
      await parts.templates.remove(found.name);
      parts.ledger.add(ctx, "removed a template", found.name);
      await ctx.reply(
        `:wastebasket: The template **${inert(found.name)}** is removed. It said:\n${codeBlock(found.text)}`,
      );
    },
  );
}

async function save(ctx: CommandContext, said: string, parts: TemplatesParts): Promise<string> {
  const { name, text: given } = readNamed(said);
  let text = given;
  if (text === "" && ctx.is("post"))
    await parts.talking(ctx, async (open) => {
      text = open?.text ?? "";
    });
  if (text.trim() === "")
    throw new UserError(`Write the text behind the name: ${code(`template save "${name}" Hello {{name}}`)}.`);
  const before = await parts.templates.find(name);
  if (before !== undefined) mayChange(ctx, before);
  const { id, username } = ctx.user;
  await parts.templates.save({ name, text, by: { id, username }, at: ctx.now.getTime() });
  parts.ledger.add(ctx, before === undefined ? "saved a template" : "changed a template", name);
  const was = before === undefined ? "" : ` Before, it said:\n${codeBlock(before.text)}`;
  const places = placesOf(text);
  return `:white_check_mark: ${code(`template use ${name}`)} announces this text now${places === "" ? "" : `, with values for ${places}`}.${was}`;
}

async function use(ctx: CommandContext, name: string, parts: TemplatesParts): Promise<void> {
  if (!ctx.is("post")) throw new UserError("This works in a direct message to me only.");
  const { text } = await parts.templates.get(name);
  const { id, file_ids: fileIds } = ctx.post;
  await parts.talking(ctx, async (open) => {
    if (open !== undefined)
      throw new UserError(
        "You are in the middle of announcing something: send it, or `cancel` it, and then write this again.",
      );
    // No post of its author's says this text, so that no edit of one changes it.
    await parts.begin(ctx, { text, fileIds: [...(fileIds ?? [])], postId: `template-${id}` });
  });
}

/** @throws UserError for anybody but whoever saved it, and administrators. */
function mayChange(ctx: CommandContext, { name, by }: SavedText): void {
  if (!ctx.isAdmin && ctx.user.id !== by.id)
    throw new UserError(`The template ${code(name)} is of @${by.username}: only they and my administrators change it.`);
}

function placesOf(text: string): string {
  return placesIn(text)
    .map(({ name }) => `{{${name}}}`)
    .join(", ");
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return [...line].length > SHORT ? `${[...line].slice(0, SHORT).join("")}…` : line;
}
