/** What holds for every command of an operator's bot, whichever they are. */
import { stage } from "@matterwright/testing";
import { Bot, type BotOptions, plugin } from "matterwright";
import { expect, test } from "vitest";
import chatops from "./index.ts";

test("every command explains itself with -h and --help, and does nothing then", async () => {
  const names: string[] = [];
  const ran: string[] = [];
  const looking = plugin({
    name: "looking",
    setup(bot) {
      bot
        .command("names", { about: "Names" }, async (ctx) => {
          names.push(...(await bot.commands.visible(ctx)).map(({ name }) => name));
        })
        .around({ after: (_, { command }, { ending }) => void (ending === "done" && ran.push(command.name)) });
    },
  });
  // There are more commands than a bot answers in a minute in one place.
  const storm = { repliesPerMinute: Infinity };
  const make = (options: BotOptions): Bot =>
    new Bot({ ...options, storm, admins: ["ann"] }).plugin(chatops).plugin(looking);
  await using town = await stage(make);
  const ann = town.person("ann");
  await ann.says("!names", { in: "@wright" });
  expect(names.length).toBeGreaterThan(30);
  for (const [index, name] of names.entries()) {
    await ann.says(`!${name} ${index % 2 === 0 ? "-h" : "--help"}`);
    expect(ann.sees).toMatch(new RegExp(`^\\*\\*\`!?${name}`));
  }
  expect(ran).toEqual(["names"]);
});
