/**
 * Troubles by chance on the server's side and on the way to it, in simulated time: failures before and after a thing was done, pages
 * instead of answers, limits, restarts, lost queues, jumping numbers, a clock that is set, a bot that is disabled for a while. Whatever
 * happens, each message of a person is handled once, and in the order of its channel.
 */
import { Bot, type BotOptions } from "matterwright";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Stage, stage } from "../index.ts";

const CHANNELS = ["ops", "off-topic", "town-square"] as const;
const OF = { of: "wright" } as const;

type Step =
  | { readonly kind: "says"; readonly in: (typeof CHANNELS)[number] }
  | { readonly kind: "answers"; readonly how: (typeof ANSWERS)[number]; readonly times: number }
  | { readonly kind: "line"; readonly how: (typeof LINES)[number] }
  | { readonly kind: "jumps"; readonly by: number }
  | { readonly kind: "restarts" | "archives" }
  | { readonly kind: "down" | "disabled"; readonly forMs: number }
  | { readonly kind: "clock"; readonly byMs: number }
  | { readonly kind: "dies"; readonly after: number }
  | { readonly kind: "wait"; readonly ms: number };

const ANSWERS = ["502", "500", "after", "html", "limited", "bare limit", "cut", "cut after", "swallow"] as const;
const LINES = ["cut", "drop", "close", "deafen", "duplicate", "reorder", "lose", "garbage", "expire"] as const;

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("says" as const), in: fc.constantFrom(...CHANNELS) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("answers" as const),
      how: fc.constantFrom(...ANSWERS),
      times: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("line" as const), how: fc.constantFrom(...LINES) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("jumps" as const), by: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("restarts" as const, "archives" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("down" as const, "disabled" as const),
      forMs: fc.integer({ min: 1, max: 200_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("clock" as const), byMs: fc.nat(3_600_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("dies" as const), after: fc.nat(30) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(120_000) }) },
);

/** Says everything again, durably: what is written twice was handled twice. */
const parrot = (options: BotOptions): Bot =>
  new Bot(options).on("message", (ctx) => ctx.reply(`heard ${ctx.text}`, { durable: true }), { replay: "always" });

function answer({ sim }: Stage, { how, times }: Step & { readonly kind: "answers" }): void {
  const { requests } = sim.faults;
  const aim = { ...OF, times };
  switch (how) {
    case "502":
    case "500":
      return void requests.status(Number(how), aim);
    case "after":
      return void requests.afterCommit(aim);
    case "html":
      return void requests.html(aim);
    case "limited":
    case "bare limit":
      return void requests.limited({ ...aim, headers: how === "limited", retryAfterSeconds: 2 });
    case "cut":
    case "cut after":
      return void requests.cut({ ...aim, after: how === "cut after" });
    case "swallow":
      return void requests.swallow(aim);
  }
}

function trouble({ sim }: Stage, { how }: Step & { readonly kind: "line" }): void {
  const { lines } = sim.faults;
  if (how === "close") lines.close(1001, OF);
  else if (how === "garbage") lines.garbage(undefined, OF);
  else lines[how](OF);
}

async function happen(step: Step, index: number, town: Stage): Promise<void> {
  const { faults } = town.sim;
  switch (step.kind) {
    case "says":
      await town.person("ann").says(`m${index}`, { in: step.in });
      // Nobody says two things in one millisecond.
      return town.wait(1);
    case "answers":
      return answer(town, step);
    case "line":
      return trouble(town, step);
    case "jumps":
      return void faults.lines.jump(step.by, OF);
    case "restarts":
      return faults.server.restart();
    case "archives":
      faults.channels.archive("ops");
      await town.wait(1);
      faults.channels.restore("ops");
      return town.wait(1);
    case "down":
      faults.server.stop();
      await town.wait(step.forMs);
      return faults.server.start();
    case "disabled":
      faults.accounts.disable("wright");
      await town.wait(step.forMs);
      return faults.accounts.enable("wright");
    case "clock":
      return faults.server.stepClock(step.byMs);
    case "dies":
      return town.life.endAfter(step.after);
    case "wait":
      return town.wait(step.ms);
  }
}

async function suffers(steps: readonly Step[]): Promise<void> {
  await using town = await stage(parrot);
  const said: Record<string, string[]> = { ops: [], "off-topic": [], "town-square": [] };
  for (const [index, next] of steps.entries()) {
    await happen(next, index, town);
    if (next.kind === "says") said[next.in]?.push(`heard m${index}`);
    if (town.life.isOver) await restarted(town);
  }
  town.life.endAfter(Infinity);
  // A refused token is asked about every five minutes, and that may fail as well.
  await town.wait("3h");
  for (const [channel, expected] of Object.entries(said)) {
    await town.person("ann").looksAt(channel);
    const answers = town.person("ann").posts.filter(({ user_id: author }) => author === town.town.bot.id);
    expect(answers.map(({ message }) => message)).toEqual(expected);
  }
  expect(town.bot.status().link).toBe("live");
}

/** A supervisor starts it again until it has started. */
async function restarted(town: Stage): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    try {
      return await town.restart();
    } catch {
      town.kill();
      await town.wait("1s");
    }
  }
}

test("each message is handled once, and in the order of its channel", async () => {
  expect.hasAssertions();
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), suffers), { numRuns: 200, seed: 55 });
}, 120_000);
