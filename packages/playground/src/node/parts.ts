/**
 * The files of the page by the path under which a browser asks for them. Only files that were there at the start are ever given out,
 * so that no path leads anywhere else.
 */
import { globSync, readFileSync } from "node:fs";
import { extname, join, sep } from "node:path";
import { withoutTypes } from "./without-types.ts";

export interface Part {
  /** The content type. */
  readonly type: string;
  body(): string;
}

const FOLDER = join(import.meta.dirname, "../page");
const TYPES: Readonly<Record<string, string>> = {
  ".ts": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Every part by its path: `/` is the page, `/page/main.ts` a module. A part is read when it is first asked for. */
export function readParts(): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  for (const name of globSync("**/*.{ts,css,html,svg}", { cwd: FOLDER })) {
    const path = name === "page.html" ? "/" : `/page/${name.split(sep).join("/")}`;
    parts.set(path, partOf(name));
  }
  return parts;
}

function partOf(name: string): Part {
  const extension = extname(name);
  let text: string | undefined;
  return {
    type: TYPES[extension] ?? "application/octet-stream",
    body: () => {
      if (text !== undefined) return text;
      const source = readFileSync(join(FOLDER, name), "utf8");
      text = extension === ".ts" ? withoutTypes(source) : source;
      return text;
    },
  };
}
