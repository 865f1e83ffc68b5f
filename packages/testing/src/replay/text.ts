/** Compares a recorded text with a text of this run: names by what they stand for, times and random things by their form. */
import type { Names } from "./names.ts";

/** What a placeholder without a value may look like. */
const KINDS: Readonly<Record<string, string>> = {
  time: "\\d{12,14}",
  "time in the future": "\\d{12,19}",
  seconds: "\\d{9,11}",
  hash: "[0-9a-f]{8,128}",
  request_id: "[a-z0-9]{26}",
  token: "[a-z0-9]{26}",
  trigger_id: '[^\\s"]+',
  cookie: '[^"]+',
  base64: "[\\w+/=-]+",
  pointer: "0x[0-9a-f]+",
  hostname: '[^"\\\\]*',
  date: '[^;"]+',
  "image bytes": "[\\s\\S]+",
  version_id: "\\d+\\.\\d+\\.\\d+\\.[\\w.]*?\\.?[0-9a-f]{32,64}\\.(?:true|false)",
};

const ID = "[a-z0-9]{26}";
/** The build and the configuration of the recorded server, which no other server shares. */
const VERSION_ID = "11.6.0.11.6.0.<hash>.false";
const LONG = /^<(\d+) characters: ([\s\S]*)…>$/;

/** Whether the texts are the same up to renaming. Names that were free are bound. */
export function sameText(recorded: string, got: string, names: Names): boolean {
  const long = LONG.exec(recorded);
  if (long !== null) return [...got].length === Number(long[1]) && got.startsWith(long[2] ?? "");
  const whole = recorded.replaceAll(VERSION_ID, "<version_id>");
  if (!whole.includes("<")) return whole === got;
  if (names.attempt(() => matches(whole, got, names))) return true;
  // The two ids of a direct channel's name are sorted, their names are not.
  const swapped = whole.replaceAll(/(<[\w.]+>)__(<[\w.]+>)/g, "$2__$1");
  return swapped !== whole && names.attempt(() => matches(swapped, got, names));
}

function matches(recorded: string, got: string, names: Names): boolean {
  const free: string[] = [];
  const source = recorded
    .split(/(<[^<>]+>)/)
    .map((piece) => sourceOf(piece, names, free))
    .join("");
  const match = new RegExp(`^${source}$`).exec(got);
  if (match === null) return false;
  return free.every((name, index) => {
    const value = match[index + 1] ?? "";
    return names.of(name) === undefined ? names.bind(name, value) : names.of(name)?.includes(value) === true;
  });
}

function sourceOf(piece: string, names: Names, free: string[]): string {
  const name = /^<([^<>]+)>$/.exec(piece)?.[1];
  if (name === undefined) return escaped(piece);
  const values = names.of(name);
  const kind = KINDS[name.replace(/=\w+$/, "")];
  if (values !== undefined) return `(?:${[...values.map(escaped), ...(kind === undefined ? [] : [kind])].join("|")})`;
  if (names.has(name)) {
    free.push(name);
    return `(${ID})`;
  }
  return kind ?? escaped(piece);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
