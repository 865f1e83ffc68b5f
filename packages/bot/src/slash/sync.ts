/**
 * Keeps the slash commands of a server in step with those of the bot: asks what stands there, has a plan made, and does it. Called at the
 * start, from time to time, and by `matterwright commands`. What the account may not do is reported, with what a person has to do.
 */
import { CallError, ConflictError, NotFoundError, PermissionError, type Rest } from "@matterwright/client";
import type { Command, Id } from "@matterwright/protocol";
import type { Keeping, Kept } from "./keeping.ts";
import { type Standing, type Step, type Wanted, madeBy, planOf } from "./plan.ts";

export interface SyncParts {
  readonly rest: Rest;
  readonly me: { readonly id: Id; readonly username: string };
  readonly keeping: Keeping;
}

/** A team, for reports. */
export interface SyncTeam {
  readonly id: Id;
  readonly name: string;
}

/** What became of one slash command. */
export interface SyncDone {
  readonly trigger: string;
  /** `taken`: there is one of this name already, of the server's own or of somebody else. */
  readonly done: "created" | "updated" | "adopted" | "kept" | "removed" | "taken";
}

/** What became of the slash commands of one team. */
export interface TeamReport {
  readonly team: SyncTeam;
  readonly commands: readonly SyncDone[];
  /** Why nothing could be done: `no right` of the account, or slash commands are switched `off` on this server. */
  readonly refused?: "no right" | "off";
}

/** Makes the slash commands of a team those that are wanted. @throws CallError for anything but a missing right. */
export async function syncTeam(
  parts: SyncParts,
  { team, url, wanted }: { readonly team: SyncTeam; readonly url: string; readonly wanted: readonly Wanted[] },
): Promise<TeamReport> {
  const existing = await listed(parts.rest, team);
  if (existing === "off") return { team, commands: [], refused: existing };
  if (existing === "no right") return { team, commands: await seen(parts, team, wanted), refused: existing };
  const standing = { teamId: team.id, me: parts.me, url, wanted, existing, remembered: await keptOf(parts, team) };
  const commands: SyncDone[] = [];
  for (const step of planOf(standing)) commands.push(await doStep(parts, standing, step));
  return { team, commands };
}

/** Removes what the bot made in a team. What was there before it stays. */
export async function removeFrom(
  parts: SyncParts,
  { team, url }: { readonly team: SyncTeam; readonly url: string },
): Promise<TeamReport> {
  const existing = await listed(parts.rest, team);
  if (typeof existing === "string") return { team, commands: [], refused: existing };
  const remembered = await keptOf(parts, team);
  const commands: SyncDone[] = [];
  for (const { id, trigger } of madeBy({ existing, remembered, me: parts.me, url })) {
    await removed(parts.rest, id);
    commands.push({ trigger, done: "removed" });
  }
  for (const kept of remembered) await parts.keeping.forget(kept);
  return { team, commands };
}

async function listed(rest: Rest, team: SyncTeam): Promise<readonly Command[] | "no right" | "off"> {
  try {
    return await rest.commands.list(team.id);
  } catch (error) {
    if (error instanceof PermissionError) return "no right";
    if (error instanceof CallError && error.status === 501) return "off";
    throw error;
  }
}

/** Those that are there already, as anybody can see them: the server's own, somebody else's, or made by hand for this bot. */
async function seen(parts: SyncParts, team: SyncTeam, wanted: readonly Wanted[]): Promise<SyncDone[]> {
  const there = new Set((await parts.rest.commands.autocomplete(team.id)).map(({ trigger }) => trigger));
  const known = new Set((await keptOf(parts, team)).map(({ trigger }) => trigger));
  return wanted.flatMap(({ trigger }): SyncDone[] => {
    if (known.has(trigger)) return [{ trigger, done: "kept" }];
    return there.has(trigger) ? [{ trigger, done: "taken" }] : [];
  });
}

async function keptOf({ keeping }: SyncParts, team: SyncTeam): Promise<Kept[]> {
  return (await keeping.all()).filter(({ teamId }) => teamId === team.id);
}

async function doStep({ rest, keeping }: SyncParts, { teamId, remembered }: Standing, step: Step): Promise<SyncDone> {
  const { trigger } = step;
  const keep = async ({ id, token }: Command, isMade: boolean): Promise<void> => {
    const kept = { teamId, trigger, token, commandId: id, isMade };
    const was = remembered.find((each) => each.trigger === trigger);
    if (was?.token !== token || was.commandId !== id || was.isMade !== isMade) await keeping.keep(kept);
  };
  switch (step.kind) {
    case "taken":
      await keeping.forget({ teamId, trigger });
      return { trigger, done: "taken" };
    case "create": {
      const made = await rest.commands.create(step.to).catch(takenAlready);
      if (made === undefined) return { trigger, done: "taken" };
      await keep(made, true);
      return { trigger, done: "created" };
    }
    case "update":
      await keep(await rest.commands.update(step.command.id, step.to), step.isMade);
      return { trigger, done: step.adopts ? "adopted" : "updated" };
    case "keep":
      // The token may be another than last time.
      await keep(step.command, step.isMade);
      return { trigger, done: step.adopts ? "adopted" : "kept" };
    case "remove":
      await removed(rest, step.command.id);
      await keeping.forget({ teamId, trigger });
      return { trigger, done: "removed" };
  }
}

/** The built-in commands of a server are listed nowhere with their triggers: it says so when one is to be made again. */
function takenAlready(error: unknown): undefined {
  if (error instanceof ConflictError) return undefined;
  throw error;
}

async function removed(rest: Rest, id: Id): Promise<void> {
  try {
    await rest.commands.delete(id);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}
