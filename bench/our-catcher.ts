/**
 * The framework after a gap: says how long it took until so many missed posts were handled. Without a number it only notes how far
 * everything has come, and ends.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@matterwright/clock";
import { sqlite } from "@matterwright/sql";
import { Bot } from "matterwright";

const [url = "", token = "", file = "", wanted = "0"] = process.argv.slice(2);
const durable = sqlite({ file, clock: systemClock });
let heard = 0;
const bot = new Bot({ url, token, durable }).on(
  "message",
  () => {
    if (++heard === Number(wanted)) process.stdout.write("caught up\n");
  },
  { replay: "always" },
);
await bot.start();
if (wanted === "0") {
  // Where everything stands is read behind the start.
  await sleep(3_000);
  await bot.stop();
  await durable.close();
  process.stdout.write("noted\n");
}
