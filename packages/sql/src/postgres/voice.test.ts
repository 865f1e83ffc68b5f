import { ManualClock } from "@matterwright/clock";
import { expect, test } from "vitest";
import { seldom } from "./voice.ts";

test("says each thing once, and again after a while", () => {
  const clock = new ManualClock();
  const said: string[] = [];
  const tell = seldom(clock, (error) => void said.push((error as Error).message));
  for (let second = 0; second < 40; second++) {
    tell(new Error("it is away"));
    tell(new Error("it is still away"));
    clock.advance(1_000);
  }
  expect(said).toEqual(["it is away", "it is still away", "it is away", "it is still away"]);
});
