/**
 * A bot that installs plugins, in a program of its own: a test runner loads modules in another way. It reads what to say to the bot, a line
 * each, and prints what the bot answers, as JSON. Started by the tests of the installer.
 */
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import chatops from "@matterwright/chatops";
import { addInstalled } from "../src/installer/add.ts";
import { installer } from "../src/installer/installer.ts";
import { InstallRecord } from "../src/installer/record.ts";

const [home = "", sources = ""] = process.argv.slice(2);
const record = new InstallRecord(join(home, "data/plugins"));
const env = Object.fromEntries(
  Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
);
const said: string[] = [];
const found: Parameters<Bot["plugin"]>[] = [];
await addInstalled(
  { plugin: (...added: Parameters<Bot["plugin"]>) => found.push(added) } as unknown as Bot,
  record,
  (text) => said.push(text),
);
const town = await stage((options) => {
  const bot = new Bot(options).plugin(chatops);
  bot.plugin(
    installer({
      home,
      env,
      record,
      isAllowed: true,
      sources: sources === "" ? [] : sources.split(","),
    }),
  );
  for (const added of found) bot.plugin(...added);
  return bot;
});
if (said.length > 0) process.stdout.write(`${JSON.stringify(said.join("\n"))}\n`);

for await (const line of createInterface({ input: process.stdin })) {
  const [who = "", text = ""] = line.split(/:\s?(.*)/s);
  if (who === "file") {
    const [name = "", content = ""] = text.split(/\s(.*)/s);
    writeFileSync(join(home, name), content);
    continue;
  }
  const person = town.person(who);
  await person.looksAt("ops");
  const before = person.posts.length;
  await person.says(text, { in: "ops" });
  // npm and git are programs: the town rests while they work.
  while (person.posts.length < before + 2) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await town.rest();
  }
  process.stdout.write(`${JSON.stringify(person.sees)}\n`);
}
await town.stop();
