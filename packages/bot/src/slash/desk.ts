/**
 * The slash commands of a bot as its operator sees them, without running the bot: what stands on the server, and what to do about it. Works
 * with the bot's own account, or with that of somebody who may do more. Used by the command line; the bot reads what was changed when it
 * is next called.
 */
import { CallError, PermissionError, type Rest } from "@matterwright/client";
import type { Command } from "@matterwright/protocol";
import { MisuseError } from "../errors.ts";
import { secretsOf } from "../store/secrets.ts";
import type { Store } from "../store/store.ts";
import type { Vault } from "../store/vault.ts";
import { type Keeping, SLASH_OWNER, keepingIn } from "./keeping.ts";
import { type Step, planOf } from "./plan.ts";
import { manualSteps } from "./steps.ts";
import { type SyncParts, type TeamReport, removeFrom, syncTeam } from "./sync.ts";
import { type SlashWish, readWish } from "./wish.ts";

export interface SlashDeskParts {
  /** Of the bot, or of somebody who may register slash commands. */
  readonly rest: Rest;
  /** The bot's own. */
  readonly store: Store;
  readonly vault: Vault;
}

/** How one slash command stands. */
export interface SlashLine {
  readonly trigger: string;
  readonly team: string;
  /** `ready`: as it should be. `different`: something is to be changed. `left over`: no longer wanted. `hidden`: the account may not look. */
  readonly state: "ready" | "different" | "missing" | "left over" | "taken" | "hidden";
}

const STATES = {
  keep: "ready",
  update: "different",
  create: "missing",
  remove: "left over",
  taken: "taken",
} as const satisfies Record<Step["kind"], SlashLine["state"]>;

export class SlashDesk {
  readonly #parts: SyncParts;
  readonly #keeping: Keeping;
  readonly #wish: SlashWish;

  /** Made by `slashDesk()`. */
  constructor(parts: SlashDeskParts, wish: SlashWish) {
    this.#keeping = keepingIn(secretsOf(parts.store, parts.vault, SLASH_OWNER));
    this.#parts = { rest: parts.rest, me: { id: wish.userId, username: wish.username }, keeping: this.#keeping };
    this.#wish = wish;
  }

  /** How each stands, team by team. @throws CallError. */
  async list(): Promise<SlashLine[]> {
    const lines: SlashLine[] = [];
    for (const team of this.#wish.teams) lines.push(...(await this.#linesOf(team)));
    return lines;
  }

  /** Registers what is missing, changes what is different, removes what is left over. @throws CallError. */
  async sync(): Promise<TeamReport[]> {
    const { teams, url, wanted } = this.#wish;
    const reports: TeamReport[] = [];
    for (const team of teams) reports.push(await syncTeam(this.#parts, { team, url, wanted }));
    return reports;
  }

  /** Removes what the bot made, or had made; what it took over stays. @throws CallError. */
  async remove(): Promise<TeamReport[]> {
    const { teams, url } = this.#wish;
    const reports: TeamReport[] = [];
    for (const team of teams) reports.push(await removeFrom(this.#parts, { team, url }));
    return reports;
  }

  /** What has to be done by hand, where `sync` was refused. */
  stepsFor(report: TeamReport): string {
    return manualSteps(report, this.#wish);
  }

  /**
   * Keeps the token of a slash command that was made by hand.
   *
   * @param teamName where the bot is in several teams
   * @throws MisuseError when there is no such command or team.
   */
  async giveToken(trigger: string, token: string, teamName?: string): Promise<void> {
    const { teams, wanted } = this.#wish;
    const names = teams.map(({ name }) => name).join(", ");
    if (!wanted.some((each) => each.trigger === trigger))
      throw new MisuseError(
        `the bot has no /${trigger}: it has ${wanted.map((each) => `/${each.trigger}`).join(", ")}`,
      );
    const [team, another] = teamName === undefined ? teams : teams.filter(({ name }) => name === teamName);
    if (team === undefined) throw new MisuseError(`the bot is not in the team ${teamName ?? ""}: it is in ${names}`);
    if (another !== undefined) throw new MisuseError(`the bot is in several teams, so say which: ${names}`);
    await this.#keeping.keep({ teamId: team.id, trigger, token, commandId: "", isMade: false });
  }

  async #linesOf(team: SlashWish["teams"][number]): Promise<SlashLine[]> {
    const { rest, me } = this.#parts;
    const { url, wanted } = this.#wish;
    const existing = await listed(rest, team.id);
    const remembered = (await this.#keeping.all()).filter(({ teamId }) => teamId === team.id);
    if (existing === undefined) {
      const known = new Set(remembered.map(({ trigger }) => trigger));
      return wanted.map(({ trigger }) => ({
        trigger,
        team: team.name,
        state: known.has(trigger) ? "ready" : "hidden",
      }));
    }
    const steps = planOf({ teamId: team.id, me, url, wanted, existing, remembered });
    return steps.map(({ trigger, kind }) => ({ trigger, team: team.name, state: STATES[kind] }));
  }
}

/** Nothing before a bot with an address for callbacks was started with this store. */
export async function slashDesk(parts: SlashDeskParts): Promise<SlashDesk | undefined> {
  const wish = await readWish(parts.store);
  return wish === undefined ? undefined : new SlashDesk(parts, wish);
}

async function listed(rest: Rest, teamId: string): Promise<readonly Command[] | undefined> {
  try {
    return await rest.commands.list(teamId);
  } catch (error) {
    if (error instanceof PermissionError || (error instanceof CallError && error.status === 501)) return undefined;
    throw error;
  }
}
