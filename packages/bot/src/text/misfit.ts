/** Says in plain words what is wrong with a configuration: which key, what was given, what is wanted, and what would do. Called where people configure something. Pure. */
import type * as z from "zod";
import { OWN_WORDING, expectation } from "./expectation.ts";
import { closest } from "./distance.ts";
import { code } from "./code.ts";
import { type Described, alternatives, below, described, everyBelow, sampleOf } from "./described.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

export interface Misfit {
  /** One sentence for each key that is wrong, in Markdown. */
  readonly sentences: readonly string[];
  /** A value that the first of these keys takes, and where it belongs; nothing where none can be made up. */
  readonly example: { readonly path: readonly string[]; readonly value: unknown } | undefined;
}

/** What more there is, somebody who has mended these will be told. */
const TOLD_MOST = 5;
const SHOWN_MOST = 60;

const TYPES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "`true` or `false`",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
  date: "a date",
  null: "`null`",
  undefined: "left out",
};

export interface Judged extends Pick<z.ZodError, "issues"> {
  /** Texts that must not be shown, whatever the schema says of their keys. */
  readonly hidden?: readonly string[] | undefined;
}

export function misfitOf(schema: z.ZodType, value: unknown, { issues, hidden = [] }: Judged): Misfit {
  const root = described(schema);
  const wrong = issues.flatMap((issue) => innermost(issue, []));
  const told = wrong.slice(0, TOLD_MOST).map(({ path, issue }) => sentence(issue, { path, value, root, hidden }));
  const more = wrong.length - told.length;
  const example = wrong.map(({ path }) => exampleAt(path, { schema, value, root })).find((each) => each !== undefined);
  return { sentences: more > 0 ? [...told, `And ${more} more.`] : told, example };
}

interface Wrong {
  readonly path: Path;
  readonly issue: Issue;
}

/** Of alternatives, the one that was meant, where one of them fits as a whole; else the alternatives themselves. */
function innermost(issue: Issue, above: Path): Wrong[] {
  const path = [...above, ...issue.path];
  if (issue.code !== "invalid_union") return [{ path, issue }];
  const meant = issue.errors
    .filter((branch) => branch.every((each) => each.path.length > 0))
    .toSorted((one, other) => one.length - other.length)[0];
  return meant === undefined ? [{ path, issue }] : meant.flatMap((each) => innermost(each, path));
}

interface Around {
  readonly path: Path;
  readonly value: unknown;
  readonly root: Described;
  readonly hidden: readonly string[];
}

function sentence(issue: Issue, { path, value, root, hidden }: Around): string {
  const key = path.length === 0 ? "It" : code(path.map(String).join("."));
  if (issue.code === "unrecognized_keys") return issue.keys.map((each) => unknownKey(each, { path, root })).join(" ");
  const isWhole = descriptionAt(path, root)?.type === "integer";
  const wanted = isWhole && issue.code === "invalid_type" ? TYPES["int"] : wantedBy(issue);
  if (wanted === undefined) return `${key}: ${issue.message.replace(/\.?$/, ".")}`;
  const given = valueAt(value, path);
  if (given === undefined) return `${key} is missing: it must be ${wanted}.`;
  const isShown = !isSecret(path, root) && !holds(given, hidden);
  return `${key} must be ${wanted}, not ${isShown ? shownValue(given) : "what was given"}.`;
}

function unknownKey(key: string, { path, root }: Pick<Around, "path" | "root">): string {
  const of = descriptionAt(path, root);
  const there = alternatives(of, root).flatMap(({ properties = {} }) => Object.keys(properties));
  const near = closest(key, there);
  const inWords = (each: string): string => code([...path, each].map(String).join("."));
  const hint =
    near === undefined ? `there is ${there.map(inWords).join(", ") || "nothing"}` : `did you mean ${inWords(near)}?`;
  return `There is no ${inWords(key)}: ${hint}${hint.endsWith("?") ? "" : "."}`;
}

/** A phrase behind "must be"; nothing where the author's own words say it. */
function wantedBy(issue: Issue): string | undefined {
  if (!OWN_WORDING.test(issue.message)) return undefined;
  if (issue.code === "invalid_type") return TYPES[issue.expected] ?? expectation(issue);
  if (issue.code !== "invalid_union") return expectation(issue);
  const options = "options" in issue ? (issue.options as readonly unknown[] | undefined) : undefined;
  if (options !== undefined) return `one of ${options.map((each) => code(String(each))).join(", ")}`;
  const wanted = issue.errors.map((branch) => branch[0] && wantedBy(branch[0]));
  const phrases = wanted.filter((each) => each !== undefined);
  return phrases.length === 0 ? undefined : [...new Set(phrases)].join(" or ");
}

function descriptionAt(path: Path, root: Described): Described | undefined {
  return path.reduce<Described | undefined>((at, key) => at && below(at, key, root), root);
}

function shownValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return code(text.length > SHOWN_MOST ? `${text.slice(0, SHOWN_MOST)}…` : text);
}

function holds(value: unknown, hidden: readonly string[]): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some((each) => holds(each, hidden));
  return typeof value === "string" && hidden.some((each) => value.includes(each));
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}

function isSecret(path: Path, root: Described): boolean {
  let all: Described[] = [root];
  for (const key of path) {
    all = all.flatMap((of) => everyBelow(of, key, root));
    if (all.some(({ secret }) => secret === true)) return true;
  }
  return holdsSecret(all, root, new Set());
}

/** Whether part of it is secret. What describes itself is looked at once. */
function holdsSecret(all: readonly Described[], root: Described, seen: Set<Described>): boolean {
  return all
    .flatMap((of) => alternatives(of, root))
    .some((of) => {
      if (seen.has(of)) return false;
      seen.add(of);
      const { properties = {}, items, additionalProperties, prefixItems = [] } = of;
      const inner = [...Object.values(properties), ...prefixItems, items, additionalProperties];
      return (
        of.secret === true ||
        holdsSecret(
          inner.filter((each) => typeof each === "object"),
          root,
          seen,
        )
      );
    });
}

/** Entries of lists cannot be set one by one: the example is of the whole list. */
function exampleAt(
  wrong: Path,
  { schema, value, root }: { readonly schema: z.ZodType; readonly value: unknown; readonly root: Described },
): Misfit["example"] {
  const end = wrong.findIndex((key) => typeof key === "number");
  const path = wrong.slice(0, end < 0 ? undefined : end).map(String);
  const of = descriptionAt(path, root);
  if (of === undefined || path.length === 0) return undefined;
  const sample = sampleOf(of);
  const parsed = schema.safeParse(withAt(value, path, sample));
  const fits =
    parsed.success || !parsed.error.issues.some((issue) => path.every((key, at) => String(issue.path[at]) === key));
  return fits && sample !== undefined ? { path, value: sample } : undefined;
}

function withAt(value: unknown, [key, ...rest]: readonly string[], inner: unknown): unknown {
  if (key === undefined) return inner;
  const at = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return { ...at, [key]: withAt(at[key], rest, inner) };
}

/** How the example is written in chat: `cap=10`. */
export function inChat({ path, value }: NonNullable<Misfit["example"]>): string {
  const text =
    typeof value === "string" && /^[\w./:@~-]+$/.test(value) && !isJson(value) ? value : JSON.stringify(value);
  return `${path.join(".")}=${text}`;
}

/** How it is written in a file: `{"cap":10}`. */
export function inFile({ path, value }: NonNullable<Misfit["example"]>): string {
  const whole = path.toReversed().reduce<unknown>((inner, key) => ({ [key]: inner }), value);
  return JSON.stringify(whole);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
