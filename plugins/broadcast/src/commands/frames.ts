/** `!set_header` and `!set_footer`: what stands above and below whatever goes to a group. */
import { type CommandContext, type PluginScope, UserError, code, codeBlock, inert, rest as restOf } from "matterwright";
import { DEFAULT } from "../book/book.ts";
import type { TalkParts } from "../talk/parts.ts";
import { asEditor } from "./guard.ts";
import { known, readNamed } from "./groups.ts";

const KINDS = {
  header: { table: "headers", where: "above" },
  footer: { table: "footers", where: "below" },
} as const;

type Kind = keyof typeof KINDS;

export function frames(bot: PluginScope, parts: TalkParts): void {
  for (const kind of ["header", "footer"] as const)
    bot.command(
      `set_${kind}`,
      {
        about: `Have something stand ${KINDS[kind].where} whatever goes to a group`,
        details: "`*` stands for everything that has none of its own. Without a text the group has none any more.",
        args: { what: restOf().describe("a group, in quotes where it has spaces, and the text") },
        examples: ['"Floor 1" **News of floor 1**', "* Questions? Write to @ann", "man"],
        slash: false,
      },
      async (ctx, _, { line, from }) => {
        asEditor(ctx);
        await ctx.reply(await set(ctx, { kind, ...readNamed(line.slice(from)) }, parts));
      },
    );
}

interface Wanted {
  readonly kind: Kind;
  readonly name: string;
  readonly text: string;
}

async function set(ctx: CommandContext, { kind, name, text }: Wanted, { file, ledger }: TalkParts): Promise<string> {
  const { table, where } = KINDS[kind];
  let before: string | undefined;
  let shown = DEFAULT;
  await file.change((book) => {
    shown = name === DEFAULT ? DEFAULT : known(book, name).name;
    before = book[table].get(shown);
    if (text === "" && before === undefined)
      throw new UserError(`${named(shown)} has no ${kind}. Nothing was changed.`);
    return [text === "" ? { table, key: shown } : { table, key: shown, to: text }];
  });
  ledger.add(ctx, text === "" ? `removed a ${kind}` : `set a ${kind}`, `${shown}: ${text}`);
  const was = before === undefined ? "" : ` Before, it was:\n${codeBlock(before)}`;
  return text === ""
    ? `:wastebasket: ${named(shown)} has no ${kind} any more.${was}`
    : `:white_check_mark: This stands ${where} whatever goes to ${named(shown)} now:\n${codeBlock(text)}${was}`;
}

function named(group: string): string {
  return group === DEFAULT ? `what has none of its own (${code(DEFAULT)})` : `**${inert(group)}**`;
}
