/** Writes a plugin of ours with the commands, arguments and help of an Errbot plugin; what each does is left to whoever moves it. Pure. */
import type { Value } from "../python/value.ts";
import type { ScannedArgument, ScannedCommand, ScannedPlugin } from "./scan.ts";

/** `DailyMessage` and `Daily Message` are `daily-message` here. */
export function pluginName(name: string): string {
  const words = name
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "-")
    .replaceAll(/[^A-Za-z\d]+/g, "-");
  const clean = words.toLowerCase().replaceAll(/^[^a-z]+|-+$/g, "");
  return clean === "" || clean === "bot" ? "moved" : clean;
}

/** @param file as it is told to whoever goes on */
export function skeleton(plugin: ScannedPlugin, file: string): string {
  const { commands, rewrite, schedules, config, needs } = plugin;
  const body = commands.map((command) => commandCode(command, file));
  const uses = (word: RegExp): boolean => body.some((text) => word.test(text));
  const schema = config?.kind === "dict" ? schemaOf(config) : undefined;
  const imports = [
    ...(uses(/\bUserError\b/) ? ["UserError"] : []),
    ...(uses(/\bnamed\(/) ? ["named"] : []),
    ...(uses(/\bpattern\(/) ? ["pattern"] : []),
    "plugin",
    ...(uses(/\brest\(\)/) ? ["rest"] : []),
    ...(uses(/\bz\./) || schema !== undefined ? ["z"] : []),
  ];
  const from = (name: string): string => `from ${text(name)}`;
  return `${comment([
    `Moved from the Errbot plugin ${plugin.name} in ${file}: its commands with their arguments and help. What each does has still to be written.`,
    ...[...schedules, ...rewrite].map((sentence) => `- ${sentence}`),
  ])}
import { ${imports.join(", ")} } ${from("matterwright")};

export default plugin({
  name: ${text(pluginName(plugin.name))},
  about: ${text(plugin.about === "" ? `What ${plugin.name} did` : line(plugin.about))},
${needs.length === 0 ? "" : `  needs: ${JSON.stringify(needs.map(pluginName))},\n`}${schema === undefined ? "" : `  config: ${schema},\n`}  setup(bot) {
${commands.length === 0 ? '    bot.log.info({}, "nothing is registered yet");\n' : body.join("\n")}  },
});
`;
}

function commandCode(command: ScannedCommand, file: string): string {
  const { name, about, details, isAdminOnly, isHidden, isForgotten, args, remarks, method } = command;
  const spec = [
    `about: ${text(about === "" ? `What ${method} did` : line(about))}`,
    ...(details === "" ? [] : [`details: ${text(details)}`]),
    ...(isAdminOnly ? ["adminOnly: true"] : []),
    ...(isHidden ? ["hidden: true"] : []),
    ...(isForgotten ? ["isForgotten: true"] : []),
  ];
  const sentence = text(`\`${name}\` has not been moved yet: see ${method} in ${file}, line ${command.line}.`);
  const handler = `() => {\n        throw new UserError(${sentence});\n      }`;
  const notes = remarks.map((remark) => `    // ${line(remark)}\n`).join("");
  if (command.pattern !== undefined) return `${notes}${patternCode(command, spec, handler)}`;
  const shape = args.map((argument) => `          ${argument.name}: ${argumentCode(argument)},\n`).join("");
  if (args.length > 0) spec.push(`args: {\n${shape}        }`);
  return `${notes}    bot.command(
      ${text(name)},
      {
${spec.map((part) => `        ${part},\n`).join("")}      },
      ${handler},
    );
`;
}

function patternCode({ name, pattern }: ScannedCommand, spec: readonly string[], handler: string): string {
  const { source = "", flags = "", isAddressed = false, matchesAll = false } = pattern ?? {};
  const regex = regexOf(source, flags);
  if (regex === undefined)
    return `    // ${line(name)}: the pattern ${line(source)} cannot be written so in JavaScript, and has to be written anew.\n`;
  const more = [
    `pattern: ${regex}`,
    `shown: ${text(`\`${line(source).replaceAll("`", "'")}\``)}`,
    ...(isAddressed ? ["isAddressed: true"] : []),
    ...(matchesAll ? ["all: true"] : []),
  ];
  return `    bot.add(
      pattern(
        ${text(name)},
        {
${[...spec, ...more].map((part) => `          ${part},\n`).join("")}        },
        ${handler},
      ),
    );
`;
}

/** Nothing for what JavaScript reads otherwise. */
function regexOf(source: string, flags: string): string | undefined {
  const ours = source
    .replaceAll("(?P<", "(?<")
    .replaceAll(/\(\?P=(\w+)\)/g, String.raw`\k<$1>`)
    .replaceAll(String.raw`\A`, "^")
    .replaceAll(String.raw`\Z`, "$");
  try {
    return new RegExp(ours, `${flags}u`).toString().replaceAll("\n", String.raw`\n`);
  } catch {
    return undefined;
  }
}

function argumentCode({ by, type, choices, isRequired, isList, fallback, about }: ScannedArgument): string {
  const told = about === "" ? "" : `.describe(${text(line(about))})`;
  if (by === "rest") return `rest().optional()${told}`;
  const one = choices !== undefined && choices.length > 0 ? `z.enum(${JSON.stringify(choices)})` : KINDS[type];
  const kind = isList ? `z.array(${one})` : one;
  const value = fallbackCode(fallback, type, isList);
  const end =
    type === "flag"
      ? `.default(${value ?? "false"})`
      : value !== undefined
        ? `.default(${value})`
        : isRequired
          ? ""
          : isList
            ? ".default([])"
            : ".optional()";
  return by === "name" && type !== "flag" ? `named(${kind}${end}${told})` : `${kind}${end}${told}`;
}

const KINDS = { text: "z.string()", integer: "z.int()", number: "z.number()", flag: "z.boolean()" } as const;

function fallbackCode(value: Value | undefined, type: ScannedArgument["type"], isList: boolean): string | undefined {
  if (isList || value === undefined) return undefined;
  if (value.kind === "text" && type === "text") return text(value.text);
  if (value.kind === "number" && (type === "number" || (type === "integer" && Number.isInteger(value.number))))
    return String(value.number);
  return value.kind === "flag" && type === "flag" ? String(value.flag) : undefined;
}

/** What a configuration template stands for. */
function schemaOf(value: Value): string {
  if (value.kind === "text") return `z.string().default(${text(value.text)})`;
  if (value.kind === "number") return `z.number().default(${value.number})`;
  if (value.kind === "flag") return `z.boolean().default(${value.flag})`;
  if (value.kind === "list") return "z.array(z.unknown()).default([])";
  if (value.kind !== "dict") return "z.unknown()";
  const fields = value.entries.flatMap(([key, inner]) => {
    if (key.kind !== "text") return [];
    const isSecret = /pass|secret|token|api_?key/i.test(key.text) && inner.kind === "text";
    return [`${text(key.text)}: ${isSecret ? 'z.string().meta({ secret: true }).default("")' : schemaOf(inner)}`];
  });
  return `z.object({ ${fields.join(", ")} }).prefault({})`;
}

function text(value: string): string {
  return JSON.stringify(value);
}

function line(value: string): string {
  return value.replaceAll(/\s+/g, " ").trim();
}

function comment(lines: readonly string[]): string {
  return `/**\n${lines.map((each) => ` * ${line(each).replaceAll("*/", "* /")}`).join("\n")}\n */`;
}
