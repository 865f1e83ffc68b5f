/** Names the line of a module in which something is wrong. Called in the process that could not load it. */
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { pathToFileURL } from "node:url";

/** What is wrong with a module, and in which line where that is known. */
export function placed(error: unknown, path: string): string {
  if (!(error instanceof Error)) return String(error);
  const { message, stack = "" } = error;
  const first = message.split("\n").at(0) ?? "";
  const line = lineIn(stack, path) ?? (error instanceof SyntaxError ? brokenLine(path) : undefined);
  return line === undefined ? first : `line ${line}: ${first}`;
}

function lineIn(stack: string, path: string): string | undefined {
  const address = pathToFileURL(path).href;
  const lines = stack.split("\n").filter((line) => line.includes(address) || line.includes(path));
  return lines.map((line) => /:(\d+)(?::\d+)?\)?$/.exec(line.trim())?.[1]).find((number) => number !== undefined);
}

/** Of JavaScript that cannot be read Node does not tell the line; its reader of TypeScript does. */
function brokenLine(path: string): string | undefined {
  try {
    stripTypeScriptTypes(readFileSync(path, "utf8"));
    return undefined;
  } catch (error) {
    return error instanceof Error ? /^:(\d+)\n/.exec(error.stack ?? "")?.[1] : undefined;
  }
}
