/**
 * The help of one command, derived from what its author wrote and from its schema. Called by `--help` and by help
 * plugins; it cannot drift from what the parser accepts, because both read the same list of arguments.
 */
import { code } from "../../text/code.ts";
import type { Argument, ArgumentList } from "../arguments/arguments.ts";
import { inWords } from "../arguments/kind.ts";
import { writeDuration } from "../../time/length.ts";
import { exampleOf, usageOf } from "./usage.ts";

/** What help needs to know of a command. */
export interface Explained {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly about: string;
  readonly details: string;
  readonly examples: readonly string[];
  readonly arguments: ArgumentList;
  readonly adminOnly: boolean | "always";
  readonly pattern?: { readonly shown: string } | undefined;
}

/**
 * Everything about a command, in Markdown: what it does, its usage, its arguments as a table, and calls that work.
 *
 * @param lead what stands in front of commands where help was asked for: `!`, `@wright ` or nothing
 */
export function commandHelp(command: Explained, lead: string): string {
  const { pattern } = command;
  const called = pattern === undefined ? lead + command.name : command.name;
  const also = command.aliases.map((alias) => code(lead + alias)).join(", ");
  return [
    `**${code(called)}** ${command.about}`,
    command.details,
    pattern === undefined ? `Usage: ${code(usageOf(called, command.arguments))}` : `Write ${pattern.shown} to get it.`,
    argumentTable(command.arguments),
    pattern === undefined ? examplesOf(command, called) : "",
    also === "" ? "" : `Also called ${also}.`,
    command.adminOnly !== false ? "For administrators of the bot only." : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function argumentTable({ all }: ArgumentList): string {
  if (all.length === 0) return "";
  const rows = all.map(
    (argument) => `| ${[label(argument), meaning(argument), fallback(argument)].map(cell).join(" | ")} |`,
  );
  return ["| Argument | What it is | If left out |", "|:---|:---|:---|", ...rows].join("\n");
}

function label({ flag, kind, positional }: Argument): string {
  return code(kind.type === "flag" || !positional ? `--${flag}` : flag);
}

function meaning({ about, kind }: Argument): string {
  const expected =
    kind.type === "flag" ? "" : kind.type === "list" ? `${inWords(kind.of)}, as often as you like` : inWords(kind);
  return [about, expected].filter((part) => part !== "").join(": ") || "on or off";
}

function fallback({ required, fallback, kind }: Argument): string {
  if (required) return "required";
  if (kind.type === "flag") return fallback === true ? "on" : "off";
  if (fallback === undefined || fallback === "") return "nothing";
  if (kind.type === "duration" && typeof fallback === "number") return code(writeDuration(fallback));
  if (fallback instanceof Date) return code(fallback.toISOString());
  return code(typeof fallback === "string" ? fallback : JSON.stringify(fallback));
}

function examplesOf(command: Explained, called: string): string {
  const own = command.examples.map((example) => `${called} ${example}`.trim());
  const examples = own.length > 0 ? own : [exampleOf(called, command.arguments)];
  const shown = examples.filter((example) => example !== undefined).map(code);
  return shown.length === 0 ? "" : `For example: ${shown.join(", ")}`;
}

function cell(text: string): string {
  return text.replaceAll("|", String.raw`\|`).replaceAll("\n", " ");
}
