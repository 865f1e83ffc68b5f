/** A template out of a file: of the `templates/` folder of a plugin, for example. Read when it is made, so that a plugin that is loaded anew reads it anew. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type * as z from "zod";
import { MisuseError } from "../errors.ts";
import { type Template, template } from "../text/template.ts";

/**
 * Makes a template of a Markdown file.
 *
 * @throws MisuseError when it cannot be read, or does not fit the schema; see `template`.
 * @example
 * const card = templateFile(new URL("./templates/card.md", import.meta.url), z.object({ title: z.string() }));
 */
export function templateFile<Schema extends z.ZodObject>(file: URL, schema: Schema): Template<Schema> {
  const name = `the template ${basename(fileURLToPath(file))}`;
  let source: string;
  try {
    source = readFileSync(file, "utf8");
  } catch (error) {
    throw new MisuseError(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return template(source.replace(/\r?\n$/, ""), schema, name);
}
