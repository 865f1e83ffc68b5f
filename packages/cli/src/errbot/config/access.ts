/** Turns `ACCESS_CONTROLS` into rules of ours. What cannot be said as a rule denies, and is named. Pure. */
import type { AccessRule } from "matterwright";
import { type Value, entryIn, textsIn } from "../python/value.ts";

export interface Rules {
  readonly rules: readonly AccessRule[];
  readonly remarks: readonly string[];
}

export function accessFrom(controls: Value | undefined, byDefault: Value | undefined): Rules {
  const rules: AccessRule[] = [];
  const remarks: string[] = [];
  const take = (pattern: string, value: Value): void => {
    const made = rulesFor(globOf(pattern), value);
    rules.push(...made.rules);
    remarks.push(...made.remarks.map((sentence) => `${pattern}: ${sentence}`));
  };
  for (const [key, value] of controls?.kind === "dict" ? controls.entries : [])
    if (key.kind === "text") take(key.text, value);
    else remarks.push("a key that is no text could not be read");
  if (controls !== undefined && controls.kind !== "dict") remarks.push("what stands there could not be read");
  if (byDefault !== undefined) take("*", byDefault);
  const opened = rules.flatMap(({ allow }) => (typeof allow === "string" && !allow.includes("*") ? [allow] : []));
  if (opened.length > 0)
    remarks.push(
      `a rule opens a command for administrators to those that it names: look whether that is meant for ${[...new Set(opened)].join(", ")}`,
    );
  return { rules, remarks };
}

/** Errbot writes `Health:status_gc`, and a name alone is of any plugin. */
function globOf(pattern: string): string {
  const name = pattern.toLowerCase().replaceAll("_", " ");
  return name === "*:*" ? "*" : name.replace(/^\*:/, "");
}

const KNOWN = new Set([
  "allowargs",
  "allowmuc",
  "allowprivate",
  "allowrooms",
  "allowusers",
  "denyargs",
  "denyrooms",
  "denyusers",
]);

function rulesFor(glob: string, value: Value): Rules {
  if (value.kind !== "dict") return { rules: [{ deny: glob }], remarks: ["could not be read, so it is denied"] };
  const remarks = value.entries.flatMap(([key]) =>
    key.kind === "text" && KNOWN.has(key.text)
      ? []
      : [`${key.kind === "text" ? key.text : "a key"} is none of Errbot's, which ignored it`],
  );
  const list = (key: string, clean: (name: string) => string): readonly string[] | undefined => {
    const given = entryIn(value, key);
    const names = given && (textsIn(given) ?? []);
    if (given !== undefined && textsIn(given) === undefined)
      remarks.push(`${key} could not be read, so it names nobody`);
    const odd = names?.filter((name) => /[*?[]/.test(name) && name !== "*") ?? [];
    if (odd.length > 0) remarks.push(`${key} has the pattern ${odd.join(", ")}: name each`);
    return names?.filter((name) => !odd.includes(name)).map(clean);
  };
  const flag = (key: string): boolean | undefined => {
    const given = entryIn(value, key);
    return given?.kind === "flag" ? given.flag : undefined;
  };
  for (const key of ["allowargs", "denyargs"])
    if (entryIn(value, key) !== undefined)
      remarks.push(`${key} was about the whole text: rules name arguments (\`args\`)`);
  const users = list("allowusers", (name) => name);
  const rooms = list("allowrooms", roomOf);
  const denied = { users: list("denyusers", (name) => name), rooms: list("denyrooms", roomOf) };
  const inDirect = flag("allowprivate") ?? true;
  const inRooms = flag("allowmuc") ?? true;
  const rules: AccessRule[] = [];
  if (denied.users !== undefined && denied.users.length > 0) rules.push({ deny: glob, users: [...denied.users] });
  if (denied.rooms !== undefined && denied.rooms.length > 0) rules.push({ deny: glob, channels: [...denied.rooms] });
  if (!inDirect) rules.push({ deny: glob, direct: true });
  if (!inRooms) rules.push({ deny: glob, direct: false });
  const who = users === undefined || users.includes("*") ? {} : { users: [...users] };
  const where = rooms === undefined || rooms.includes("~*") ? undefined : [...rooms];
  if (!("users" in who) && where === undefined) return { rules, remarks };
  const isNobody = "users" in who && who.users.length === 0;
  if (!isNobody && where === undefined) rules.push({ allow: glob, ...who });
  if (!isNobody && where !== undefined) {
    if (where.length > 0) rules.push({ allow: glob, ...who, channels: where });
    if (inDirect) rules.push({ allow: glob, ...who, direct: true });
  }
  rules.push({ deny: glob });
  return { rules, remarks };
}

function roomOf(name: string): string {
  return name.startsWith("~") ? name : `~${name}`;
}
