/** The same with the framework. A third argument adds so many commands that nobody calls. */
import { Bot } from "matterwright";

const [url = "", token = "", others = "0"] = process.argv.slice(2);
// One person asks thousands of times a minute here, which elsewhere would be a loop.
const storm = { repliesPerMinute: Number.POSITIVE_INFINITY };
const bot = new Bot({ url, token, storm }).command("ping", { about: "Answer" }, (ctx) => ctx.reply("pong"));
for (let each = 0; each < Number(others); each++) bot.command(`other-${each}`, { about: "Nothing" }, () => {});
await bot.start();
process.stdout.write("ready\n");
