/** Announcing from a shell, beside a bot that runs: once the whole program with real time, and for all else a bot whose clock need not be waited for. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import broadcast from "@matterwright/broadcast";
import { Simulator, demoTown } from "@matterwright/sim";
import { listen } from "@matterwright/sim/node";
import { sqlite } from "@matterwright/sql";
import { type Stage, stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import { afterEach, expect, test } from "vitest";
import { databaseFile } from "../durable/open.ts";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

test("a text with a file goes where --to says, is listed and shown, and what cannot be understood is named", async () => {
  const sim = new Simulator();
  const { bot, channels } = demoTown(sim);
  const server = await listen(sim, { port: 0 });
  const home = mkdtempSync(join(tmpdir(), "broadcast test "));
  cleanUps.push(
    () => server.close(),
    () => sim.stop(),
    () => rmSync(home, { recursive: true }),
  );
  writeFileSync(join(home, "channels.toml"), `[groups]\n"Group A" = [ "${channels["off-topic"].id}",]\n`);
  writeFileSync(join(home, "plan.txt"), "To the roof");
  const env = { MATTERMOST_URL: server.url, MATTERMOST_TOKEN: bot.token, BOT_LOG_CHANNEL_ID: "~leads" };
  const shell = async (...args: readonly string[]): Promise<readonly [number, string]> => {
    const terminal = fakeTerminal({ env, cwd: home });
    return [await run(["broadcast", ...args], terminal), terminal.all()];
  };
  const running = fakeTerminal({ env, cwd: home });
  const over = run(["start"], running);
  await running.firstPrint;
  const text = "The lift is broken";
  const [refused, announced] = await Promise.all([
    shell("--to", "Group B", text),
    shell("--to", "Group A, ~ops", "--file", "plan.txt", "--ack", "within 2h", text),
  ]);
  expect(refused).toEqual([64, 'Nothing was sent: "Group B" is unknown: is "Group A" meant?']);
  expect(announced).toEqual([0, "Broadcast 1 goes to 2 targets: `matterwright broadcast show 1`"]);
  const person = sim.person("ann");
  for (const place of ["ops", "off-topic"]) {
    await person.looksAt(place);
    while (person.posts.at(-1)?.message !== text) await setTimeout(20);
    expect(person.posts.at(-1)?.file_ids).toHaveLength(1);
  }
  await person.looksAt("leads");
  while (!person.sees.includes("2 of 2 arrived")) await setTimeout(20);
  expect(await shell("list")).toEqual([0, `   1  sent         2 of 2 arrived  ${text}`]);
  expect((await shell("show", "1"))[1].split("\n")).toMatchObject([
    expect.stringContaining("2 of 2 arrived"),
    expect.stringMatching(/^ {2}sent {6}~off-topic {2}\w{26}$/),
    expect.stringMatching(/^ {2}sent {6}~ops {2}\w{26}$/),
  ]);
  expect(await shell("cancel", "1")).toEqual([64, "Broadcast 1 has ended already."]);
  const [, acks] = await shell("acks", "last");
  expect(acks.split("\n")).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Broadcast 1: 0 of \d have read it$/),
      expect.stringMatching(/^ {2}~ops {2}0 of \d$/),
      "  missing  @ann",
    ]),
  );
  running.interrupt();
  expect(await over).toBe(0);
}, 120_000);

interface Beside {
  readonly town: Stage;
  readonly home: string;
  /** Runs `matterwright broadcast`: its exit code, and what it said. */
  readonly shell: (...args: readonly string[]) => Promise<readonly [number, string]>;
}

/** A bot on a stage that keeps everything in a home, and a shell in that home. The bot's time passes while the shell waits. */
async function beside(): Promise<Beside> {
  const home = mkdtempSync(join(tmpdir(), "beside test "));
  const channelsFile = join(home, "channels.toml");
  const town = await stage((options) => new Bot(options).plugin(broadcast, { channelsFile }), {
    startMs: Date.now(),
    durable: (clock) => sqlite({ file: databaseFile(home), clock }),
  });
  const { sim } = town;
  writeFileSync(channelsFile, `[groups]\n"Group A" = [ "${town.town.channels["off-topic"].id}",]\n`);
  const server = await listen(sim, { port: 0 });
  cleanUps.push(
    () => rmSync(home, { recursive: true }),
    () => town[Symbol.asyncDispose](),
    () => server.close(),
  );
  const env = { MATTERMOST_URL: server.url, MATTERMOST_TOKEN: town.town.bot.token };
  const shell: Beside["shell"] = async (...args) => {
    const terminal = fakeTerminal({ env, cwd: home });
    const over = run(["broadcast", ...args], terminal);
    // The bot looks for orders every three seconds of its own.
    while ((await Promise.race([over, setTimeout(50, "waiting")])) === "waiting") await town.wait("3s");
    return [await over, terminal.all()];
  };
  return { town, home, shell };
}

const TEXT = "The lift is broken";

