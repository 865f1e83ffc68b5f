/**
 * Troubles by chance, one upon another, in simulated time: cuts, silence, refusals, frames that are lost, doubled, changed or absurd,
 * deaths and restarts. Whatever happens, each message of a person is handled once, and in the order of its channel.
 */
import { Bot, type BotOptions } from "matterwright";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Stage, stage } from "../index.ts";
import { Line } from "./line.ts";

const CHANNELS = ["ops", "off-topic", "town-square"] as const;

type Step =
  | { readonly kind: "says"; readonly in: (typeof CHANNELS)[number] }
  | { readonly kind: "cut"; readonly code: number }
  | { readonly kind: "swallow" | "open" | "refuse" }
  | { readonly kind: "lose" | "double" | "hold"; readonly frames: number }
  | { readonly kind: "garbage"; readonly frame: string }
  | { readonly kind: "dies"; readonly after: number }
  | { readonly kind: "wait"; readonly ms: number };

const garbage = fc.oneof(
  fc.string(),
  fc.json(),
  fc.constant('{"event":"hello","data":{"connection_id":"../.."},"seq":0}'),
  fc
    .record({ event: fc.constantFrom("posted", "hello", "x"), seq: fc.nat(300), data: fc.object() })
    .map((frame) => JSON.stringify(frame)),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("says" as const), in: fc.constantFrom(...CHANNELS) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("cut" as const), code: fc.constantFrom(1005, 1006, 1001) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom("swallow" as const, "refuse" as const, "open" as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("lose" as const, "double" as const, "hold" as const),
      frames: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("garbage" as const), frame: garbage }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("dies" as const), after: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(120_000) }) },
);

/** Says everything again, durably: what is written twice was handled twice. */
const parrot = (options: BotOptions): Bot =>
  new Bot(options).on("message", (ctx) => ctx.reply(`heard ${ctx.text}`, { durable: true }), { replay: "always" });

/** The next frames have a trouble of their own, and then none. */
function trouble(line: Line, frames: number, through: Line["through"]): void {
  let left = frames;
  line.through = (frame) => (left-- > 0 ? through(frame) : [frame]);
}

async function happen(
  step: Step,
  index: number,
  { town, line }: { readonly town: Stage; readonly line: Line },
): Promise<void> {
  switch (step.kind) {
    case "says":
      await town.person("ann").says(`m${index}`, { in: step.in });
      // Nobody says two things in one millisecond.
      return town.wait(1);
    case "cut":
      return line.cut(step.code);
    case "swallow":
      return line.swallow();
    case "refuse":
    case "open":
      line.isRefusing = step.kind === "refuse";
      return;
    case "lose":
      return trouble(line, step.frames, () => []);
    case "double":
      return trouble(line, step.frames, (frame) => [frame, frame]);
    case "hold": {
      const held: string[] = [];
      return trouble(line, step.frames, (frame) =>
        held.push(frame) === step.frames ? held.splice(0).toReversed() : [],
      );
    }
    case "garbage":
      return line.say(step.frame);
    case "dies":
      return town.life.endAfter(step.after);
    case "wait":
      return town.wait(step.ms);
  }
}

async function suffers(steps: readonly Step[]): Promise<void> {
  const line = new Line();
  await using town = await stage((options) => parrot(line.into(options)));
  const said: Record<string, string[]> = { ops: [], "off-topic": [], "town-square": [] };
  for (const [index, next] of steps.entries()) {
    await happen(next, index, { town, line });
    if (next.kind === "says") said[next.in]?.push(`heard m${index}`);
    if (town.life.isOver) {
      line.isRefusing = false;
      await town.restart();
    }
  }
  // No trouble is left over, nor a death to come.
  line.isRefusing = false;
  line.through = (frame) => [frame];
  town.life.endAfter(Infinity);
  await town.wait("15m");
  for (const [channel, expected] of Object.entries(said)) {
    await town.person("ann").looksAt(channel);
    const answers = town.person("ann").posts.filter(({ user_id: author }) => author === town.town.bot.id);
    expect(answers.map(({ message }) => message)).toEqual(expected);
  }
  expect(town.bot.status().link).toBe("live");
}

test("each message is handled once, and in the order of its channel", async () => {
  expect.hasAssertions();
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), suffers), { numRuns: 200, seed: 5 });
}, 120_000);
