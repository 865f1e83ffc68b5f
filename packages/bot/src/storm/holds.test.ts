/** Handlers that keep everybody waiting, by a pulse that is turned by hand. */
import { sleep } from "@matterwright/clock";
import { type Stage, stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { type Beat, Bot, type BotOptions, type PluginScope, type Pulse, button, pattern, plugin } from "../index.ts";

/** Time that passes while something is computed. */
class Computing implements Pulse {
  #ms = 0;
  #beat: (beat: Beat) => void = () => {};
  /** Passes whenever somebody looks. */
  eachLookMs = 0;
  isOver = false;
  readonly now = (): number => (this.#ms += this.eachLookMs);
  readonly cpuMs = (): number => this.#ms;

  every(_periodMs: number, beat: (beat: Beat) => void): () => void {
    this.#beat = beat;
    return () => void (this.isOver = true);
  }

  work(ms: number): void {
    this.#ms += ms;
  }

  beat(lateMs: number, busyMs = lateMs + 500): void {
    this.#beat({ lateMs, busyMs });
  }
}

type Register = (bot: PluginScope, time: Computing, options: BotOptions) => unknown;

async function shop(register: Register): Promise<{ town: Stage; time: Computing }> {
  const time = new Computing();
  const town = await stage((options) =>
    new Bot({ ...options, pulse: time }).plugin(
      plugin({ name: "shop", setup: (bot) => void register(bot, time, options) }),
    ),
  );
  return { town, time };
}

const held = ({ bot }: Stage): unknown[] => bot.status().holds.map(({ at: _at, ...hold }) => hold);
const says = (town: Stage, text: string): Promise<unknown> => town.person("ben").says(text, { in: "ops" });

const about = "Tell of sales";
const matching = { about, pattern: /(sold+)+!/, shown: "sold!" };

test.each<[string, string, string, Register]>([
  ["a command", "!report", "command report", (bot, time) => bot.command("report", { about }, () => time.work(2_300))],
  [
    "a generator",
    "!report",
    "command report",
    (bot, time) =>
      bot.command("report", { about }, async function* () {
        yield "one";
        time.work(2_300);
        yield "two";
      }),
  ],
  ["what listens", "hello", "on message", (bot, time) => bot.on("message", () => time.work(2_300))],
  [
    "what hears",
    "hello",
    String.raw`hears /(?<![\p{L}\p{N}_])hello(?![\p{L}\p{N}_])/iu`,
    (bot, time) => bot.hears("hello", () => time.work(2_300)),
  ],
  [
    "middleware",
    "hello",
    "middleware",
    (bot, time) =>
      bot.use((ctx, next) => (time.work(ctx.text === "hello" ? 2_300 : 0), next())).on("message", () => {}),
  ],
  ["what a pattern of a listener takes", "sold", "hears /(sold+)+!/", (bot) => bot.hears(matching.pattern, () => {})],
  [
    "what a pattern of a command takes",
    "sold",
    "command sales",
    (bot) => bot.add(pattern("sales", matching, () => {})),
  ],
])("%s is named when it holds everything up", async (what, text, by, register) => {
  const { town, time } = await shop(register);
  await using _ = town;
  if (what.includes("pattern")) time.eachLookMs = 2_300;
  await says(town, text);
  expect(held(town)).toEqual([{ by: `shop ${by}`, during: [], heldMs: 2_300 }]);
  const said = town.log.find(({ message }) => message === "a handler held everything up");
  expect(said).toMatchObject({ level: "warn", facts: { by: `shop ${by}`, heldMs: 2_300 } });
  // That the loop was late is accounted for.
  time.beat(2_200);
  expect(held(town)).toHaveLength(1);
});

test("buttons and schedules are named too, and nobody who only waits, or is called within", async () => {
  const { town } = await shop((bot, time, { clock }) => {
    const buy = button("buy", {}, () => time.work(1_500));
    bot.use(buy, (_ctx, next) => next());
    bot.command("offer", { about }, (ctx) => ctx.reply("Yours?", { actions: [buy("Buy", {})] }));
    bot.command("wait", { about }, () => sleep(clock!, 5_000));
    bot.command("brief", { about }, () => time.work(900));
    bot.every("count", "0 * * * *", () => time.work(1_200));
  });
  await using _ = town;
  await says(town, "!offer");
  await town.person("ben").clicks("Buy");
  await says(town, "!brief");
  await says(town, "!wait");
  await town.wait("1h");
  expect(town.bot.status().holds.map(({ by }) => by)).toEqual([
    "shop click buy",
    expect.stringContaining("schedule") as string,
  ]);
});

test("where nobody can be named, what was in hand is, and nothing is said of a machine that slept", async () => {
  const { town, time } = await shop((bot, time, { clock }) =>
    bot
      .command("late", { about }, async () => {
        await sleep(clock!, 5_000);
        time.work(3_000);
      })
      .command("other", { about }, () => {}),
  );
  await using _ = town;
  await says(town, "!other");
  time.beat(0);
  await says(town, "!late");
  await town.wait("6s");
  time.beat(3_600_000, 400);
  time.beat(900);
  // Others had the processor.
  time.beat(4_000);
  expect(held(town)).toEqual([]);
  expect(town.log.at(-1)).toMatchObject({ level: "info", facts: { heldMs: 4_000, cpuMs: 0 } });
  await says(town, "!late");
  await town.wait("6s");
  time.beat(2_900);
  expect(held(town)).toEqual([{ by: undefined, during: ["shop command late"], heldMs: 2_900 }]);
  expect(town.log.at(-1)).toMatchObject({ level: "warn", facts: { during: ["shop command late"], heldMs: 2_900 } });
  await town.stop();
  expect(time.isOver).toBe(true);
});
