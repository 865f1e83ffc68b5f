/**
 * Broadcast: one message to many channels, and the truth about what arrived. Whoever may announce writes the bot a direct message, says
 * where it shall go and confirms; the bot sends it, reports on each target, and can change or take back every copy.
 */
import { plugin, version } from "matterwright";
import { announcing } from "./announcing.ts";
import { config } from "./config.ts";
import { managing } from "./manage/managing.ts";
import { HEED_EVERY_MS, made } from "./parts.ts";
import { replying } from "./replies/replying.ts";
import { heedOrders } from "./shell/orders.ts";

// For another process that shares the bot's store
export { orders } from "./shell/orders.ts";
export type { Order, OrderAnswer } from "./shell/orders.ts";
export { broadcastStore, shellAcks, shellDesk } from "./shell/shell-desk.ts";
export type { BroadcastDesk } from "./broadcasts.ts";

export type { BroadcastConfig } from "./config.ts";
export type {
  Broadcast,
  BroadcastState,
  Broadcasts,
  Counts,
  Delivery,
  DeliveryState,
  Draft,
  RecallMode,
  StartOptions,
  Target,
} from "./broadcast.ts";

/**
 * Adds broadcasts, with the groups of a `channels.toml`.
 *
 * @example
 * const bot = new Bot(options).plugin(broadcast, { channelsFile: "/srv/bot/channels.toml", authors: ["ann"] });
 */
export default plugin({
  name: "broadcast",
  version,
  about: "One message to many channels",
  config,
  setup(bot, settings) {
    const parts = made(bot, settings);
    // What is said in its threads is no announcement: it is looked for first.
    if (settings.gatherReplies) replying({ ...parts, mayMention: (person) => talking.rights.mayMention(person) });
    const talking = announcing(parts);
    managing(parts, talking);
    bot.dispose(parts.workplace.every(HEED_EVERY_MS, () => heedOrders(bot, { ...talking, desk: parts.broadcasts })));
  },
});
