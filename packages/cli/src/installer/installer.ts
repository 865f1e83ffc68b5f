/**
 * `!plugin install`, `update`, `uninstall`, `search` and `installed`: plugins from npm, git and folders. For administrators, whatever rules
 * say, because what is installed may do everything that the program may; and only where a setting allows it.
 */
import {
  type CommandContext,
  type Plugin,
  type PluginScope,
  UserError,
  code,
  plugin,
  rest,
  table,
  version,
  z,
} from "matterwright";
import { type Done, Installer } from "./install.ts";
import type { InstallRecord } from "./record.ts";
import { type SearchPlace, search } from "./search.ts";

export interface InstallerOptions extends Pick<SearchPlace, "home" | "sources" | "env"> {
  readonly isAllowed: boolean;
  readonly record: InstallRecord;
}

const OFF =
  "Installing plugins from chat is switched off. Whoever runs me can allow it: `BOT_PLUGIN_INSTALL=true` in my settings, and a restart.";
/** A registry may be slow, but nobody waits for ever. */
const TAKES_MS = 600_000;

export function installer(options: InstallerOptions): Plugin {
  return plugin({
    name: "installer",
    version,
    about: "Installs plugins from npm, git and folders",
    setup(bot) {
      const { record, home, env } = options;
      const installer = new Installer({ record, home, env, manage: bot.manage });
      for (const add of [install, update, uninstall, find, list]) add(bot, { ...options, installer });
    },
  });
}

interface Parts extends InstallerOptions {
  readonly installer: Installer;
}

type Spec = Parameters<PluginScope["command"]>[1];

/** What all of them have in common. */
function common({ isAllowed }: Parts): Pick<Spec, "slash" | "adminOnly" | "hidden" | "timeoutMs"> {
  return { slash: false, adminOnly: "always", hidden: !isAllowed, timeoutMs: TAKES_MS };
}

function requireAllowed({ isAllowed }: Parts): void {
  if (!isAllowed) throw new UserError(OFF);
}

function install(bot: PluginScope, parts: Parts): void {
  const args = { what: rest().describe("an npm package, a git address, a folder, or a packed file") };
  const examples = [
    "matterwright-plugin-karma",
    "matterwright-plugin-karma@1.2.0",
    "git+https://git.example.com/karma.git#v1.2",
    "./karma",
  ];
  bot.command(
    "plugin install",
    { ...common(parts), about: "Install a plugin", aliases: ["repos install"], args, examples },
    async (ctx, { what }, { signal, lead }) => {
      requireAllowed(parts);
      await tell(ctx, bot, "is installed", await parts.installer.install(what, asking(ctx, signal, lead)));
    },
  );
}

function update(bot: PluginScope, parts: Parts): void {
  const args = {
    name: z.string().describe("a plugin's name, or `all`"),
    version: z
      .string()
      .optional()
      .describe("a version, or a branch, tag or commit; the newest that was asked for when it is left out"),
  };
  const examples = ["karma", "karma 2.0.0", "all"];
  bot.command(
    "plugin update",
    {
      ...common(parts),
      about: "Get a newer version of an installed plugin, or of all",
      aliases: ["repos update"],
      args,
      examples,
    },
    async (ctx, { name, version }, { signal, lead }) => {
      requireAllowed(parts);
      if (name.toLowerCase() === "all") return updateAll(parts, { ctx, version, signal, lead });
      const done = await parts.installer.update(name, version, asking(ctx, signal, lead));
      if (done !== undefined) return tell(ctx, bot, "was updated", done);
      await ctx.reply(`${code(name)} is as new as it gets: nothing has changed.`);
    },
  );
}

interface Updating {
  readonly ctx: CommandContext;
  readonly version: string | undefined;
  readonly signal: AbortSignal;
  readonly lead: string;
}

