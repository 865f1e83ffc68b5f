/** Announcing from a shell, beside a bot that runs on a server of its own: everything but the server's code is real here. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Simulator, demoTown } from "@matterwright/sim";
import { listen } from "@matterwright/sim/node";
import { afterEach, expect, test } from "vitest";
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
  expect(await shell("retry", "2")).toEqual([
    64,
    "There is no broadcast `2`. `broadcast list` shows those that I remember.",
  ]);
  expect((await shell(text))[1]).toContain("--to is missing");
  expect(await shell("--to", "~ops", "--at", "at 25:00", text)).toMatchObject([
    64,
    expect.stringContaining("Nothing was sent: No clock ever shows 25:00."),
  ]);
  const [, repeats] = await shell("--to", "~ops", "--at", "every 24 december at 9:00", text);
  expect(repeats).toMatch(
    /^Broadcast 2 goes to 1 target, every 24 December at 09:00 \(UTC\): first on \w+ \d{4}-12-24 09:00/,
  );
  const [, skipped] = await shell("skip", "2");
  expect(skipped).toMatch(/to 1, every 24 December at 09:00.*\nIt leaves out \w+ \d{4}-12-24 09:00 \(UTC\)\.$/);
  const [, moved] = await shell("move", "2", "every 24 december at 18:00");
  expect(moved).toMatch(/^Broadcast 2 goes out every 24 December at 18:00 \(UTC\): first on \w+ \d{4}-12-24 18:00/);
  expect((await shell("move", "2", "tomorrow 9:00"))[1]).toContain("Broadcast 2 repeats: say other times");
  expect((await shell("cancel", "2"))[1]).toMatch(
    /^ {3}2 {2}cancelled {4}to 1, every 24 December at 18:00 {2}The lift/,
  );
  expect((await shell("--to", "~ops", "--priority", "high", text))[1]).toBe(
    "--priority high is none: write important or urgent.",
  );
  writeFileSync(join(home, "slots.csv"), "target,slot\n~ops,9:00\n~off-topic,10:00\n");
  const [, wrong, filled] = await Promise.all([
    shell("--to", "~ops", "--as-it-is", "{{slto}}"),
    shell("--table", "slots.csv", "Your slot is {{slto}}"),
    shell("--table", "slots.csv", "--priority", "urgent", "--on-behalf-of", "@cat", "Your slot is {{slot}}"),
  ]);
  expect(wrong).toEqual([
    64,
    "Nothing was sent: `{{slto}}`: there is no such column in slots.csv. Did you mean `{{slot}}`? Its columns are `target`, `slot`: change your message, or send the table again; or say --as-it-is to send the braces themselves.",
  ]);
  expect(filled).toMatchObject([0, expect.stringContaining("goes to 2 targets")]);
  const slots = { "off-topic": ["10:00"], ops: ["9:00", "{{slto}}"] };
  for (const [place, ends] of Object.entries(slots)) {
    await person.looksAt(place);
    for (const end of ends) while (!person.posts.some(({ message }) => message.endsWith(end))) await setTimeout(20);
    const copy = person.posts.find(({ message }) => message.endsWith(`Your slot is ${ends[0]}`));
    expect(copy?.message).toMatch(/^_On behalf of .*@\u200Bcat\)?_\n\nYour slot is /);
    expect(copy?.metadata?.priority?.priority).toBe("urgent");
  }
  const cat = sim.person("cat");
  await cat.looksAt("@wright");
  expect(cat.sees).toContain(
    "the operator of this bot announces this to 2 channels on your behalf (for ~ops it says):\n> Your slot is 9:00",
  );
  running.interrupt();
  expect(await over).toBe(0);
}, 120_000);
