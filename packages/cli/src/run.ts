/** Runs the command and turns whatever happens into an exit code. The one place where troubles are printed. */
import { CommanderError } from "commander";
import { program } from "./program.ts";
import type { Terminal } from "./terminal.ts";
import { Trouble, exitCodes } from "./trouble.ts";

/**
 * Runs `matterwright` with these arguments. Never throws.
 *
 * @param args without the program's own name.
 * @returns the exit code: 0 done, 64 wrong usage, 75 passing trouble, 78 a setting has to be changed, 70 our mistake.
 * @example
 * process.exitCode = await run(["post", "--webhook", url, "Hello"], terminal);
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const command = program(terminal);
  try {
    if (args.length === 0) {
      command.outputHelp();
      return exitCodes.usage;
    }
    await command.parseAsync(args, { from: "user" });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (error instanceof Trouble) {
      terminal.note(error.message);
      return error.exitCode;
    }
    terminal.note(`matterwright failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return exitCodes.internal;
  }
}
