/** What wizards there are, and who is in the middle of one: to look at and to act on. Made once by the bot; whoever calls it sees to it who may. */
import type { Id, UnixMs } from "@matterwright/protocol";
import { UserError } from "../errors.ts";
import { code } from "../text/code.ts";
import type { WizardEntries, WizardEntry } from "../install/wizard-entries.ts";
import type { WizardContext } from "./definition.ts";
import type { Kept, Shelf } from "./shelf.ts";

export type WizardInfo = Omit<WizardEntry, "start">;

/** Somebody in the middle of a wizard. */
export interface RunningWizard {
  readonly wizard: string;
  readonly userId: Id;
  readonly channelId: Id;
  /** Of the thread in which it asks; empty in a direct message. */
  readonly rootId: Id | "";
  readonly startedAt: UnixMs;
  /** How many questions are answered. */
  readonly answers: number;
  /** `asking`; `waiting` for one that was begun within it; or `kept`, because nobody answered for too long. */
  readonly state: "asking" | "kept" | "waiting";
}

export interface WizardBook {
  /** By alphabet. */
  list(): readonly WizardInfo[];
  /** @param userId of one person; of everybody where it is left out */
  running(userId?: Id): Promise<readonly RunningWizard[]>;
  /** @throws UserError for a name that no wizard has, CallError. */
  start(ctx: WizardContext, name: string): Promise<void>;
  /** Ends one, so that its answers are forgotten, when the handler has ended well. */
  stop(ctx: WizardContext, running: RunningWizard): Promise<void>;
}

export function wizardBook(entries: WizardEntries, shelf: Shelf): WizardBook {
  return {
    list: () => entries.all(),
    async running(userId) {
      const all: RunningWizard[] = [];
      for await (const kept of shelf.all()) {
        if (userId === undefined || kept.talks.userId === userId) all.push(...runningIn(kept));
      }
      return all;
    },
    async start(ctx, name) {
      const entry = entries.get(name);
      if (entry === undefined) throw new UserError(`There is no wizard ${code(name)}.`);
      await entry.start(ctx);
    },
    stop: (ctx, { wizard, startedAt, ...place }) => shelf.end(ctx, place, { wizard, startedAt }),
  };
}

function runningIn({ talks: { talks, userId, channelId, rootId }, isOpen }: Kept): RunningWizard[] {
  return talks.map(({ wizard, startedAt, answers }, index) => ({
    wizard,
    userId,
    channelId,
    rootId,
    startedAt,
    answers: Object.keys(answers).length,
    state: !isOpen ? "kept" : index === talks.length - 1 ? "asking" : "waiting",
  }));
}
