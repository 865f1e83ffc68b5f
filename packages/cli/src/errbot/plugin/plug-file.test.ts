/** What `matterwright import errbot` makes of `.plug` files, and that what it tells people to write exists here. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import { expect, test } from "vitest";
import { TestingHome } from "../../../test/home.ts";
import { run } from "../../run.ts";
import { fakeTerminal } from "../../testing-terminal.ts";
import { readPlug } from "./plug-file.ts";

const home = new TestingHome("plug test");

async function typed(...args: readonly string[]): Promise<string> {
  const terminal = fakeTerminal({ cwd: home.path });
  await run(["import", "errbot", ...args], terminal);
  return terminal.all();
}

const PLUG = `[Core]
Name = Daily Message
Module = main
DependsOn = Shop Keeper, Health

[Documentation]
Description = Says good morning

[Python]
Version = 3

; a comment
[Errbot]
Min = 6.1.0
`;

const ALL_CALLBACKS = [
  "botmessage",
  "connect",
  "mention",
  "message",
  "presence",
  "reaction",
  "room_joined",
  "room_left",
  "room_topic",
  "stream",
];

const SOURCE = `from errbot import BotPlugin, botcmd

class Daily(BotPlugin):
    """Of the class"""

    @botcmd
    def daily_stats(self, msg, args):
        """Show it"""
        return "fine"

${ALL_CALLBACKS.map((name) => `    def callback_${name}(self, it):\n        pass\n`).join("\n")}`;

test("names the plugin as people knew it, with what it is about and what it needs", async () => {
  home.write("config.py", "");
  home.write("old/main.py", SOURCE);
  home.write("old/daily.plug", PLUG);
  home.write("old/requirements.txt", "requests>=2 # for HTTP\n\n-r more.txt\n");
  const said = await typed("config.py", "old", "--to", "new");
  for (const line of [
    "--- old/main.py: Daily Message, Says good morning",
    "becomes plugins/daily-message.ts",
    "Needs: shop-keeper, health",
    "errbot min 6.1.0 is about Errbot and Python, and needed no more",
    "requirements.txt names packages of Python (requests>=2)",
  ])
    expect(said).toContain(line);
  const text = readFileSync(join(home.path, "new/plugins/daily-message.ts"), "utf8");
  expect(text).toContain('needs: ["shop-keeper","health"],');
});

test("may be named itself; one whose module is not there is said", async () => {
  home.write("config.py", "");
  home.write("old/main.py", SOURCE);
  home.write("old/daily.plug", PLUG);
  home.write("old/lost.plug", "[Core]\nName = Lost\nModule = lost\n");
  expect(await typed("config.py", "old/daily.plug")).toContain("--- old/main.py: Daily Message");
  expect(await typed("config.py", "old/lost.plug")).toContain(
    "old/lost.plug speaks of lost.py, which is not beside it.",
  );
  expect(readPlug("no section = here").name).toBe("");
});

test("every listener that it tells people to write is one that there is", async () => {
  home.write("config.py", "");
  home.write("main.py", SOURCE);
  const said = await typed("config.py", "main.py");
  const words = [...said.matchAll(/bot\.on\("([\w-]+)"/g)].map(([, word = ""]) => word);
  expect(words.length).toBeGreaterThan(10);
  for (const name of ALL_CALLBACKS) expect(said).toContain(`callback_${name}: `);
  await using town = await stage((options) => {
    const bot = new Bot(options);
    for (const word of words) bot.on(word as "message", () => {});
    return bot;
  });
  expect(town.bot.status().link).toBe("live");
});
