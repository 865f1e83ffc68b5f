/** Reads the settings from the environment and from the `.env` of the home folder, and says everything that is wrong with them at once. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { Trouble } from "../trouble.ts";
import { type RawSettings, type SettingKey, metaOf, settingKeys, settingsSchema } from "./schema.ts";
import { unknownNames } from "./unknown.ts";

export type Variables = Readonly<Record<string, string | undefined>>;

export interface Found {
  readonly values: RawSettings;
  /** The variable that each came from. */
  readonly origins: ReadonlyMap<SettingKey, Origin>;
  /** Everything that the environment and the file say. */
  readonly variables: Variables;
  /** Sentences about variables that have no effect. */
  readonly warnings: readonly string[];
}

export interface Origin {
  readonly name: string;
  readonly isFile: boolean;
}

/**
 * Reads all settings. A variable of the environment beats the file.
 *
 * @param home the folder whose `.env` is read.
 * @throws Trouble that names each variable with a bad value, the value unless it is secret, and the remedy.
 */
export function readSettings(env: Variables, home: string): Found {
  const file = readEnvFile(join(home, ".env"));
  const texts: Record<string, string> = {};
  const origins = new Map<SettingKey, Origin>();
  for (const key of settingKeys) {
    const found = find(key, env, false) ?? find(key, file, true);
    if (found === undefined) continue;
    texts[key] = found.text;
    origins.set(key, found.origin);
  }
  const parsed = settingsSchema.safeParse(texts);
  if (!parsed.success) {
    const keys = parsed.error.issues.map((issue) => [issue.path[0] as SettingKey, issue.message] as const);
    throw new Trouble("setting", keys.map(([key, what]) => sentence(key, texts, origins, what)).join("\n"));
  }
  const variables = { ...file, ...env };
  return { values: parsed.data, origins, variables, warnings: [...unknownNames(env), ...unknownNames(file)] };
}

function find(key: SettingKey, from: Variables, isFile: boolean): { text: string; origin: Origin } | undefined {
  for (const name of metaOf(key).names) {
    const text = from[name]?.trim();
    if (text !== undefined && text !== "") return { text, origin: { name, isFile } };
  }
  return undefined;
}

function sentence(
  key: SettingKey,
  texts: Readonly<Record<string, string>>,
  origins: ReadonlyMap<SettingKey, Origin>,
  what: string,
): string {
  const { isSecret = false, remedy } = metaOf(key);
  const name = `${origins.get(key)?.name ?? key}${origins.get(key)?.isFile === true ? " (in .env)" : ""}`;
  return `${name}${isSecret ? "" : `="${texts[key] ?? ""}"`} ${what}: ${remedy}.`;
}

function readEnvFile(path: string): Variables {
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return {};
    throw new Trouble("setting", `${path} cannot be read (${code ?? String(error)}): check its owner and its mode.`);
  }
}
