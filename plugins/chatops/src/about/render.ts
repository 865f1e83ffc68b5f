/** `!render test`: a sample of everything that a message can show, to see what a client makes of it. */
import { type PluginScope, codeBlock, table } from "matterwright";

export function render(bot: PluginScope): void {
  const about = "Show a sample of everything that a message can look like";
  bot.command("render test", { about, slash: false, aliases: ["render"] }, async (ctx) => {
    const card = { title: "A card", text: "with *Markdown* in it", color: "#166de0", fields: [...FIELDS] };
    await ctx.reply(SAMPLE, { attachments: [card] });
  });
}

const FIELDS = [
  { title: "Short", value: "one", short: true },
  { title: "Short, too", value: "two", short: true },
] as const;

const SAMPLE = [
  "#### A heading",
  "**bold**, *italic*, ***both***, ~~struck out~~, `code`, [a link](https://mattermost.com), :tada:",
  "> A quote,\n> over two lines.",
  "1. one\n2. two\n   - a point below it\n\n- [x] done\n- [ ] to do",
  table(
    ["Left", "Right"],
    [
      ["a", "1"],
      ["`b`", "**2**"],
    ],
  ),
  codeBlock('const hello = "world";', "js"),
  "---",
  "Signs that have to stay as they are: <b> & \"quotes\" 'single' \\* # | ä ß 漢 🎉",
].join("\n\n");
