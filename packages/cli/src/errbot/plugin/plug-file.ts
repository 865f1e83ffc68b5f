/**
 * Reads a `.plug` file of Errbot's, which says of a module what its plugin is called, what it is about and what it needs. Called by the
 * import for each file of Python; it runs nothing.
 */
import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

export interface PlugFile {
  /** As people called the plugin: more than the name of its class counts. Empty where it is not said. */
  readonly name: string;
  readonly about: string;
  /** Plugins that have to be there first, as they are called there. */
  readonly needs: readonly string[];
  /** The name of the module, as Python imports it. */
  readonly module: string;
  /** Keys that mean nothing here, each in a sentence. */
  readonly remarks: readonly string[];
}

/** What stands in a text of this kind. */
export function readPlug(text: string): PlugFile {
  const values = new Map<string, string>();
  let section = "";
  for (const line of text.split(/\r?\n/)) {
    const head = /^\s*\[([^\]]+)\]/.exec(line)?.[1];
    if (head !== undefined) section = head.trim().toLowerCase();
    const [, key = "", value = ""] = /^\s*([^#;=:\s][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== "") values.set(`${section}.${key.toLowerCase()}`, value);
  }
  const said = (key: string): string => values.get(key) ?? "";
  const versions = ["errbot.min", "errbot.max", "python.version"].filter((key) => values.has(key));
  return {
    name: said("core.name"),
    about: said("documentation.description"),
    needs: said("core.dependson")
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
    module: said("core.module").replace(/\.py$/, ""),
    remarks: versions.map(
      (key) => `${key.replace(".", " ")} ${said(key)} is about Errbot and Python, and needed no more`,
    ),
  };
}

/** The one that speaks of a file of Python, from the same folder; nothing where there is none. */
export function plugOf(path: string): PlugFile | undefined {
  const folder = dirname(path);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".plug"))
    .map((name) => readPlug(readFileSync(join(folder, name), "utf8")))
    .find(({ module }) => module === basename(path, ".py"));
}

/** The file of Python that a `.plug` file speaks of. */
export function moduleOf(path: string): string {
  const { module } = readPlug(readFileSync(path, "utf8"));
  return join(dirname(path), `${module === "" ? basename(path, ".plug") : module}.py`);
}

/** What `requirements.txt` beside a plugin names. */
export function requirementsBeside(path: string): readonly string[] {
  const folder = dirname(path);
  if (!readdirSync(folder).includes("requirements.txt")) return [];
  return readFileSync(join(folder, "requirements.txt"), "utf8")
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("-"));
}
