/** Every recording on a fresh simulator. Those that are not covered yet must differ still: who covers one takes it off the list. */
import { describe, expect, test } from "vitest";
import { NOT_COVERED, whyNotCovered } from "./not-covered.ts";
import { recordings } from "./recordings.ts";
import { replay, simulatorFor } from "./replay.ts";

const scenarios = recordings();

describe("recorded traffic, replayed against the simulator", () => {
  for (const scenario of scenarios.filter(({ name }) => whyNotCovered(name) === undefined))
    test(`${scenario.section} ${scenario.name}: ${scenario.about}`, async () => {
      const { text } = await replay(scenario, simulatorFor(scenario));
      expect(text).toBe("");
    });
});

describe("recordings that are not covered yet", () => {
  test("are known, and each has one reason", () => {
    const names = Object.values(NOT_COVERED).flat();
    const known = new Set(scenarios.map(({ name }) => name));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
    expect(names.length).toBe(new Set(names).size);
  });

  for (const scenario of scenarios.filter(({ name }) => whyNotCovered(name) !== undefined))
    test(`${scenario.name} differs still: ${whyNotCovered(scenario.name) ?? ""}`, async () => {
      const { differences } = await replay(scenario, simulatorFor(scenario));
      expect(differences.length, `${scenario.name} passes: take it off the list in not-covered.ts`).toBeGreaterThan(0);
    });
});
