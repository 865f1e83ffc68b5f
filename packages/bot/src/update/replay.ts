/** What to do with something that was said while the bot was away: do it all the same, or not any more. */
import type { Update } from "./update.ts";

/**
 * `always`: however long ago it was. `never`: only what is heard as it is said. Or: up to an age, in milliseconds.
 */
export type ReplayPolicy = "always" | "never" | { readonly withinMs: number };

/** What is said to the bot is answered for a quarter of an hour. */
export const defaultReplay: ReplayPolicy = { withinMs: 15 * 60_000 };

/** Whether something was said too long ago. What is heard as it is said never was. */
export function isStale({ recovered }: Update, policy: ReplayPolicy): boolean {
  if (recovered === undefined || policy === "always") return false;
  return policy === "never" || recovered.ageMs > policy.withinMs;
}

/** How long ago, for people: `3 hours`. */
export function ageInWords(ageMs: number): string {
  const units = [
    [86_400_000, "day"],
    [3_600_000, "hour"],
    [60_000, "minute"],
  ] as const;
  const [lengthMs, name] = units.find(([length]) => ageMs >= length) ?? [1_000, "second"];
  const count = Math.max(1, Math.floor(ageMs / lengthMs));
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}

interface Late {
  readonly update: Update;
  handledBy: string | undefined;
  replyInThread(text: string): Promise<unknown>;
}

/** Tells whoever called a command that it was called too long ago. */
export async function answerTooLate(ctx: Late, command: string): Promise<void> {
  const ageMs = ctx.update.recovered?.ageMs ?? 0;
  ctx.handledBy = `command ${command}, too late`;
  await ctx.replyInThread(
    `I was away when you wrote this, ${ageInWords(ageMs)} ago, and did not do it. Say it again if you still want it.`,
  );
}
