/** Reads the recordings from `fixtures/recorded`. */
import { readFileSync, readdirSync } from "node:fs";
import type { Scenario } from "./scenario.ts";

const FOLDER = new URL("../../fixtures/recorded/", import.meta.url);

/** All recorded scenarios, by name. */
export function recordings(): readonly Scenario[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as Scenario);
}
