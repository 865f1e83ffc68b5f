/** Makes the places where what is given to `bot.use`, or to a plugin's `use`, registers what it needs. */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Addressed } from "../listen/addressed.ts";
import type { Context, Me } from "../context/context.ts";
import type { HookBook } from "../install/hook-book.ts";
import type { InteractiveDesk } from "../interactive/desk.ts";
import type { Workplace } from "../install/install.ts";
import type { Log } from "../log/log.ts";
import type { Outside } from "./outside.ts";
import type { People } from "../people/people.ts";
import type { Durable } from "../store/durable.ts";
import { secretsOf } from "../store/secrets.ts";
import type { Vault } from "../store/vault.ts";
import type { Update } from "../update/update.ts";
import type { Upkeep } from "./upkeep.ts";
import type { WizardEntries } from "../install/wizard-entries.ts";

export interface WorkplaceParts {
  readonly durable: Durable;
  readonly clock: Clock;
  readonly rest: Rest;
  readonly people: People;
  readonly vault: Vault | undefined;
  readonly outside: Outside;
  readonly hooks: HookBook;
  readonly addressed: Addressed;
  readonly upkeep: Upkeep;
  readonly interactive: Pick<InteractiveDesk, "cards" | "forms">;
  readonly wizards: WizardEntries;
  readonly me: () => Me;
  readonly attempt: Workplace["attempt"];
  readonly submit: (update: Update) => void;
}

/** @param owner `bot`, or a plugin's name */
export function workplaceOf(owner: string, log: Log, parts: WorkplaceParts): Workplace {
  const { durable, clock, rest, people, vault, outside, hooks, addressed, upkeep, interactive, wizards, me } = parts;
  const { attempt, submit } = parts;
  const { door, selfTest } = outside;
  return {
    owner,
    durable,
    clock,
    log,
    rest,
    people,
    secrets: secretsOf(durable.store, vault, owner),
    vault,
    hooks,
    me,
    attempt,
    handleJobs: (handler) => upkeep.handleJobs(handler),
    every: (periodMs, act) => upkeep.every(periodMs, act),
    plan: (planned) => upkeep.schedules.add(planned, { owner, log }),
    route: (route) => door.add(route),
    urlOf: (path) => door.urlOf(path),
    isReached: () => outside.isReached,
    reached: () => selfTest.reached(),
    // Only updates of its own kind reach it.
    take: (kind, name, run) => addressed.add(kind, name, { owner, run: run as unknown as (ctx: Context) => unknown }),
    dialogs: interactive.forms,
    wizards,
    isTaken: (kind, name) => addressed.has(kind, name),
    cards: (actions) => interactive.cards(actions),
    submit,
  };
}
