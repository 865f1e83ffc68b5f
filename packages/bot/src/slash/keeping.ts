/**
 * Where the bot keeps what it knows of its slash commands, with their tokens: locked, in the store, or in memory where there is nothing
 * to lock with. Then they are read from the server at each start.
 */
import * as z from "zod";
import type { Secrets } from "../store/secrets.ts";
import type { Remembered } from "./plan.ts";

/** A slash command that the bot knows. Its id is empty where the bot was only told the token. */
export type Kept = Remembered;

export interface Keeping {
  all(): Promise<Kept[]>;
  keep(kept: Kept): Promise<void>;
  forget(which: Pick<Kept, "teamId" | "trigger">): Promise<void>;
}

/** Whose secrets they are: no plugin can be called so. */
export const SLASH_OWNER = "bot:slash";

const shape = z.object({ token: z.string(), commandId: z.string(), isMade: z.boolean() });

export function keepingIn(secrets: Secrets): Keeping {
  return {
    all: async () => {
      const kept: Kept[] = [];
      for (const name of await secrets.names()) {
        const [teamId = "", ...trigger] = name.split("/");
        const stored = shape.safeParse(JSON.parse((await secrets.get(name)) ?? "null"));
        if (stored.success) kept.push({ teamId, trigger: trigger.join("/"), ...stored.data });
      }
      return kept;
    },
    keep: ({ teamId, trigger, token, commandId, isMade }) =>
      secrets.set(`${teamId}/${trigger}`, JSON.stringify({ token, commandId, isMade })),
    forget: async ({ teamId, trigger }) => void (await secrets.delete(`${teamId}/${trigger}`)),
  };
}

export function keepingInMemory(): Keeping {
  const kept = new Map<string, Kept>();
  return {
    all: () => Promise.resolve([...kept.values()]),
    keep: (each) => Promise.resolve(void kept.set(`${each.teamId}/${each.trigger}`, each)),
    forget: ({ teamId, trigger }) => Promise.resolve(void kept.delete(`${teamId}/${trigger}`)),
  };
}
