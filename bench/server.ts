/** The simulator as a program of its own, so that its work does not count as a bot's. Prints its address and the tokens on one line. */
import { Simulator, demoTown } from "@matterwright/sim";
import { listen } from "@matterwright/sim/node";

const sim = new Simulator();
const { bot, channels } = demoTown(sim);
const { url } = await listen(sim, { port: 0 });
process.stdout.write(`${JSON.stringify({ url, token: bot.token, channelId: channels.ops.id })}\n`);
