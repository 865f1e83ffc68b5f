/**
 * The worst of the faults with real sockets, through a real TCP proxy. Time alone is played: bot and server share a clock that the test
 * turns on while the network takes its own.
 */
import { setTimeout as realTime } from "node:timers/promises";
import { ManualClock } from "@matterwright/clock";
import { Simulator, demoTown } from "@matterwright/sim";
import { listen } from "@matterwright/sim/node";
import { Bot, type LogLevel, z } from "matterwright";
import { describe, expect, test } from "vitest";
import { TcpProxy } from "../node/tcp-proxy.ts";

const COMMANDS = 20;
/** What the network is given between two turns of the clock. */
const BREATH_MS = 5;
/** Connections that were swallowed may be HTTP's as well: of these the network itself knows no better. */
const REST_MS = 1_000;
const TURN_MS = 50;

/** A bot behind a proxy, before a simulator that listens on a port. */
async function behindProxy() {
  const clock = new ManualClock();
  const sim = new Simulator({ clock });
  const town = demoTown(sim);
  const server = await listen(sim, { port: 0 });
  const proxy = new TcpProxy(server.url);
  await proxy.open();
  const said: string[] = [];
  const at = (level: LogLevel) => (_facts: unknown, message: string) => void said.push(`${level}: ${message}`);
  const log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  const url = `http://127.0.0.1:${proxy.port}`;
  const bot = new Bot({ url, token: town.bot.token, clock, log, random: () => 0.5, timeoutMs: REST_MS });
  bot.command("echo", { about: "Say it again", args: { n: z.string() } }, (ctx, { n }) => ctx.reply(`done ${n}`));
  const ann = sim.person("ann");
  const answers = (): string[] =>
    ann.posts.filter(({ user_id: author }) => author === town.bot.id).map(({ message }) => message);
  /** Lets time pass, at most so much; how much it took until it held, in ms. */
  const within = async (mostMs: number, holds: () => boolean): Promise<number> => {
    const fromMs = clock.now();
    while (!holds() && clock.now() - fromMs < mostMs) {
      clock.advance(TURN_MS);
      await realTime(BREATH_MS);
    }
    expect(holds()).toBe(true);
    return clock.now() - fromMs;
  };
  /** Lets minutes pass. */
  const pass = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute++) {
      clock.advance(60_000);
      await realTime(4 * BREATH_MS);
    }
  };
  await bot.start();
  await ann.says("!echo before", { in: "ops" });
  await within(10_000, () => answers().length === 1);
  return {
    clock,
    sim,
    proxy,
    bot,
    said,
    answers,
    within,
    pass,
    /** Twenty commands, of which the bot hears nothing now. */
    async asks() {
      for (let n = 0; n < COMMANDS; n++) {
        await ann.says(`!echo ${n}`);
        clock.advance(1);
      }
    },
    expected: ["done before", ...Array.from({ length: COMMANDS }, (_, n) => `done ${n}`)].toSorted(),
    async [Symbol.asyncDispose]() {
      await bot.stop({ drainMs: 0 });
      proxy.close();
      await server.close();
      sim.stop();
    },
  };
}

type Trial = Awaited<ReturnType<typeof behindProxy>>;

describe.each<readonly [name: string, cut: (trial: Trial) => void]>([
  ["is reset", ({ proxy }) => proxy.reset()],
  ["ends without a close frame", ({ proxy }) => proxy.finish()],
  ["ends with a goodbye", ({ proxy }) => proxy.sayGoodbye()],
  ["swallows everything", ({ proxy }) => proxy.swallow()],
])("a line that %s", (_name, cut) => {
  test("is replaced, and each of twenty commands is answered once", async () => {
    await using trial = await behindProxy();
    const { answers, within, expected, bot } = trial;
    cut(trial);
    await trial.asks();
    await within(120_000, () => answers().length >= expected.length);
    expect(answers().toSorted()).toEqual(expected);
    expect(bot.status()).toMatchObject({ link: "live" });
  }, 60_000);
});

test("a gap that is longer than the server keeps anything for a resume is read up", async () => {
  await using trial = await behindProxy();
  const { proxy, answers, within, expected, bot, sim } = trial;
  proxy.refuse();
  proxy.reset();
  await within(10_000, () => bot.status().link === "down");
  await trial.asks();
  // The server looks every five minutes for those who left.
  await trial.pass(12);
  expect(sim.faults.lines.expire()).toBe(0);
  await proxy.open();
  await within(120_000, () => answers().length >= expected.length);
  expect(answers().toSorted()).toEqual(expected);
}, 60_000);

test("a revoked token is found out and said once, and not asked for again and again", async () => {
  await using trial = await behindProxy();
  const { sim, bot, within, said } = trial;
  sim.faults.accounts.revoke("wright");
  await within(60_000, () => bot.status().link === "refused");
  const asked = sim.activity;
  await trial.pass(20);
  // Once in five minutes.
  expect(sim.activity - asked).toBeLessThan(20);
  expect(said.filter((line) => /^(?:warn|error)/.test(line))).toEqual([
    "error: the server refuses the token: it was revoked, or the bot account was deactivated",
  ]);
}, 60_000);
