/** Where a hook stands: below the base of the bot's door, nowhere else. */
import { MisuseError } from "../errors.ts";

const SEGMENTS = /^(?:\/[\w.~-]+)+$/;

/** @throws MisuseError with the rule, and with what to write. */
export function checkedPath(path: string, base: string | undefined): string {
  if (SEGMENTS.test(path) && !/\/\.\.?(?:\/|$)/.test(path)) return path;
  const where = base === undefined ? "the bot's base" : `the bot's base ${base}`;
  throw new MisuseError(
    `the hook "${path}" lies outside ${where}: its path begins with / and has no host, no "..", no query, ` +
      `only letters, digits, "-", "_", "." and "~" between slashes, like ${suggestion(path)}`,
  );
}

function suggestion(path: string): string {
  const bare = URL.canParse(path) ? new URL(path).pathname : (path.split("?", 1)[0] ?? "");
  const parts = bare.split("/").map((part) => part.replaceAll(/[^\w.~-]+/g, "-").replaceAll(/^[.-]+|-+$/g, ""));
  const good = parts.filter((part) => part !== "");
  return `/${good.length === 0 ? "deployed" : good.join("/")}`;
}