test("what repeats is moved, skipped, paused, resumed and cancelled by its number, or as the last", async () => {
  const { shell } = await beside();
  expect(await shell("pause", "last")).toEqual([64, "Nothing was announced yet."]);
  expect(await shell("retry", "2")).toEqual([
    64,
    "There is no broadcast `2`. `broadcast list` shows those that I remember.",
  ]);
  expect((await shell(TEXT))[1]).toContain("--to is missing");
  expect(await shell("--to", "~ops", "--at", "at 25:00", TEXT)).toMatchObject([
    64,
    expect.stringContaining("Nothing was sent: No clock ever shows 25:00."),
  ]);
  const [, repeats] = await shell("--to", "~ops", "--at", "every 24 december at 9:00", TEXT);
  expect(repeats).toMatch(
    /^Broadcast 1 goes to 1 target, every 24 December at 09:00 \(UTC\): first on \w+ \d{4}-12-24 09:00/,
  );
  const [, skipped] = await shell("skip", "last");
  expect(skipped).toMatch(/to 1, every 24 December at 09:00.*\nIt leaves out \w+ \d{4}-12-24 09:00 \(UTC\)\.$/);
  const [, moved] = await shell("move", "last", "every 24 december at 18:00");
  expect(moved).toMatch(/^Broadcast 1 goes out every 24 December at 18:00 \(UTC\): first on \w+ \d{4}-12-24 18:00/);
  expect((await shell("move", "1", "tomorrow 9:00"))[1]).toContain("Broadcast 1 repeats: say other times");
  expect((await shell("pause", "1"))[1]).toMatch(/^ {3}1 {2}paused {7}to 1, every 24 December at 18:00.* The lift/);
  expect(await shell("pause", "1")).toEqual([64, "Broadcast 1 is paused already."]);
  expect((await shell("resume", "1"))[1]).toMatch(/^ {3}1 {2}repeating {4}to 1/);
  expect((await shell("cancel", "1"))[1]).toMatch(
    /^ {3}1 {2}cancelled {4}to 1, every 24 December at 18:00 {2}The lift/,
  );
});

test("what is being sent is paused and goes on where it was, and each target is shown with its time", async () => {
  const { town, shell } = await beside();
  const timezone = { useAutomaticTimezone: "false", manualTimezone: "Asia/Kathmandu", automaticTimezone: "" };
  await town.sim.person("ben").calls("PUT /api/v4/users/me/patch", { timezone });
  await shell("--to", "@ben, @cat", "--at", "tomorrow 9:00 their time", TEXT);
  expect((await shell("show", "last"))[1]).toMatch(/ {2}pending {3}@ben, \S.*03:15.*\n {2}pending {3}@cat, \S.*09:00/);
  expect((await shell("pause", "1"))[1]).toContain("paused");
  town.clock.jump(town.clock.now() + 2 * 86_400_000);
  await town.wait("10s");
  expect((await shell("resume", "last"))[1]).toContain("scheduled");
  await town.wait("10s");
  expect((await shell("show", "1"))[1]).toContain("2 of 2 arrived");
});

test("values, a priority and somebody's name come along, and who it is announced as is told", async () => {
  const { town, home, shell } = await beside();
  expect((await shell("--to", "~ops", "--priority", "high", TEXT))[1]).toBe(
    "--priority high is none: write important or urgent.",
  );
  writeFileSync(join(home, "slots.csv"), "target,slot\n~ops,9:00\n~off-topic,10:00\n");
  await shell("--to", "~ops", "--as-it-is", "{{slto}}");
  const wrong = await shell("--table", "slots.csv", "Your slot is {{slto}}");
  const asCat = ["--priority", "urgent", "--on-behalf-of", "@cat"];
  const filled = await shell("--table", "slots.csv", ...asCat, "Your slot is {{slot}}");
  expect(wrong).toEqual([
    64,
    "Nothing was sent: `{{slto}}`: there is no such column in slots.csv. Did you mean `{{slot}}`? Its columns are `target`, `slot`: change your message, or send the table again; or say --as-it-is to send the braces themselves.",
  ]);
  expect(filled).toMatchObject([0, expect.stringContaining("goes to 2 targets")]);
  await town.wait("10s");
  const person = town.person("ann");
  const slots = { "off-topic": ["10:00"], ops: ["9:00", "{{slto}}"] };
  for (const [place, ends] of Object.entries(slots)) {
    await person.looksAt(place);
    for (const end of ends) expect(person.posts.some(({ message }) => message.endsWith(end))).toBe(true);
    const copy = person.posts.find(({ message }) => message.endsWith(`Your slot is ${ends[0]}`));
    expect(copy?.message).toMatch(/^_On behalf of .*@\u200Bcat\)?_\n\nYour slot is /);
    expect(copy?.metadata?.priority?.priority).toBe("urgent");
  }
  const cat = town.person("cat");
  await cat.looksAt("@wright");
  expect(cat.sees).toContain(
    "the operator of this bot announces this to 2 channels on your behalf (for ~ops it says):\n> Your slot is 9:00",
  );
  expect((await shell("--to", "~ops", "--as", "@nobody", TEXT))[1]).toBe(
    "Nothing was sent: There is nobody called `@nobody`.",
  );
  await shell("--to", "~ops", "--as", "@ben", TEXT);
  const ben = town.person("ben");
  await ben.looksAt("@wright");
  expect(ben.posts[0]?.message).toContain("announces this as yours, to 1 channel:\n> The lift is broken");
});
