/** A folder of postbot's, as it is: its settings, its groups and its log file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Simulator, demoTown } from "@matterwright/sim";
import { listen } from "@matterwright/sim/node";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { settingsOf } from "../settings/settings.ts";
import { fakeTerminal } from "../testing-terminal.ts";

test("a folder of postbot's works as it is", async () => {
  const home = mkdtempSync(join(tmpdir(), "postbot test "));
  const sim = new Simulator();
  const town = demoTown(sim);
  const door = await listen(sim, { port: 0 });
  const { ops, "off-topic": offTopic } = town.channels;
  const toml = `whitelist = [ "${offTopic.id}",]\n[groups]\n"ALLE Cluster Briefkästen" = [ "${ops.id}",] # all\n`;
  writeFileSync(join(home, "channels.toml"), toml);
  const env = [
    `URL=${door.url}`,
    `TOKEN=${town.bot.token}`,
    "TEAM_NAME=demo",
    "SESSION_TTL_SECONDS=300",
    "SESSION_CLEANUP_INTERVAL_SECONDS=60",
    "CHANNEL_CACHE_TTL_SECONDS=3600",
    "LOG_LEVEL=INFO",
    "CONSOLE_LOG_LEVEL=WARNING",
    "LOG_FILE=logs/bot.log",
    "BOT_LOG_CHANNEL_ID=",
    "CHANNELS_TOML_PATH=channels.toml",
    "DB_PATH=broadcast_log.db",
    "TASKS_DIR=tasks",
    "SCHEDULER_TOML_PATH=scheduler.toml",
    "BROADCAST_AUTHORS=*",
  ];
  writeFileSync(join(home, ".env"), env.join("\n"));
  const terminal = fakeTerminal();
  const code = run(["start", "--from", home], terminal);
  const early = code.then((ended) => Promise.reject(new Error(`ended with ${ended}: ${terminal.all()}`)));
  await Promise.race([terminal.firstPrint, early]);
  const ben = sim.person("ben");
  const arrived = (text: string): boolean =>
    [...sim.world.posts.values()].some(({ message, user_id }) => user_id === town.bot.id && message.includes(text));
  const say = async (text: string, answer: string): Promise<void> => {
    await ben.says(text, { in: "@wright" });
    while (!arrived(answer)) await setImmediate();
  };
  await say("man the desk at noon, please", "Step 1 of 2");
  await say("alle cluster briefkästen", "To **1 channel**: ~ops.");
  await ben.says("yes", { in: "@wright" });
  while (
    ![...sim.world.posts.values()].some(
      ({ channel_id, message }) => channel_id === ops.id && message === "man the desk at noon, please",
    )
  )
    await setImmediate();
  terminal.interrupt();
  expect(await code).toBe(0);
  expect(readFileSync(join(home, "channels.toml"), "utf8")).toBe(toml);
  expect(readFileSync(join(home, "logs/bot.log"), "utf8")).toMatch(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] INFO/);
  expect(terminal.noted.filter((line) => line.includes('"info"'))).toEqual([]);
  sim.stop();
  await door.close();
  rmSync(home, { recursive: true });
});

test("a folder that names nobody starts, and says once that nobody may announce", async () => {
  const home = mkdtempSync(join(tmpdir(), "postbot test "));
  const sim = new Simulator();
  const town = demoTown(sim);
  const door = await listen(sim, { port: 0 });
  writeFileSync(join(home, "channels.toml"), "");
  writeFileSync(join(home, ".env"), `URL=${door.url}\nTOKEN=${town.bot.token}\n`);
  const terminal = fakeTerminal();
  const code = run(["start", "--from", home], terminal);
  await terminal.firstPrint;
  terminal.interrupt();
  expect(await code).toBe(0);
  expect(
    terminal.noted.filter((line) => line.includes("nobody may announce anything: name administrators in BOT_ADMINS")),
  ).toHaveLength(1);
  sim.stop();
  await door.close();
  rmSync(home, { recursive: true });
});

test("the settings of broadcasts are read, and what is wrong is named", () => {
  const home = mkdtempSync(join(tmpdir(), "postbot test "));
  writeFileSync(join(home, "channels.toml"), "");
  const { broadcast } = settingsOf({ BROADCAST_APPROVE_OVER: "100", SESSION_TTL_SECONDS: "60" }, home);
  expect(broadcast).toMatchObject({
    authors: [],
    admins: [],
    approveOver: 100,
    sessionTtlMs: 60_000,
    approveMentions: false,
  });
  expect(() => settingsOf({ BROADCAST_APPROVE_OVER: "many" }, home)).toThrow(
    'BROADCAST_APPROVE_OVER="many" is no number: write a number of targets, like 100.',
  );
  rmSync(home, { recursive: true });
});
