/** What every context of one bot shares, made once when the bot knows who it is. */
import type { Rest } from "@matterwright/client";
import type { Administrators } from "./access/administrators.ts";
import type { Me, Surroundings } from "./context.ts";
import type { Log } from "./log.ts";
import type { Machine } from "./node/defaults.ts";
import type { BotOptions } from "./options.ts";
import type { People } from "./people.ts";
import type { Storms } from "./storm/storms.ts";
import { Verbs } from "./verbs.ts";

export interface SurroundingParts {
  readonly rest: Rest;
  readonly people: People;
  readonly log: Log;
  readonly storms: Storms;
  readonly admins: Administrators;
  readonly actions: Surroundings["actions"];
  readonly machine: Machine;
}

export function surroundingsOf(
  me: Me,
  { fileAfterParts, replyIn = "place" }: BotOptions,
  { rest, people, log, storms, admins, actions, machine: { clock, random } }: SurroundingParts,
): Surroundings {
  const verbs = new Verbs({ rest, people, clock, random, me, fileAfterParts });
  return { me, rest, people, verbs, log, replyIn, isAdmin: (user) => admins.has(user), actions, storms };
}
