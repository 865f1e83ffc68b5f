/**
 * Reminders: `!remind me in 20 min take the cake out`. A plugin like any other: what is to be reminded of stands in its own store, and
 * a job for its time beside it, both written together with the answer. So it survives whatever happens to the program, and taking a
 * reminder back is deleting what stands in the store.
 */
import {
  type CommandContext,
  type PluginScope,
  UserError,
  code,
  inWords,
  inert,
  job,
  momentIn,
  plugin,
  readMoment,
  rest,
  storeKey,
  z,
} from "matterwright";

const told = z.object({ at: z.number(), to: z.string(), text: z.string() });
const reminders = storeKey("reminders", told);
const key = z.object({ person: z.string(), number: z.number() });

/** More words than this do not say a time: `in 1 day 2 hours and 5 minutes`. */
const TIME_WORDS = 7;
/** Later than this, a reminder says what it was meant for. */
const LATE_MS = 60_000;
const EACH_MOST = 100;

export default plugin({
  name: "reminders",
  about: "Remind people of things",
  setup(bot) {
    const due = job("reminders.due", key, async (ctx, { person, number }) => {
      const place = reminders.at(person).at(`${number}`);
      const reminder = await place.get(bot.store);
      // It was taken back.
      if (reminder === undefined) return;
      ctx.write((tx) => place.delete(bot.storeIn(tx)));
      const lateMs = ctx.now.getTime() - reminder.at;
      const late = lateMs > LATE_MS ? ` _(${inWords(lateMs)} late: I was away)_` : "";
      await ctx.to(reminder.to).post(`:alarm_clock: ${inert(reminder.text)}${late}`);
    });

    bot
      .use(due)
      .command(
        "remind",
        { about: "Remind you, or this channel, of something", args, examples },
        async (ctx, { whom, what }) => {
          const { at, text } = await understood(ctx, what);
          const number = 1 + Math.max(0, ...(await mine(bot, ctx)).map((each) => each.number));
          const to = whom === "me" ? `@${ctx.user.username}` : ctx.channelId;
          const person = ctx.user.id;
          const reminder = { at: at.getTime(), to, text };
          ctx.write((tx) => reminders.at(person).at(`${number}`).set(bot.storeIn(tx), reminder, { ifVersion: 0 }));
          due.add(ctx, { person, number }, { at });
          const when = `${momentIn(at.getTime(), await ctx.find.zone())}, in ${inWords(at.getTime() - ctx.now.getTime())}`;
          await ctx.reply(`I will remind ${whom === "me" ? "you" : "this channel"} on ${when}.`, { durable: true });
        },
      )
      .command("remind list", { about: "List what you will be reminded of" }, async (ctx, _, { lead }) => {
        const all = await mine(bot, ctx);
        if (all.length === 0) return ctx.reply("You will be reminded of nothing.");
        const zone = await ctx.find.zone();
        const lines = all.map(({ number, at, text }) => `- **${number}** · ${momentIn(at, zone)} · ${inert(text)}`);
        return ctx.reply([...lines, `${code(`${lead}remind cancel 1`)} takes the first one back.`].join("\n"));
      })
      .command(
        "remind cancel",
        { about: "Take a reminder back", args: { number: z.int() } },
        async (ctx, { number }) => {
          const found = (await mine(bot, ctx)).find((each) => each.number === number);
          if (found === undefined) throw new UserError(`You have no reminder ${number}.`);
          ctx.write((tx) => reminders.at(ctx.user.id).at(`${number}`).delete(bot.storeIn(tx)));
          await ctx.reply(`I will not remind you of this: ${inert(found.text)}`, { durable: true });
        },
      );
  },
});

const args = { whom: z.enum(["me", "here"]), what: rest().describe("when, and of what") };
const examples = [
  "me in 20 min take the cake out",
  "me tomorrow 9:00 to call Ann",
  "here friday 16:00 the week is over",
];

/** The reminders of whoever asks, the next first. */
async function mine(bot: PluginScope, ctx: CommandContext): Promise<{ number: number; at: number; text: string }[]> {
  const prefix = `reminders/${ctx.user.id}/`;
  const stored = await bot.store.list(prefix, { limit: EACH_MOST + 1 });
  if (stored.length > EACH_MOST)
    throw new UserError(`You have more than ${EACH_MOST} reminders: take some back first.`);
  const all = stored.map(({ key, value }) => {
    const { at, text } = told.parse(value);
    return { number: Number(key.slice(prefix.length)), at, text };
  });
  return all.toSorted((one, other) => one.at - other.at);
}

/** When, and of what. The first words that say a time are taken for it, as many as do. @throws UserError when none do. */
async function understood({ find, now }: CommandContext, what: string): Promise<{ at: Date; text: string }> {
  const words = what.split(/\s+/);
  const zone = await find.zone();
  for (let count = Math.min(TIME_WORDS, words.length - 1); count > 0; count--) {
    const said = words
      .slice(0, count)
      .join(" ")
      .replace(/^(?:at|on) /, "");
    const at = readMoment(said, { now, zone });
    if (at === undefined) continue;
    if (at.getTime() <= now.getTime()) throw new UserError(`${code(said)} is over: give me a time to come.`);
    return {
      at,
      text: words
        .slice(count)
        .join(" ")
        .replace(/^(?:to|that) /, ""),
    };
  }
  throw new UserError(
    `I do not see a time and a text in ${code(what)}. Try ${code("remind me in 20 min take the cake out")}.`,
  );
}
