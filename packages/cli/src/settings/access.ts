/** Who may run what, from the file `access.json` in the bot's home, or another that was named. Part of settings.ts. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type AccessOptions, accessOptions } from "matterwright";
import { Trouble } from "../trouble.ts";
import { contentOf } from "./network.ts";
import type { Found } from "./read.ts";
import { metaOf } from "./schema.ts";

const FILE = "access.json";

/** Nothing where there is no such file. @throws Trouble when the file that was named is missing, or says what cannot be understood. */
export function accessOf({ values }: Pick<Found, "values">, home: string): AccessOptions | undefined {
  const named = values.accessFile;
  const path = resolve(home, named ?? FILE);
  if (named === undefined && !existsSync(path)) return undefined;
  const name = named === undefined ? FILE : `${metaOf("accessFile").names[0]}="${named}"`;
  const text = contentOf(metaOf("accessFile").names[0] ?? FILE, path);
  try {
    return accessOptions(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Trouble("setting", `${name} cannot be used, and nobody shall be let in by mistake: ${reason}`);
  }
}
