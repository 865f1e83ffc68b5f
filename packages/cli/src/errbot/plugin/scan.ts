/** Reads an Errbot plugin without running it: its classes, their commands with arguments and help, and what has to be written anew. */
import { type LogicalLine, type Token, logicalLines } from "../python/tokens.ts";
import { type Argument, type Value, argumentsIn, sourceOf, valueOf } from "../python/value.ts";
import { findingsIn } from "./findings.ts";
import type { Decorator, Method } from "./method.ts";

export interface ScannedPlugin {
  /** As its class, or its `.plug` file, calls it. */
  readonly name: string;
  readonly about: string;
  /** Plugins that have to be there first, by the names that they had. */
  readonly needs: readonly string[];
  readonly line: number;
  readonly commands: readonly ScannedCommand[];
  /** What the configuration template says. */
  readonly config: Value | undefined;
  /** Sentences about what has to be written anew, with lines. */
  readonly rewrite: readonly string[];
  /** Calls of `start_poller` and the like. */
  readonly schedules: readonly string[];
}

export interface ScannedCommand {
  /** `named`: called by its name; `pattern`: found in what is said. */
  readonly kind: "named" | "pattern";
  /** With spaces: `daily stats`. */
  readonly name: string;
  readonly method: string;
  readonly line: number;
  readonly about: string;
  /** The rest of its help. */
  readonly details: string;
  readonly isAdminOnly: boolean;
  readonly isHidden: boolean;
  readonly isForgotten: boolean;
  readonly args: readonly ScannedArgument[];
  readonly pattern: ScannedPattern | undefined;
  /** What of it Errbot did otherwise than it looked, or did not do. */
  readonly remarks: readonly string[];
}

export interface ScannedPattern {
  readonly source: string;
  readonly flags: string;
  readonly isAddressed: boolean;
  readonly matchesAll: boolean;
}

export interface ScannedArgument {
  readonly name: string;
  /** By its place, by its name, or all that is left. */
  readonly by: "place" | "name" | "rest" | "words";
  readonly type: "text" | "integer" | "number" | "flag";
  readonly choices: readonly string[] | undefined;
  readonly isRequired: boolean;
  readonly isList: boolean;
  readonly fallback: Value | undefined;
  readonly about: string;
}

/** @throws PythonError for what is no Python. */
export function scanPlugin(source: string): ScannedPlugin[] {
  const lines = logicalLines(source);
  return lines.flatMap((line, index) => {
    if (line.tokens[0]?.text !== "class" || !/\b(?:BotPlugin|ArgBotPlugin)\b/.test(sourceOf(line.tokens))) return [];
    return [scanClass(line, bodyOf(lines, index), lines)];
  });
}

/** The lines that stand further in than the one before them. */
function bodyOf(lines: readonly LogicalLine[], index: number): LogicalLine[] {
  const { indent = 0 } = lines[index] ?? {};
  const end = lines.findIndex((line, other) => other > index && line.indent <= indent);
  return lines.slice(index + 1, end < 0 ? undefined : end);
}

function scanClass(head: LogicalLine, body: readonly LogicalLine[], all: readonly LogicalLine[]): ScannedPlugin {
  const methods = methodsIn(body);
  const commands = methods.flatMap((method) => commandOf(method) ?? []);
  const template = methods.find(({ name }) => name === "get_configuration_template");
  const returned = template?.body.find(({ tokens }) => tokens[0]?.text === "return");
  const { rewrite, schedules } = findingsIn({ methods, all });
  return {
    name: head.tokens[1]?.text ?? "",
    about: docOf(body).split("\n")[0] ?? "",
    needs: [],
    line: head.line,
    commands,
    config: returned && valueOf(returned.tokens.slice(1)),
    rewrite,
    schedules,
  };
}

