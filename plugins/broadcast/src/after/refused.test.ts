/** What can be changed no more is refused when it is asked for, and not when everything was written and confirmed. */
import { expect, test } from "vitest";
import { Announced } from "../../test/announced.ts";

test("what was taken back is neither edited nor corrected, and what has arrived nowhere is not corrected", async () => {
  await using town = await Announced.open();
  await town.announce("Lunch at 12");
  await town.tell("broadcast recall last");
  await town.stage.person("ann").clicks("Take them back");
  await town.stage.wait("10s");
  expect(await town.tell("edit last Lunch at 1")).toBe("Broadcast 1 was taken back.");
  expect(await town.tell("!broadcast edit 1 Lunch at 1")).toBe("Broadcast 1 was taken back.");
  expect(await town.tell("broadcast correct last At one")).toContain("was taken back, so there is nothing to correct");
  for (const said of ["Lunch", "Everybody", "every monday at 9:00", "yes"]) await town.tell(said);
  expect(await town.tell("broadcast correct 2 At one")).toContain("each of its times is corrected by its own number");
  await town.tell("broadcast cancel 2");
  expect(await town.tell("broadcast edit 2 Lunch at 1")).toBe("Broadcast 2 has ended already.");
  for (const said of ["Lunch", "Everybody", "tomorrow 9:00", "yes"]) await town.tell(said);
  expect(await town.tell("broadcast correct last At one")).toContain("Broadcast 3 has not arrived anywhere");
});
