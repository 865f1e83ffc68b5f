/** The same through the door of a bot: the token is verified, `/ping` is a command like any other, and `/gone` is one no more. Prints its port. */
import { Bot } from "matterwright";
import { serve } from "matterwright/node";

const [url = "", token = "", ping = "", gone = ""] = process.argv.slice(2);
// One person asks thousands of times a minute here, which elsewhere would be a loop.
const storm = { repliesPerMinute: Number.POSITIVE_INFINITY };
const tokens = { ping, gone };
const bot = new Bot({ url, token, storm, callbackUrl: "http://127.0.0.1", slash: { tokens } }).command(
  "ping",
  { about: "Answer" },
  (ctx) => ctx.reply("pong"),
);
await bot.start();
const { port } = await serve(bot, { port: 0, host: "127.0.0.1" });
process.stdout.write(`${port}\n`);
