/** The same with the framework. A third argument adds so many commands that nobody calls. Posts that begin with `slow` are handled for five seconds. */
import { setTimeout as sleep } from "node:timers/promises";
import { Bot, z } from "matterwright";

const [url = "", token = "", others = "0"] = process.argv.slice(2);
let heard = 0;
// One person asks thousands of times a minute here, which elsewhere would be a loop.
const storm = { repliesPerMinute: Number.POSITIVE_INFINITY };
const bot = new Bot({ url, token, storm })
  .command("ping", { about: "Answer" }, (ctx) => ctx.reply("pong"))
  .command("count", { about: "Tell how many were heard" }, (ctx) => ctx.reply(`heard ${heard}`))
  .command("post", { about: "Post as fast as it goes", args: { count: z.int() } }, async (ctx, { count }) => {
    const startedMs = performance.now();
    const { channelId: channel_id } = ctx;
    const post = (_: unknown, each: number): Promise<unknown> =>
      ctx.rest.posts.create({ channel_id, message: `Notice ${each}`, pending_post_id: `${ctx.ref}:${each}` });
    await Promise.all(Array.from({ length: count }, post));
    await ctx.reply(`sent in ${performance.now() - startedMs}`);
  })
  .on("message", async (ctx) => {
    heard++;
    if (ctx.text.startsWith("slow")) await sleep(5_000);
  });
for (let each = 0; each < Number(others); each++) bot.command(`other-${each}`, { about: "Nothing" }, () => {});
await bot.start();
process.stdout.write("ready\n");
