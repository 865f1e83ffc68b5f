/** A wizard: three questions, then a job that does what was agreed when its time has come. */
import { Bot, type BotOptions, ask, channel, duration, job, wizard, z } from "matterwright";

const send = job("announce.send", z.object({ to: z.string(), message: z.string() }), async (ctx, { to, message }) => {
  await ctx.to(to).post(message);
});

const announce = wizard(
  "announce",
  {
    message: ask.text("What shall I announce?"),
    to: ask.of("In which channel?", channel()),
    when: ask.choice("When?", { now: "Right away", later: "Later" }),
    after: ask.of("In how long?", duration().min(60_000), {
      hint: "Such as `15m` or `2h`.",
      when: ({ when }) => when === "later",
    }),
  },
  async (ctx, { message, to, after = 0 }) => {
    send.add(ctx, { to: to.id, message }, { at: new Date(ctx.now.getTime() + after) });
    await ctx.reply("It will go out. ✅", { durable: true });
  },
  { about: "Write an announcement", confirm: "Shall I send it?" },
);

export function announceBot(options: BotOptions): Bot {
  return new Bot(options)
    .use(send, announce)
    .command("announce", { about: "Write an announcement, step by step" }, (ctx) => announce.start(ctx));
}
