/** Finds the plugin that somebody names whose log is meant; `bot` is the bot itself. Called by the commands about the log. */
import { type PluginScope, UserError, closest, code } from "matterwright";

/** @throws UserError that tells which there are, and which one was probably meant. */
export function pluginNamed(bot: PluginScope, name: string, gone: readonly string[] = []): string {
  const names = bot.plugins().map((plugin) => plugin.name);
  const wanted = ["bot", ...names, ...gone].find((each) => each === name.toLowerCase());
  if (wanted !== undefined) return wanted;
  const near = closest(name, names);
  const hint = near === undefined ? "" : ` Did you mean ${code(near)}?`;
  throw new UserError(`There is no plugin called ${code(name)}: there are ${names.toSorted().join(", ")}.${hint}`);
}
