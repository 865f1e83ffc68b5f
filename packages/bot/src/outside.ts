/** Makes what the world outside meets of a bot: its HTTP door, and its slash commands behind it. Called once by the engine. */
import type { CommandTable } from "./command/table.ts";
import { type Triggered, triggersOf } from "./command/triggers.ts";
import type { Me } from "./context.ts";
import { Door, type DoorOptions } from "./door/door.ts";
import { type HealthParts, healthRoutes } from "./door/health.ts";
import type { BotOptions } from "./options.ts";
import { SlashCommands } from "./slash/slash.ts";

/** @throws MisuseError when an address cannot be one. */
export function doorOf(options: BotOptions, parts: HealthParts & Pick<DoorOptions, "log">): Door {
  const { callbackUrl: url, callbackPath: path, trustedProxies } = options;
  const door = new Door({ url, path, trustedProxies, clock: parts.clock, log: parts.log });
  for (const route of healthRoutes(parts)) door.add(route);
  return door;
}

interface SlashSources {
  readonly table: CommandTable<Triggered & { readonly aliases: readonly string[] }>;
  readonly me: () => Me;
  readonly isLive: () => boolean;
}

export function slashOf({ slash }: BotOptions, { table, me, isLive }: SlashSources): SlashCommands {
  return new SlashCommands({
    options: slash || {},
    wanted: () => triggersOf(table.all(), me().username),
    has: (trigger) => table.triggers.has(trigger),
    isLive,
  });
}
