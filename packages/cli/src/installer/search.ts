/** What can be installed: what the registry has, and what lies in the folders that the settings name. It says where it could not look. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { isPackage } from "../start/load.ts";
import { packageIn } from "./node/files.ts";
import { npmSearch } from "./node/npm.ts";

/** By this plugins are found among everything else. */
const KEYWORD = "matterwright-plugin";

export interface Findings {
  readonly found: readonly Installable[];
  /** Sentences about where it could not look. */
  readonly troubles: readonly string[];
}

export interface Installable {
  /** What to write behind `!plugin install`. */
  readonly install: string;
  readonly version: string;
  readonly about: string;
}

export interface SearchPlace {
  readonly home: string;
  /** Absolute. */
  readonly sources: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** @param words all of them have to be there */
export async function search(words: readonly string[], place: SearchPlace): Promise<Findings> {
  const folders = place.sources.map((source) => inFolder(source, place.home));
  const registry = await inRegistry(words, place);
  const all = [...folders, registry];
  const isMeant = ({ install, about, more }: Candidate): boolean => {
    const text = `${install} ${about} ${more}`.toLowerCase();
    return words.every((word) => text.includes(word.toLowerCase()));
  };
  return {
    found: all.flatMap(({ candidates }) => candidates).filter(isMeant),
    troubles: all.flatMap(({ trouble }) => trouble ?? []),
  };
}

interface Candidate extends Installable {
  readonly more: string;
}

interface Looked {
  readonly candidates: readonly Candidate[];
  readonly trouble?: string;
}

async function inRegistry(words: readonly string[], { home, env, signal }: SearchPlace): Promise<Looked> {
  const folder = mkdtempSync(join(tmpdir(), "plugin-search-"));
  try {
    const found = await npmSearch([...words, `keywords:${KEYWORD}`], { home, folder, env, signal });
    const plugins = found.filter(({ keywords }) => keywords.includes(KEYWORD));
    return {
      candidates: plugins.map(({ name, version, description, keywords }) => ({
        install: name,
        version,
        about: description,
        more: keywords.join(" "),
      })),
    };
  } catch (error) {
    return { candidates: [], trouble: `I could not look in the registry: ${(error as Error).message}.` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inFolder(source: string, home: string): Looked {
  if (!existsSync(source))
    return { candidates: [], trouble: `I could not look in ${source}: there is no such folder.` };
  const folders = readdirSync(source, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && isPackage(join(source, entry.name)),
  );
  return {
    candidates: folders.map(({ name }) => {
      const path = join(source, name);
      const near = relative(home, path);
      const { version, about } = packageIn(path);
      return { install: near.startsWith("..") ? path : `./${near}`, version, about, more: "" };
    }),
  };
}