/** Each for itself: one that cannot be had changes nothing for the others. */
async function updateAll({ installer, record }: Parts, { ctx, version, signal, lead }: Updating): Promise<void> {
  if (version !== undefined)
    throw new UserError("Not all plugins have the same version: name one plugin, or leave the version out.");
  const before = record.read();
  const names = Object.keys(before).toSorted();
  if (names.length === 0) throw new UserError("Nothing is installed, so there is nothing to update.");
  const rows: string[][] = [];
  for (const [index, name] of names.entries()) {
    await ctx.progress(`Looking for what is newer: ${code(name)}, ${index + 1} of ${names.length} …`);
    const row = await installer.update(name, undefined, asking(ctx, signal, lead)).then(
      (done) => (done === undefined ? "as new as it gets" : `:white_check_mark: updated${to(done.entry.version)}`),
      (error: unknown) => `:x: as it was: ${error instanceof Error ? error.message : String(error)}`,
    );
    rows.push([code(name), before[name]?.version ?? "", row]);
  }
  await ctx.reply(table(["Plugin", "Was", "Now"], rows));
}

function to(version: string): string {
  return version === "" ? "" : ` to ${version}`;
}

function uninstall(bot: PluginScope, parts: Parts): void {
  const args = { name: z.string().describe("a plugin's name") };
  bot.command(
    "plugin uninstall",
    { ...common(parts), about: "Remove an installed plugin; what it stored stays", aliases: ["repos uninstall"], args },
    async (ctx, { name }) => {
      requireAllowed(parts);
      const { from } = await parts.installer.uninstall(name);
      await ctx.reply(
        `:white_check_mark: ${code(name)} is uninstalled; what it stored stays. It came from ${code(from)}.`,
      );
    },
  );
}

function find(bot: PluginScope, parts: Parts): void {
  const args = { words: rest().default("").describe("what it is about; all words have to be there") };
  bot.command(
    "plugin search",
    {
      ...common(parts),
      about: "Find plugins that can be installed",
      aliases: ["repos search"],
      args,
      examples: ["", "karma"],
    },
    async (ctx, { words }, { signal }) => {
      requireAllowed(parts);
      const { found, troubles } = await search(
        words.split(/\s+/).filter((word) => word !== ""),
        { ...parts, signal },
      );
      const rows = found.map(({ install, version, about }) => [code(install), version, about]);
      const list = rows.length === 0 ? "Nothing was found." : table(["Install", "Version", "About"], rows);
      await ctx.reply([list, ...troubles.map((trouble) => `:warning: ${trouble}`)].join("\n\n"));
    },
  );
}

function list(bot: PluginScope, parts: Parts): void {
  bot.command(
    "plugin installed",
    { ...common(parts), about: "List what was installed, and where it comes from", aliases: ["repos"] },
    async (ctx) => {
      requireAllowed(parts);
      const rows = Object.entries(parts.record.read()).map(([name, { version, from, integrity, at, by }]) => [
        code(name),
        version,
        code(from),
        code(short(integrity)),
        `${at.slice(0, 10)} by @${by}`,
      ]);
      if (rows.length === 0) await ctx.reply("Nothing is installed.");
      else await ctx.reply(table(["Plugin", "Version", "From", "Pinned to", "Installed"], rows));
    },
  );
}

function asking(ctx: CommandContext, signal: AbortSignal, lead: string) {
  return { by: ctx.user.username, now: ctx.now, signal, lead };
}

async function tell(ctx: CommandContext, bot: PluginScope, what: string, { name, entry }: Done): Promise<void> {
  const { state = "inactive" } = bot.plugins().find((each) => each.name === name) ?? {};
  const facts = [`It comes from ${code(entry.from)}`, `pinned to ${code(short(entry.integrity))}`];
  await ctx.reply(
    `:white_check_mark: ${code(name)}${entry.version === "" ? "" : ` ${entry.version}`} ${what}, and is ${state}. ${facts.join(", ")}.`,
  );
}

/** Enough of it to compare. */
function short(integrity: string): string {
  return integrity.length > 24 ? `${integrity.slice(0, 20)}…` : integrity;
}
