/** Reads a template: its pieces, each name held against the schema. Called once for each template. */
import type * as z from "zod";
import { MisuseError } from "../errors.ts";

export type Piece =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "value"; readonly path: string; readonly line: number }
  | {
      readonly type: "section";
      readonly path: string;
      readonly isInverted: boolean;
      readonly pieces: readonly Piece[];
    };

/** The schemas that a name may stand for, the innermost last. */
type Scopes = readonly z.core.$ZodType[];

interface Reading {
  readonly source: string;
  readonly name: string;
  at: number;
}

const TAG = /\{\{\s*([#^/]?)\s*(\.|[\w.]+)\s*\}\}/g;

/** @throws MisuseError for a name that the schema does not have, and for a section that does not end. */
export function parsed(source: string, schema: z.ZodObject, name: string): readonly Piece[] {
  return piecesOf({ source, name, at: 0 }, [schema], undefined);
}

function piecesOf(reading: Reading, scopes: Scopes, inside: string | undefined): Piece[] {
  const pieces: Piece[] = [];
  const { source, name } = reading;
  for (;;) {
    TAG.lastIndex = reading.at;
    const tag = TAG.exec(source);
    if (tag === null) {
      pieces.push({ type: "text", text: source.slice(reading.at) });
      if (inside === undefined) return pieces;
      throw new MisuseError(`${name}: {{#${inside}}} does not end: write {{/${inside}}} behind it`);
    }
    const [whole, sign = "", path = ""] = tag;
    const line = source.slice(0, tag.index).split("\n").length;
    const [end, next] = edgesOf(source, { from: tag.index, to: tag.index + whole.length, isSection: sign !== "" });
    pieces.push({ type: "text", text: source.slice(reading.at, Math.max(reading.at, end)) });
    reading.at = next;
    if (sign === "/") {
      if (path === inside) return pieces;
      throw new MisuseError(`${name}, line ${line}: {{/${path}}} ends nothing`);
    }
    const found = schemaAt(scopes, path, `${name}, line ${line}`);
    if (sign === "") {
      if (["array", "object"].includes(defOf(found).type))
        throw new MisuseError(`${name}, line ${line}: "${path}" is no single value: write {{#${path}}}…{{/${path}}}`);
      pieces.push({ type: "value", path, line });
      continue;
    }
    const def = defOf(found);
    const inner = sign === "#" && def.type === "array" ? unwrapped(def.element) : found;
    const below = piecesOf(reading, [...scopes, inner], path);
    pieces.push({ type: "section", path, isInverted: sign === "^", pieces: below });
  }
}

/** A line that has nothing but the beginning or end of a section leaves no empty line: where its text ends, and where the next begins. */
function edgesOf(
  source: string,
  { from, to, isSection }: { from: number; to: number; isSection: boolean },
): [number, number] {
  const line = source.slice(source.lastIndexOf("\n", from - 1) + 1, from);
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(source.slice(to));
  const isAlone = isSection && line.trim() === "" && rest !== null;
  return isAlone ? [from - line.length, to + rest[0].length] : [from, to];
}

function schemaAt(scopes: Scopes, path: string, where: string): z.core.$ZodType {
  const innermost = scopes.at(-1) as z.core.$ZodType;
  if (path === ".") return innermost;
  const [first = "", ...others] = path.split(".");
  const scope = scopes.findLast((each) => Object.hasOwn(shapeOf(each), first)) ?? innermost;
  let found = scope;
  for (const key of [first, ...others]) {
    const shape = shapeOf(found);
    const next = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (next === undefined)
      throw new MisuseError(
        `${where}: there is no "${key}" in the schema, which has ${Object.keys(shape).join(", ") || "no names"}`,
      );
    found = unwrapped(next);
  }
  return found;
}

function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  const def = defOf(schema);
  return def.type === "object" ? def.shape : {};
}

/** Without what only says that it may be missing. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const def = defOf(schema);
  return "innerType" in def ? unwrapped(def.innerType) : schema;
}

function defOf(schema: z.core.$ZodType): z.core.$ZodTypes["_zod"]["def"] {
  return (schema as z.ZodType).def as z.core.$ZodTypes["_zod"]["def"];
}
