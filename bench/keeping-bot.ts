/** A bot that remembers in a file: each `!count` reads a session and writes it. The third argument is the file. */
import { systemClock } from "@matterwright/clock";
import { sqlite } from "@matterwright/sql";
import { Bot, job, session, z } from "matterwright";

const [url = "", token = "", file = ""] = process.argv.slice(2);
// One person asks thousands of times a minute here, which elsewhere would be a loop.
const storm = { repliesPerMinute: Number.POSITIVE_INFINITY };
const counts = session("counts", () => ({ count: 0 }), { per: "channel" });
const later = job("later", z.object({ n: z.int() }), () => {});
const bot = new Bot({ url, token, storm, durable: sqlite({ file, clock: systemClock }) })
  .use(counts, later)
  .command("ping", { about: "Answer" }, (ctx) => {
    counts(ctx).count++;
    return ctx.reply("pong");
  });
await bot.start();
process.stdout.write("ready\n");
