/** `matterwright init [folder]`: a home for a bot, with its settings to be filled in and a plugin to begin with. It writes over nothing. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";
import { newPlugin } from "./plugin.ts";

const SETTINGS = `# The server, and the token of the bot account (System Console > Integrations > Bot Accounts).
# Without both, \`matterwright start\` runs in a demo town.
#MATTERMOST_URL=https://chat.example.com
#MATTERMOST_TOKEN=

# Who administers the bot, and what commands begin with.
#BOT_ADMINS=@your-name
#BOT_PREFIX=!

# Of schedules that name none.
#BOT_TIMEZONE=Europe/Berlin

# A file for the log, which is written in lines of JSON.
#BOT_LOG_FILE=logs/bot.log
`;

const IGNORED = `.env
data/
logs/
node_modules/
`;

const FILES: Readonly<Record<string, string>> = { ".env": SETTINGS, ".gitignore": IGNORED };

/** @throws Trouble when there is a bot's home already, or it cannot be written. */
export function newHome(folder: string, terminal: Terminal): void {
  const home = resolve(terminal.cwd, folder);
  const shown = relative(terminal.cwd, home);
  const there = [...Object.keys(FILES), "plugins"].find((name) => existsSync(join(home, name)));
  if (there !== undefined)
    throw new Trouble(
      "usage",
      `${join(shown, there)} is there already, so nothing was written: name another folder, or use \`matterwright new plugin\`.`,
    );
  try {
    mkdirSync(home, { recursive: true });
    for (const [name, text] of Object.entries(FILES))
      // A token will stand in there.
      writeFileSync(join(home, name), text, { flag: "wx", mode: name === ".env" ? 0o600 : 0o644 });
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new Trouble(
      "setting",
      `${shown === "" ? "." : shown} cannot be written (${code}): check its owner and mode.`,
    );
  }
  terminal.print(`${shown === "" ? "This folder" : shown} is a bot's home now: fill in its .env.\n`);
  newPlugin("hello", { from: home }, terminal);
}
