/** Frames that no server sends: half of them, of another shape, of absurd size. They are counted, and the bot goes on. */
import { Bot, type BotOptions } from "matterwright";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Stage, stage } from "../index.ts";
import { Line } from "./line.ts";

const id = fc.oneof(
  fc.constant("a".repeat(26)),
  fc.string(),
  fc.constant("../../etc"),
  fc.integer(),
  fc.constant(null),
);
const anything = fc.oneof(fc.anything({ maxDepth: 2 }), id);
const post = fc.record(
  {
    id,
    channel_id: id,
    user_id: id,
    root_id: id,
    message: anything,
    props: anything,
    type: anything,
    create_at: anything,
    update_at: anything,
    metadata: anything,
  },
  { requiredKeys: [] },
);
const json = (value: unknown): string => {
  try {
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? `${inner}` : inner)) ?? "";
  } catch {
    return "";
  }
};
const EVENTS =
  "posted post_edited post_deleted reaction_added reaction_removed user_added user_removed user_updated channel_updated channel_deleted " +
  "channel_member_updated direct_added added_to_team leave_team hello update_team typing __proto__ constructor";
const event = fc.constantFrom(...EVENTS.split(" "), "", "x".repeat(10_000));
const data = fc.oneof(
  fc.record(
    {
      post: fc.oneof(post.map(json), anything),
      reaction: fc.oneof(
        fc.record({ user_id: id, post_id: id, emoji_name: anything }, { requiredKeys: [] }).map(json),
        anything,
      ),
      channel_id: id,
      user_id: id,
      team_id: id,
      channel: fc.oneof(post.map(json), anything),
      user: fc.oneof(post, anything),
      sender_name: anything,
      channel_type: anything,
      channelMember: anything,
      connection_id: id,
    },
    { requiredKeys: [] },
  ),
  anything,
);
const frame = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ event, data, broadcast: anything, seq: fc.oneof(fc.nat(5), anything) }, { requiredKeys: ["event"] })
      .map(json),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ status: fc.constantFrom("OK", "FAIL"), seq_reply: anything, error: anything, data: anything })
      .map(json),
  },
  { weight: 1, arbitrary: fc.string() },
);

const parrot = (options: BotOptions): Bot => new Bot(options).on("message", (ctx) => ctx.reply(`heard ${ctx.text}`));

async function goesOn(town: Stage): Promise<void> {
  const ann = town.person("ann");
  await ann.says("still there?", { in: "ops" });
  // A false event in the place of a true one is noticed at the next look.
  await town.wait("11m");
  expect(ann.sees).toBe("heard still there?");
  expect(town.bot.status()).toMatchObject({ link: "live", linkReason: "" });
}

test("whatever comes, the bot answers afterwards", async () => {
  expect.hasAssertions();
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 30 }), async (frames) => {
      const line = new Line();
      await using town = await stage((options) => parrot(line.into(options)));
      for (const text of frames) {
        line.say(text);
        await town.rest();
        if (town.bot.status().link !== "live") await town.wait("1m");
      }
      await goesOn(town);
    }),
    { numRuns: 150 },
  );
}, 60_000);

test("what makes no sense is counted each time and written down once", async () => {
  const line = new Line();
  await using town = await stage((options) => parrot(line.into(options)));
  for (let n = 0; n < 100; n++) line.say("<html>Bad Gateway</html>");
  await town.rest();
  expect(town.bot.status()).toMatchObject({ link: "live", refusedFrames: 100 });
  expect(town.log.filter(({ facts }) => facts["reason"] === "a frame that is not JSON")).toHaveLength(1);
  await goesOn(town);
});

test("events nobody knows, with fields nobody knows, are no trouble", async () => {
  const line = new Line();
  const raw: string[] = [];
  await using town = await stage((options) =>
    parrot(line.into(options)).on("raw", (ctx) => void raw.push(ctx.update.frame.event)),
  );
  line.through = (text) => [text.replace(/^\{/, '{"added_in": "12.0", ')];
  const channel = town.town.channels.ops.id;
  const seq = Number(/"seq": (\d+)/.exec(await nextFrame(town, line))?.[1]);
  line.say(
    JSON.stringify({ event: "post_sparkled", data: { how: "much" }, broadcast: { channel_id: channel }, seq: seq + 1 }),
  );
  await town.rest();
  expect(raw).toContain("post_sparkled");
  expect(town.bot.status()).toMatchObject({ link: "live", refusedFrames: 0 });
});

test("a message of a hundred thousand signs, and a frame of ten megabytes, are read", async () => {
  const line = new Line();
  const heard: number[] = [];
  await using town = await stage((options) =>
    new Bot(line.into(options)).on("message", (ctx) => void heard.push(ctx.text.length)),
  );
  const text = await nextFrame(town, line);
  const seq = Number(/"seq": (\d+)/.exec(text)?.[1]);
  const large = (size: number, n: number): string => {
    const { data, ...rest } = JSON.parse(text) as { readonly data: { readonly post: string } };
    const grown = { ...(JSON.parse(data.post) as object), id: `${n}`.padStart(26, "a"), message: "x".repeat(size) };
    return JSON.stringify({ ...rest, data: { ...data, post: JSON.stringify(grown) }, seq: seq + n });
  };
  heard.length = 0;
  line.say(large(100_000, 1));
  line.say(large(10_000_000, 2));
  await town.rest();
  expect(heard).toEqual([100_000, 10_000_000]);
});

/** The frame of something that somebody says. */
async function nextFrame(town: Stage, line: Line): Promise<string> {
  let seen = "";
  const { through } = line;
  line.through = (text) => {
    if (text.includes('"posted"')) seen = text;
    return through(text);
  };
  await town.person("ann").says("Hello", { in: "ops" });
  line.through = through;
  return seen;
}
