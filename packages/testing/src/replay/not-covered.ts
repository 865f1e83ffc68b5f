/**
 * The recordings that the simulator does not go through yet, each with the reason. The list only shrinks: `replay.test.ts` fails when a
 * scenario of it passes, when a name is unknown, and when a scenario fails that is not in it.
 */

/** Scenario names, by reason. None is left; a new recording may stand here until the simulator follows. */
export const NOT_COVERED: Readonly<Record<string, readonly string[]>> = {};

/** Why a scenario is not covered; nothing when it is. */
export function whyNotCovered(name: string): string | undefined {
  return Object.entries(NOT_COVERED).find(([, names]) => names.includes(name))?.[0];
}
