/**
 * A bot that ships services: typed arguments, words for the person when something is not possible, one message that is
 * edited as the work goes on, and a log per channel. How a service is really shipped is given from outside.
 */
import { Bot, type BotOptions, UserError, rest, z } from "matterwright";

export interface Shipment {
  readonly service: string;
  readonly to: "staging" | "prod";
  readonly replicas: number;
}

/** Ships, and resolves with the version that runs afterwards. */
export type Ship = (shipment: Shipment) => Promise<string>;

const args = {
  service: z.enum(["api", "web", "worker"]).describe("what to ship"),
  to: z.enum(["staging", "prod"]).default("staging").describe("where to"),
  replicas: z.int().min(1).max(10).default(2).describe("how many copies run"),
  force: z.boolean().default(false).describe("ship to prod although nobody looked at it on staging"),
};

export function deployBot(options: BotOptions, ship: Ship): Bot {
  const logs = new Map<string, string[]>();
  const logOf = (channelId: string): string[] => {
    const log = logs.get(channelId) ?? [];
    logs.set(channelId, log);
    return log;
  };
  return new Bot(options)
    .command(
      "deploy",
      { about: "Ship a service", args, examples: ["api", "web prod --replicas 4"], aliases: ["ship"] },
      async (ctx, { force, ...shipment }) => {
        const { service, to, replicas } = shipment;
        const lines = logOf(ctx.channelId);
        if (to === "prod" && !force && !lines.some((line) => line.startsWith(`${service} to staging`))) {
          throw new UserError(`Nobody has seen ${service} on staging yet. Ship it there first, or add \`--force\`.`);
        }
        const post = await ctx.reply(`Shipping ${service} to ${to}, ${replicas} times…`);
        const version = await ship(shipment);
        lines.push(`${service} to ${to}: ${version}, by @${ctx.user.username}`);
        await ctx.edit(post, `${service} ${version} runs on ${to}. :rocket:`);
      },
    )
    .command("deploy log", { about: "List what was shipped from this channel" }, (ctx) =>
      ctx.reply(logOf(ctx.channelId).join("\n") || "Nothing yet."),
    )
    .command("deploy note", { about: "Add a line to the log", args: { text: rest() } }, async (ctx, { text }) => {
      logOf(ctx.channelId).push(text);
      await ctx.react("memo");
    });
}
