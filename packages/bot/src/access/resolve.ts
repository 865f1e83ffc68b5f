/**
 * Looks up whom and what the names in a rule mean, once, when the rule is made or the bot starts. What it could not find is kept by name, so
 * that the rule can say so.
 */
import { NotFoundError, type Rest } from "@matterwright/client";
import { type Id, isId } from "@matterwright/protocol";
import type { Named, RuleIds } from "./known-rule.ts";
import { type AccessRule, listed } from "./rule.ts";

/** @throws CallError when the server cannot be asked. */
export async function idsOf(rule: AccessRule, rest: Rest): Promise<RuleIds> {
  return {
    users: await named(rule.users, /^@/, async (name) => [(await rest.users.byUsername(name)).id]),
    teams: await named(rule.teams, /^$/, async (name) => [(await rest.teams.byName(name)).id]),
    channels: await named(rule.channels, /^~/, (name) => channelsNamed(name, rest)),
  };
}

/** Everything in a rule that nobody and nothing is called. */
export function missingIn({ users, channels, teams }: RuleIds): string[] {
  return [users, channels, teams].flatMap((named) => named?.missing ?? []);
}

async function named(
  names: string | readonly string[] | undefined,
  sign: RegExp,
  find: (name: string) => Promise<Id[]>,
): Promise<Named | undefined> {
  if (names === undefined) return undefined;
  const ids: Id[] = [];
  const missing: string[] = [];
  for (const name of listed(names)) {
    const plain = name.trim().replace(sign, "").toLowerCase();
    const found = isId(plain) ? [plain] : await find(plain).catch(nothing);
    ids.push(...found);
    if (found.length === 0) missing.push(name);
  }
  return { ids, missing };
}

/** In every team of the bot's. */
async function channelsNamed(name: string, rest: Rest): Promise<Id[]> {
  const found: Id[] = [];
  for (const team of await rest.users.teams("me")) {
    const channel = await rest.channels.byName(team.id, name).catch(nothing);
    if (!Array.isArray(channel)) found.push(channel.id);
  }
  return found;
}

function nothing(error: unknown): never[] {
  if (error instanceof NotFoundError) return [];
  throw error;
}
