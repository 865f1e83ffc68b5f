/** What has to hold before a plugin is set up, and how long that may take. Called by `plugins.ts`. */
import { type Clock, within } from "@matterwright/clock";
import { needOf, unmet } from "./order.ts";

/** A plugin that is not set up after so long has failed. */
const SET_UP_WITHIN_MS = 30_000;

/** @throws Error that says which plugin it needs and does not find. */
export function requireNeeds(
  needs: readonly string[],
  find: (name: string) => { readonly version: string; readonly isActive: boolean } | undefined,
): void {
  for (const need of needs.map(needOf)) {
    const why = unmet(need, find(need.name));
    if (why !== undefined) throw new Error(why);
  }
}

/** @throws what the setup throws, or Error when it does not end. */
export async function setUpInTime(clock: Clock, settingUp: Promise<void>): Promise<void> {
  let isDone = false;
  await within(
    clock,
    SET_UP_WITHIN_MS,
    settingUp.then(() => (isDone = true)),
  );
  if (!isDone) throw new Error(`its setup did not end within ${SET_UP_WITHIN_MS / 1_000} seconds`);
}
