/** `!status load`: how busy the machine, the process and the bot are. */
import { type MachineLoad, type PluginScope, inWords, table } from "matterwright";

const MEBIBYTE = 1_048_576;

export function loadStatus(bot: PluginScope): void {
  const about = "Tell how busy the bot and its machine are";
  bot.command("status load", { about, slash: false, aliases: ["status gc"] }, async (ctx) => {
    const { waiting } = bot.status();
    const { waiting: unsent, sending, failed } = await bot.operations.outbox.counts();
    const rows = [
      ...machine(bot.operations.load()),
      ["In hand", `${waiting}, and ${bot.commands.running().length - 1} other commands running`],
      ["Outbox", `${unsent + sending} to send, ${failed} failed`],
    ];
    await ctx.reply(table(["", ""], rows));
  });
}

function machine(load: MachineLoad): string[][] {
  const [one, five, fifteen] = load.averages.map((average) => average.toFixed(2));
  return [
    ["Machine", `load ${one}, ${five}, ${fifteen} (1, 5, 15 minutes) on ${load.cores} cores`],
    ["Memory", `${inMebibytes(load.memoryFree)} of ${inMebibytes(load.memoryTotal)} free`],
    ["Process", `${inMebibytes(load.memoryUsed)}, of which ${inMebibytes(load.heapUsed)} heap`],
    ["Processor", `${inWords(load.cpuMs)}; at work ${(load.busy * 100).toFixed(1)} % of the time`],
  ];
}

function inMebibytes(bytes: number): string {
  return `${Math.round(bytes / MEBIBYTE)} MiB`;
}
