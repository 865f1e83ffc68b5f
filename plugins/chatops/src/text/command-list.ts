/**
 * Lays out lists of commands, grouped by the plugin that brought them. Called by help; what may be listed has been decided
 * before.
 */
import { type BotCommand, type PluginInfo, code, table } from "matterwright";

export interface Group {
  readonly title: string;
  readonly about: string;
  readonly commands: readonly BotCommand[];
}

/** More rows than this help nobody. */
const ROWS_MAX = 100;

/** The commands by plugin, plugins in the order in which they were added; what the bot itself has comes first. */
export function grouped(commands: readonly BotCommand[], plugins: readonly PluginInfo[]): Group[] {
  const byOwner = Map.groupBy(commands, (command) => command.owner ?? "bot");
  const known = ["bot", ...plugins.map(({ name }) => name)];
  const owners = [
    ...known.filter((name) => byOwner.has(name)),
    ...[...byOwner.keys()].filter((name) => !known.includes(name)),
  ];
  return owners.map((title) => ({
    title,
    about: plugins.find(({ name }) => name === title)?.about ?? "",
    commands: byOwner.get(title) ?? [],
  }));
}

/** One group as a table. */
export function commandList({ title, about, commands }: Group, lead: string): string {
  const rows = commands.slice(0, ROWS_MAX).map((command) => [code(lead + command.name), summary(command)]);
  const heading = about === "" ? `**${title}**` : `**${title}** · ${about}`;
  const left = commands.length - rows.length;
  const more =
    left === 0 ? [] : [`…and ${left} more. ${code(`${lead}help <word>`)} finds those with that word in them.`];
  return [heading, table(["Command", "What it does"], rows), ...more].join("\n\n");
}

/** All groups in one table, for bots with many commands. */
export function overview(groups: readonly Group[], lead: string): string {
  const rows = groups.map(({ title, about, commands }) => [
    code(`${lead}help ${title}`),
    String(commands.length),
    about,
  ]);
  return table(["Ask for", "Commands", "About"], rows);
}

function summary({ about, adminOnly }: BotCommand): string {
  return adminOnly ? `${about} (administrators only)` : about;
}
