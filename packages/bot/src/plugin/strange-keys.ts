/** Finds what is configured and nobody reads: a misspelt key must not be passed over in silence. Pure; asked when a plugin is set up, and when one is configured from chat. */
import type * as z from "zod";
import { closest } from "../text/distance.ts";
import { type Described, alternatives, described } from "../text/described.ts";

export interface StrangeKey {
  /** `login.usr`. */
  readonly path: string;
  /** The key that was probably meant, as a path. */
  readonly near: string | undefined;
  /** The keys that there are in its place, as paths. */
  readonly there: readonly string[];
}

/** @example strangeKeys(z.object({ cap: z.number() }), { capp: 3 }); // [{ path: "capp", near: "cap", there: ["cap"] }] */
export function strangeKeys(schema: z.ZodType, value: unknown): StrangeKey[] {
  const root = described(schema);
  return strangeIn(value, { of: root, root, at: "" });
}

interface Place {
  readonly of: Described | boolean | undefined;
  readonly root: Described;
  /** The path so far, with its dot. */
  readonly at: string;
}

function strangeIn(value: unknown, { of, root, at }: Place): StrangeKey[] {
  if (typeof value !== "object" || value === null) return [];
  const all = alternatives(of, root);
  if (Array.isArray(value)) {
    const items = all.find(({ items: each }) => typeof each === "object")?.items;
    return value.flatMap((each, index) => strangeIn(each, { of: items, root, at: `${at}${index}.` }));
  }
  const known = all.filter(({ properties }) => properties !== undefined);
  const rest = all.find(({ additionalProperties: each }) => each !== undefined && each !== false)?.additionalProperties;
  const there = [...new Set(known.flatMap(({ properties = {} }) => Object.keys(properties)))];
  return Object.entries(value).flatMap(([key, inner]): StrangeKey[] => {
    const of = known.find(({ properties = {} }) => Object.hasOwn(properties, key))?.properties?.[key] ?? rest;
    if (of !== undefined) return strangeIn(inner, { of, root, at: `${at}${key}.` });
    if (known.length === 0) return [];
    const near = closest(key, there);
    return [{ path: at + key, near: near && at + near, there: there.map((each) => at + each) }];
  });
}
