/** `matterwright init`, `new` and `test`: the words of whoever makes something of their own. Part of program.ts. */
import type { Command } from "commander";
import type { Terminal } from "../terminal.ts";
import type { NewOptions } from "./plugin.ts";

export function addMaking(command: Command, terminal: Terminal): void {
  command
    .command("init")
    .description("make a home for a bot: its settings to be filled in, and a plugin to begin with")
    .argument("[folder]", "where; this folder when it is left out", ".")
    .action(async (folder: string) => (await import("./home.ts")).newHome(folder, terminal));
  command
    .command("new")
    .description("begin something of your own")
    .command("plugin")
    .description("make a plugin and its test")
    .argument("<name>", "lower case letters, digits and dashes")
    .option("--from <folder>", "the bot's home", ".")
    .action(async (name: string, options: NewOptions) =>
      (await import("./plugin.ts")).newPlugin(name, options, terminal),
    );
  command
    .command("test")
    .description("run the tests of plugins, which need nothing installed")
    .argument("[paths...]", "files, or folders to look for tests in", ["plugins"])
    .action(async (paths: readonly string[]) => (await import("../testing/test.ts")).test(paths, terminal));
}
