/** `!plugin …` as an operator types it, with what is typed wrong. */
import { stage } from "@matterwright/testing";
import { Bot, type BotOptions, plugin, z } from "matterwright";
import { describe, expect, test } from "vitest";
import chatops from "../index.ts";

const karma = plugin({
  name: "karma",
  version: "1.2.0",
  about: "Counts points",
  config: z.object({
    cap: z.number().max(100).default(10),
    token: z.string().meta({ secret: true }).default("none"),
  }),
  setup: (bot, { cap }) => void bot.command("karma", { about: "Show points" }, (ctx) => ctx.reply(`up to ${cap}`)),
});
const origin = { file: "plugins/karma.ts", load: () => Promise.resolve(karma) };
const bot = (options: BotOptions): Bot => new Bot(options).plugin(chatops).plugin(karma, undefined, origin);

describe("!plugin", () => {
  test.each([
    [
      "deactivate karma",
      ":white_check_mark: `karma` is inactive until the next start, or until it is activated.",
      "!karma",
    ],
    ["block karma too loud", ":white_check_mark: `karma` is blocked until `!plugin unblock karma`.", "!karma"],
    ["blacklist karma", ":white_check_mark: `karma` is blocked until `!plugin unblock karma`.", "!karma"],
    ["reload karma", ":white_check_mark: `karma` was loaded anew.", "up to 10"],
    ["config karma cap=20", '"cap": 20', "up to 20"],
    ['config karma {"cap": 30}', '"cap": 30', "up to 30"],
    [
      "config karma cap=200",
      "so nothing was changed: `cap` must be at most 100, not `200`. For example: `cap=10`.",
      "up to 10",
    ],
    [
      "config karma capp=20",
      "There is no `capp` to configure, so nothing was changed: there is `cap`, `token`. Did you mean `cap`?",
      "up to 10",
    ],
    ["config karma cap.deep=20 old=null", "so nothing was changed: `cap` must be a number, not", "up to 10"],
    ["config karma cap", "`cap` is no change: write `cap=20`, or JSON.", "up to 10"],
    ['config karma {"cap": }', "That is no JSON:", "up to 10"],
    ["activate karma", "The plugin karma is active already.", "up to 10"],
    ["reload krama", "There is no plugin called krama: there are chatops, karma. Did you mean karma?", "up to 10"],
    ["info krama", "There is no plugin called `krama`: see `!plugin list`. Did you mean `karma`?", "up to 10"],
    ["deactivate chatops", "`chatops` has the commands that would bring it back, so it stays.", "up to 10"],
    ["config chatops", "`chatops` is configured with", "up to 10"],
    ["config karma token=s3cret", "`token` is a secret, so I did not take it here", "up to 10"],
  ])("%s", async (typed, said, after) => {
    await using town = await stage(bot);
    const ann = town.person("ann");
    await ann.says(`!plugin ${typed}`, { in: "ops" });
    expect(ann.sees).toContain(said);
    await ann.says("!karma", { in: "ops" });
    expect(after === "!karma" ? ann.sees.includes("karma") : ann.sees === after).toBe(true);
  });

  test("takes a secret in a direct message, and never shows it", async () => {
    await using town = await stage(bot);
    const ann = town.person("ann");
    await ann.says("plugin config karma token=s3cret", { in: "@wright" });
    expect(ann.sees).toBe(
      ':white_check_mark: `karma` is configured with\n```json\n{\n  "cap": 10,\n  "token": "•••"\n}\n```',
    );
  });

  test("tells what is known of one, more to administrators", async () => {
    await using town = await stage(bot);
    await town.person("ben").says("!plugin info karma", { in: "ops" });
    expect(town.person("ben").sees).toBe(
      "**karma**: Counts points\n- Version: 1.2.0\n- State: active\n- Commands: `!karma`",
    );
    await town.person("ann").says("!plugin info karma", { in: "ops" });
    expect(town.person("ann").sees).toContain("- File: plugins/karma.ts");
  });

  test("is for administrators where it changes something", async () => {
    await using town = await stage(bot);
    const ben = town.person("ben");
    for (const verb of ["deactivate", "block", "reload", "config"]) {
      await ben.says(`!plugin ${verb} karma`, { in: "ops" });
      expect(ben.sees).toContain("Only administrators");
    }
  });
});
