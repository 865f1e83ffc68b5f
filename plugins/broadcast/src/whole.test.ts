/** The whole of it, as people meet it: a message to the bot, where it shall go, yes, and what arrived. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stage, stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import { afterEach, beforeEach, expect, test } from "vitest";
import broadcast from "./index.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "broadcast "));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function open(): Promise<Stage> {
  const channelsFile = join(folder, "channels.toml");
  const town = await stage((options) => new Bot(options).plugin(broadcast, { channelsFile, admins: ["@ann"] }));
  const { ops, "off-topic": offTopic } = town.town.channels;
  writeFileSync(channelsFile, `[groups]\n"Everybody" = [ "${ops.id}", "${offTopic.id}",]\n`);
  return town;
}

test("a message with a file is announced to a group, word for word, and its author sees it arrive", async () => {
  await using town = await open();
  const ann = town.person("ann");
  await ann.looksAt("@wright");
  const plan = await ann.uploads("plan.txt", "To the roof");
  await ann.says("The lift is broken. See the plan.", { in: "@wright", files: [plan] });
  await ann.says("Everybody", { in: "@wright" });
  await ann.says("yes", { in: "@wright" });
  await town.wait("1m");
  expect(ann.sees).toContain("2 of 2 arrived");
  for (const place of ["ops", "off-topic"]) {
    await ann.looksAt(place);
    expect(ann.sees).toBe("The lift is broken. See the plan.");
    expect(ann.posts.at(-1)?.metadata?.files?.map(({ name }) => name)).toEqual(["plan.txt"]);
  }
});
