/** The file that holds the bot's own secret where nobody has set one: `data/matterwright.key`, which only its owner may read. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Trouble } from "../trouble.ts";

const OTHERS = 0o077;

export function keyFile(home: string): string {
  return resolve(home, "data", "matterwright.key");
}

/** What is in it, or nothing when there is none. @throws Trouble when it cannot be read, or others could. */
export function readKey(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if ((found.mode & OTHERS) !== 0 && process.platform !== "win32")
    throw new Trouble("setting", `${file} may be read by others, and it is a secret: say \`chmod 600 ${file}\`.`);
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new Trouble("setting", `${file} cannot be read (${code}): let this program's user read it.`);
  }
}

/** Makes one. @throws Trouble when that cannot be done. */
export function makeKey(file: string): string {
  const secret = randomBytes(32).toString("base64url");
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${secret}\n`, { flag: "wx", mode: 0o600, flush: true });
    return secret;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new Trouble(
      "setting",
      `${file} cannot be made (${code}): set MATTERWRIGHT_SECRET, or let this program write.`,
    );
  }
}
