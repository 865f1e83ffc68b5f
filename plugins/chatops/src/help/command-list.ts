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

/** More rows than this on one page help nobody. */
const ROWS_MAX = 100;

/** Which part of a long list, and how to ask for the next. */
export interface Paging {
  /** What stands in front of commands in this place. */
  readonly lead: string;
  /** The call that shows another page: `help plugin 2`. */
  readonly next: (page: number) => string;
  /** From 1. */
  readonly page?: number | undefined;
}

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

/** One group as a table, a page of it at a time. */
export function commandList({ title, about, commands }: Group, { lead, next, page = 1 }: Paging): string {
  const pages = Math.max(1, Math.ceil(commands.length / ROWS_MAX));
  const shown = Math.min(Math.max(1, page), pages);
  const rows = commands
    .slice((shown - 1) * ROWS_MAX, shown * ROWS_MAX)
    .map((command) => [command.pattern?.shown ?? code(lead + command.name), summary(command)]);
  const heading = about === "" ? `**${title}**` : `**${title}** · ${about}`;
  const further = shown === pages ? "" : `${code(lead + next(shown + 1))} goes on, `;
  const search = `${code(`${lead}apropos <word>`)} finds those about a word.`;
  const more = pages === 1 ? [] : [`Page ${shown} of ${pages}: ${further}${search}`];
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
  return adminOnly !== false ? `${about} (administrators only)` : about;
}