function methodsIn(body: readonly LogicalLine[]): Method[] {
  const own = body[0]?.indent ?? 0;
  let decorators: Decorator[] = [];
  return body.flatMap((line, index) => {
    if (line.indent !== own) return [];
    const [first, second] = line.tokens;
    if (first?.text === "@") {
      decorators.push(decoratorOf(line));
      return [];
    }
    const isAsync = first?.text === "async" && second?.text === "def";
    const found = decorators;
    decorators = [];
    if (first?.text !== "def" && !isAsync) return [];
    const name = line.tokens[isAsync ? 2 : 1]?.text ?? "";
    const parameters = line.tokens
      .slice(isAsync ? 4 : 3)
      .filter(({ kind }) => kind === "name")
      .map(({ text }) => text);
    return [{ name, line: line.line, isAsync, parameters, decorators: found, body: bodyOf(body, index) }];
  });
}

function decoratorOf({ tokens, line }: LogicalLine): Decorator {
  const open = tokens.findIndex(({ kind, text }) => kind === "op" && text === "(");
  const head = open < 0 ? tokens.slice(1) : tokens.slice(1, open);
  const name = head.at(-1)?.text ?? "";
  return { name, line, args: open < 0 ? [] : argumentsIn(tokens.slice(open + 1, -1)) };
}

const COMMANDS = new Set(["arg_botcmd", "botcmd", "botmatch", "re_botcmd"]);

function commandOf(method: Method): ScannedCommand | undefined {
  const decorators = method.decorators.filter(({ name }) => COMMANDS.has(name));
  // What Errbot heeds of several stands on the lowest.
  const main = decorators.at(-1);
  if (main === undefined) return undefined;
  const option = (name: string): Value | undefined => main.args.find((each) => each.name === name)?.value;
  const isSet = (name: string): boolean => isTrue(option(name));
  const [about = "", ...details] = docOf(method.body).split("\n");
  const isPattern = main.name === "re_botcmd" || main.name === "botmatch";
  return {
    kind: isPattern ? "pattern" : "named",
    name: (textIn(option("name")) ?? method.name).replaceAll("_", " ").trim().toLowerCase(),
    method: method.name,
    line: method.line,
    about: about.trim().replace(/\.$/, ""),
    details: details
      .map((line) => line.trim())
      .join("\n")
      .trim(),
    isAdminOnly: isSet("admin_only"),
    isHidden: isSet("hidden") || isSet("flow_only"),
    isForgotten: isFalse(option("historize")),
    args: isPattern
      ? []
      : main.name === "arg_botcmd"
        ? stacked(decorators)
        : plainArguments(method, option("split_args_with")),
    pattern: isPattern ? patternOf(main) : undefined,
    remarks: remarksOn(method, decorators),
  };
}

function remarksOn(method: Method, decorators: readonly Decorator[]): string[] {
  const heeded = new Set(decorators.at(-1)?.args.map(({ name }) => name));
  const upper = new Set(decorators.slice(0, -1).flatMap(({ args }) => args.map(({ name }) => name)));
  const lost = ["admin_only", "hidden"].filter((name) => upper.has(name) && !heeded.has(name));
  return [
    ...lost.map(
      (name) => `${name} stands on an upper decorator, where Errbot did not heed it: say whether it is meant`,
    ),
    ...(method.isAsync ? ["it is async, and Errbot answered with `<coroutine object …>`"] : []),
    ...(decorators.at(-1)?.args.some(({ name }) => name === "template")
      ? ["it fills a Jinja template: write the text where it is answered"]
      : []),
    ...(decorators.at(-1)?.args.some(({ name }) => name === "flow_only")
      ? ["it ran in a flow only: make it a question of a wizard"]
      : []),
  ];
}

