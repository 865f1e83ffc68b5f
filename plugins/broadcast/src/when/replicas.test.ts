/** Two processes that are one bot, on one store: each time of what repeats is announced once, whoever dies when. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stage, httpInto, socketInto, stage } from "@matterwright/testing";
import { Bot, type BotOptions, memoryDurable } from "matterwright";
import { afterEach, beforeEach, expect, test } from "vitest";
import broadcast from "../index.ts";

let folder = "";
let second: Bot | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "replicas "));
});
afterEach(async () => {
  await second?.stop({ drainMs: 0 });
  second = undefined;
  rmSync(folder, { recursive: true });
});

const make = (options: BotOptions): Bot =>
  new Bot(options).plugin(broadcast, { channelsFile: join(folder, "channels.toml"), admins: ["@ann"] });

/** A town with two processes, in which ann has something announced every quarter of an hour. */
async function repeating(): Promise<Stage> {
  const town = await stage(make, { durable: (clock) => Object.assign(memoryDurable(clock), { isShared: true }) });
  const { clock, sim, durable } = town;
  const { ops, "off-topic": offTopic } = town.town.channels;
  writeFileSync(join(folder, "channels.toml"), `[groups]\n"Everybody" = ["${ops.id}", "${offTopic.id}"]\n`);
  second = make({
    url: "http://simulator",
    token: town.town.bot.token,
    admins: ["ann"],
    clock,
    http: httpInto(sim),
    connect: socketInto(sim),
    durable,
    random: () => 0.3,
  });
  const started = second.start();
  await town.wait("1s");
  await started;
  for (const said of ["The meeting begins", "Everybody", "*/15 * * * *", "yes"])
    await town.person("ann").says(said, { in: "@wright" });
  return town;
}

/** How often it stands in each of both channels. */
function copies({ sim, town }: Stage): number[] {
  return [town.channels.ops, town.channels["off-topic"]].map(
    ({ id }) =>
      (sim.world.aliveInChannel.get(id) ?? []).filter(({ message }) => message === "The meeting begins").length,
  );
}

/** The numbers of the broadcasts whose end ann was told of. */
async function reported(town: Stage): Promise<string[]> {
  const ann = town.person("ann");
  await ann.looksAt("@wright");
  return ann.posts.flatMap(({ message }) => /\*\*Broadcast (\d+), of 1 which repeats: 2 of 2/.exec(message)?.[1] ?? []);
}

test("each time is announced once, and a time that is skipped is left out by both", async () => {
  await using town = await repeating();
  await town.wait("46m");
  expect(copies(town)).toEqual([3, 3]);
  await town.person("ann").says("broadcast skip 1", { in: "@wright" });
  await town.wait("15m");
  expect(copies(town)).toEqual([3, 3]);
  await town.wait("15m");
  expect(copies(town)).toEqual([4, 4]);
  expect(await reported(town)).toEqual(["2", "3", "4", "5"]);
});

test.each([1, 20, 45, 70, 90])(
  "it is announced once where one dies after %i steps of a time, and comes back",
  async (steps) => {
    await using town = await repeating();
    await town.wait("14m59s");
    town.life.endAfter(steps);
    await town.wait("2m");
    expect(town.life.isOver).toBe(true);
    await town.restart();
    await town.wait("5m");
    expect(copies(town)).toEqual([1, 1]);
    await town.wait("10m");
    expect(copies(town)).toEqual([2, 2]);
    expect(await reported(town)).toEqual(["2", "3"]);
  },
);
