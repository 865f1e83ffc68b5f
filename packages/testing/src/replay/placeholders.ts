/** Fills the placeholders of a recording's requests (`{user.ben}`, `{saved.p}`, `{now+60000}` …) for one run. Never sends anything. */
import type { Json } from "./scenario.ts";
import type { Town } from "./town.ts";

export interface Filler {
  /** A string that is one placeholder takes the type of the value. */
  fill(value: Json): Promise<Json>;
  text(value: string): Promise<string>;
}

const PLACEHOLDER =
  /\{(?:(user|name|channel|token|saved)\.([\w#-]+?)([+-]\d+)?|(team|team_name|password|receiver|base|sfx|i|now)([+-]\d+)?|repeat:([^{}]*?):(\d+))\}/g;

/** `index` is what `{i}` becomes. */
export function fillerFor(town: Town, saved: ReadonlyMap<string, unknown>, index = 0): Filler {
  const { server } = town;
  const plain: Readonly<Record<string, () => unknown>> = {
    team: () => town.teamId,
    team_name: () => town.teamName,
    password: () => town.password,
    receiver: () => server.receiver.base,
    base: () => server.base,
    sfx: () => server.suffix,
    i: () => index,
    now: () => server.now(),
  };
  const kept = (name: string): unknown => {
    if (saved.has(name)) return saved.get(name);
    const address = name.endsWith("_path") ? saved.get(name.slice(0, -"_path".length)) : undefined;
    if (typeof address !== "string") throw new Error(`nothing was saved as "${name}"`);
    return new URL(address).pathname;
  };
  const named: Readonly<Record<string, (name: string) => unknown>> = {
    user: (name) => town.user(name),
    name: (name) => town.nameOf(name),
    channel: (name) => town.channels.get(name),
    token: (name) => town.tokenOf(name),
    saved: kept,
  };
  const valueOf = async (match: RegExpMatchArray): Promise<unknown> => {
    const [, kind = "", name = "", plus, word = "", plusTime, repeated = "", times = ""] = match;
    if (times !== "") return repeated.repeat(Number(times));
    const value = await (kind === "" ? plain[word]?.() : named[kind]?.(name));
    const offset = plus ?? plusTime;
    return offset === undefined ? value : Number(value) + Number(offset);
  };
  const text = async (value: string): Promise<string> => (await asTyped(value, valueOf)) as string;
  const fill = async (value: Json): Promise<Json> => {
    if (typeof value === "string") return (await asTyped(value, valueOf, true)) as Json;
    if (Array.isArray(value)) return Promise.all((value as Json[]).map(fill));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(async ([key, inner]) => [await text(key), await fill(inner)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };
  return { fill, text };
}

async function asTyped(
  text: string,
  valueOf: (match: RegExpMatchArray) => Promise<unknown>,
  keepsType = false,
): Promise<unknown> {
  let filled = "";
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const value = await valueOf(match);
    if (keepsType && match[0] === text) return value;
    filled += text.slice(from, match.index) + String(value);
    from = match.index + match[0].length;
  }
  return filled + text.slice(from);
}
