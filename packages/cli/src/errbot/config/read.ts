/** Reads an Errbot `config.py` without running it: what is assigned at its top, and what could not be read, with its line. */
import { type LogicalLine, type Token, logicalLines } from "../python/tokens.ts";
import { type Value, sourceOf, valueOf } from "../python/value.ts";

export interface Setting {
  readonly value: Value;
  readonly line: number;
}

export interface Config {
  readonly settings: ReadonlyMap<string, Setting>;
  /** Sentences about lines that were not read. */
  readonly unread: readonly string[];
}

/** They need nothing here. */
const IDLE = /^(?:import|from|pass|global|print|load_dotenv|dotenv)$/;
const BLOCK = /^(?:if|elif|else|for|while|try|except|finally|with|def|class|async|@)$/;

/** @throws PythonError for what is no Python. */
export function readConfig(source: string): Config {
  const settings = new Map<string, Setting>();
  const unread: string[] = [];
  let block: LogicalLine | undefined;
  for (const line of logicalLines(source)) {
    const [first] = line.tokens;
    const assigned = assignmentIn(line.tokens);
    if (line.indent === 0) block = first !== undefined && BLOCK.test(first.text) ? line : undefined;
    if (block !== undefined) {
      if (assigned !== undefined && isKey(assigned.name))
        unread.push(`line ${line.line}: ${assigned.name} is set inside \`${sourceOf(block.tokens)}\``);
    } else if (assigned !== undefined) assign(settings, assigned, line.line);
    else if (isStar(line.tokens)) unread.push(`line ${line.line}: what \`${sourceOf(line.tokens)}\` brings`);
    else if (first?.kind !== "text" && !IDLE.test(first?.text ?? ""))
      unread.push(`line ${line.line}: \`${sourceOf(line.tokens)}\``);
  }
  for (const [name, { value, line }] of settings)
    if (isKey(name)) unread.push(...unknownIn(value).map((source) => `line ${line}: ${name} has \`${source}\` in it`));
  return { settings, unread };
}

interface Assignment {
  readonly name: string;
  /** `BOT_IDENTITY["token"] = …` */
  readonly key: string | undefined;
  readonly isAdded: boolean;
  readonly expression: readonly Token[];
}

function assignmentIn(tokens: readonly Token[]): Assignment | undefined {
  const [name, second, third, fourth, fifth] = tokens;
  if (name?.kind !== "name" || second?.kind !== "op") return undefined;
  const made = (from: number, more: Partial<Assignment> = {}): Assignment => ({
    name: name.text,
    key: undefined,
    isAdded: false,
    expression: tokens.slice(from),
    ...more,
  });
  if (second.text === "=") return made(2);
  if (second.text === "+=") return made(2, { isAdded: true });
  if (second.text === "[" && third?.kind === "text" && fourth?.text === "]" && fifth?.text === "=")
    return made(5, { key: third.text });
  const equals = second.text === ":" ? tokens.findIndex(({ kind, text }) => kind === "op" && text === "=") : -1;
  return equals > 0 ? made(equals + 1) : undefined;
}

function assign(settings: Map<string, Setting>, { name, key, isAdded, expression }: Assignment, line: number): void {
  const names = new Map([...settings].map(([each, { value }]) => [each, value]));
  const value = valueOf(expression, names);
  const before = settings.get(name)?.value;
  if (isAdded && before?.kind === "list" && value.kind === "list")
    settings.set(name, { value: { kind: "list", items: [...before.items, ...value.items] }, line });
  else if (key !== undefined && before?.kind === "dict") {
    const others = before.entries.filter(([each]) => each.kind !== "text" || each.text !== key);
    settings.set(name, { value: { kind: "dict", entries: [...others, [{ kind: "text", text: key }, value]] }, line });
  } else if (key === undefined) settings.set(name, { value, line });
}

function isStar(tokens: readonly Token[]): boolean {
  return tokens[0]?.text === "from" && tokens.at(-1)?.text === "*";
}

export function isKey(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}

function unknownIn(value: Value): string[] {
  if (value.kind === "unknown") return [value.source];
  if (value.kind === "list") return value.items.flatMap(unknownIn);
  if (value.kind === "dict") return value.entries.flatMap(([, inner]) => unknownIn(inner));
  return [];
}