/** What a command without declared arguments does with its text. */
function plainArguments(method: Method, separator: Value | undefined): ScannedArgument[] {
  const name = method.parameters.filter((each) => each !== "self")[1] ?? "args";
  const isUsed = method.body.some(({ tokens }) => tokens.some(({ kind, text }) => kind === "name" && text === name));
  if (!isUsed) return [];
  const common = { type: "text", choices: undefined, isRequired: false, fallback: undefined, about: "" } as const;
  if (separator !== undefined && !(separator.kind === "text" && separator.text === ""))
    return [{ ...common, name: "words", by: "words", isList: true }];
  return [{ ...common, name: "text", by: "rest", isList: false }];
}

/** Errbot gives places to arguments from the lowest decorator to the highest. */
function stacked(decorators: readonly Decorator[]): ScannedArgument[] {
  const all = decorators.toReversed().flatMap(({ args }) => argumentOf(args) ?? []);
  return [...all.filter(({ by }) => by === "place"), ...all.filter(({ by }) => by !== "place")];
}

function argumentOf(args: readonly Argument[]): ScannedArgument | undefined {
  const names = args.filter(({ name }) => name === undefined).flatMap(({ value }) => textIn(value) ?? []);
  const option = (name: string): Value | undefined => args.find((each) => each.name === name)?.value;
  const long = names.find((name) => name.startsWith("--")) ?? names[0];
  if (long === undefined) return undefined;
  const isNamed = long.startsWith("-");
  const action = textIn(option("action")) ?? "";
  const nargs = option("nargs");
  const isList = action === "append" || nargs?.kind === "number" || /^[*+]$/.test(textIn(nargs) ?? "");
  const choices = option("choices");
  return {
    name: long.replace(/^-+/, "").replaceAll(/[^A-Za-z0-9]+/g, "_"),
    by: isNamed ? "name" : "place",
    type: typeOf(option("type"), action),
    choices: choices?.kind === "list" ? choices.items.flatMap((each) => textIn(each) ?? []) : undefined,
    isRequired:
      (isNamed ? isTrue(option("required")) : textIn(nargs) !== "?" && textIn(nargs) !== "*") &&
      option("default") === undefined,
    isList,
    fallback: option("default"),
    about: textIn(option("help")) ?? "",
  };
}

function typeOf(type: Value | undefined, action: string): ScannedArgument["type"] {
  if (/^store_(?:true|false)$/.test(action)) return "flag";
  const name = type?.kind === "name" ? type.name : "";
  return name === "int" ? "integer" : name === "float" ? "number" : name === "bool" ? "flag" : "text";
}

const FLAGS: Readonly<Record<string, string>> = {
  I: "i",
  IGNORECASE: "i",
  M: "m",
  MULTILINE: "m",
  S: "s",
  DOTALL: "s",
};

function patternOf({ name, args }: Decorator): ScannedPattern {
  const option = (key: string): Value | undefined => args.find((each) => each.name === key)?.value;
  const given = option("pattern") ?? args.find((each) => each.name === undefined)?.value;
  const flags = option("flags");
  const words = flags?.kind === "name" ? flags.name : flags?.kind === "unknown" ? flags.source : "";
  return {
    source: textIn(given) ?? "",
    flags: [...new Set([...words.matchAll(/\b([A-Z]+)\b/g)].map(([, word = ""]) => FLAGS[word] ?? ""))].join(""),
    isAddressed: name === "re_botcmd" && !isFalse(option("prefixed")),
    matchesAll: isTrue(option("matchall")),
  };
}

/** What stands first in a body, as text: without the margin that it has there. */
function docOf(body: readonly LogicalLine[]): string {
  const [first, ...more]: readonly Token[] = body[0]?.tokens ?? [];
  if (first?.kind !== "text" || more.length > 0) return "";
  return first.text.trim();
}

function textIn(value: Value | undefined): string | undefined {
  return value?.kind === "text" ? value.text : undefined;
}

function isTrue(value: Value | undefined): boolean {
  return value?.kind === "flag" && value.flag;
}

function isFalse(value: Value | undefined): boolean {
  return value?.kind === "flag" && !value.flag;
}
