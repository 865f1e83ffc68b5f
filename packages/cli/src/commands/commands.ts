/** `matterwright commands`: the bot's slash commands on its server, listed, registered and removed without running the bot. */
import { MisuseError, type SlashDesk, type SyncDone, type TeamReport } from "matterwright";
import type { HomeOptions } from "../durable/backup.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";
import { atDesk } from "./desk.ts";

export interface TokenOptions extends HomeOptions {
  readonly team?: string;
}

/** Prints how each stands, one line each. */
export function listCommands({ from }: HomeOptions, terminal: Terminal): Promise<void> {
  return atDesk(from, terminal, async (desk) => {
    for (const { team, state, trigger } of await desk.list())
      terminal.print(`${team}  ${state.padEnd(9)}  /${trigger}`);
  });
}

/** @throws Trouble with the steps by hand where the account may not do it. */
export function syncCommands({ from }: HomeOptions, terminal: Terminal): Promise<void> {
  return atDesk(from, terminal, async (desk) => tell(desk, await desk.sync(), terminal));
}

/** @throws Trouble where the account may not do it. */
export function removeCommands({ from }: HomeOptions, terminal: Terminal): Promise<void> {
  return atDesk(from, terminal, async (desk) => {
    const reports = await desk.remove();
    for (const report of reports) print(report, terminal);
    const refused = reports.filter((report) => report.refused !== undefined).map(({ team }) => team.name);
    if (refused.length > 0)
      throw new Trouble(
        "setting",
        `The account may not remove slash commands in ${refused.join(", ")}: put an access token of a team administrator into MATTERMOST_ADMIN_TOKEN.`,
      );
    if (reports.every(({ commands }) => commands.length === 0)) terminal.print("There was nothing to remove.");
  });
}

/** Reads a token from standard input and keeps it for the bot. @throws Trouble when there is none, or no such command. */
export async function giveToken(word: string, { from, team }: TokenOptions, terminal: Terminal): Promise<void> {
  const token = (await terminal.input())?.trim() ?? "";
  if (!/^[a-z0-9]{26}$/.test(token))
    throw new Trouble(
      "usage",
      "Standard input holds no token of 26 letters and digits: `matterwright commands token deploy < token.txt`.",
    );
  await atDesk(from, terminal, async (desk) => {
    await desk.giveToken(word.replace(/^\//, ""), token, team).catch((error: unknown) => {
      throw error instanceof MisuseError ? new Trouble("usage", `${error.message}.`) : error;
    });
    terminal.print(`The bot takes calls of /${word.replace(/^\//, "")} with this token from now on.`);
  });
}

function tell(desk: SlashDesk, reports: readonly TeamReport[], terminal: Terminal): void {
  for (const report of reports) print(report, terminal);
  const refused = reports.filter((report) => report.refused !== undefined);
  if (refused.length > 0) throw new Trouble("setting", refused.map((report) => desk.stepsFor(report)).join("\n\n"));
}

function print({ team, commands, refused }: TeamReport, terminal: Terminal): void {
  if (refused !== undefined) return;
  for (const { trigger, done } of commands) terminal.print(`${team.name}  ${WORDS[done].padEnd(8)}  /${trigger}`);
}

const WORDS = {
  created: "created",
  updated: "updated",
  adopted: "adopted",
  kept: "ready",
  removed: "removed",
  taken: "taken",
} as const satisfies Record<SyncDone["done"], string>;
