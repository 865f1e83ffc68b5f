/** What each copy says, of a broadcast with places, headers and footers: when it is sent, tried again, and changed. */
import { expect, test } from "vitest";
import { type SendingTown, limiter, sendingTown } from "../../test/town.ts";

const SLOW = limiter(5, 5);

function texts(town: SendingTown): string[] {
  return town.targets.flatMap((target) => town.copies(target));
}

function withSlots(town: SendingTown) {
  return town.targets.map((target, index) => ({ ...target, values: { slot: `${9 + index}:00` } }));
}

test("each target has its own values, also when the text is changed", async () => {
  await using town = await sendingTown({ channels: 3 });
  const to = withSlots(town);
  const id = await town.start("{{channel}}: {{slot}}, on {{date}}", { to, isTemplate: true });
  await town.ended(id);
  expect(texts(town)).toEqual([0, 1, 2].map((n) => `~floor-${n}: ${9 + n}:00, on 2026-01-01`));
  await town.broadcasts.edit(id, "At {{slot}}!");
  await town.stage.wait("1m");
  expect(texts(town)).toEqual(["At 9:00!", "At 10:00!", "At 11:00!"]);
});

test("a bot that dies while it sends goes on with the same values, and so does who tries again, with the day of the beginning", async () => {
  await using town = await sendingTown({ channels: 40, settings: SLOW });
  const to = withSlots(town);
  town.stage.sim.faults.channels.archive("~floor-39");
  const id = await town.start("{{slot}}, said at {{date}} {{time}}", { to, isTemplate: true, zone: "Asia/Tokyo" });
  await town.stage.wait("2s");
  expect((await town.broadcasts.show(id)).counts.sent).toBeLessThan(30);
  town.stage.kill();
  await town.stage.wait("26h");
  await town.stage.restart();
  await town.ended(id);
  town.stage.sim.faults.channels.restore("~floor-39");
  await town.broadcasts.retryFailed(id);
  await town.stage.wait("1m");
  expect(texts(town)).toEqual(to.map(({ values: { slot } }) => `${slot}, said at 2026-01-01 17:00 (Asia/Tokyo)`));
});

test("header, in whose name, and footer stand around the text, and nothing in it notifies everybody without the right", async () => {
  await using town = await sendingTown({ channels: 2 });
  const to = town.targets.map((target, index) => ({
    ...target,
    values: { whom: "all", more: "@here" },
    ...(index === 0 ? { frame: { header: "**News of {{channel}}**", footer: "@channel, {{unknown}}" } } : {}),
  }));
  const onBehalfOf = { id: "x", username: "cat", fullName: "Cat Stevens" };
  const id = await town.start("Hi @{{whom}} {{more}} @ann", { to, isTemplate: true, isQuiet: true, onBehalfOf });
  await town.ended(id);
  const text = "_On behalf of Cat Stevens (@\u200Bcat)_\n\nHi @\u200Ball @\u200Bhere @ann";
  expect(texts(town)).toEqual([`**News of ~floor-0**\n\n${text}\n\n@\u200Bchannel, {{unknown}}`, text]);
});

test("what is no template is sent to the letter", async () => {
  await using town = await sendingTown({ channels: 1 });
  const text = String.raw`helm: {{ .Values.image }} \{{channel}} {{channel}}`;
  await town.ended(await town.start(text));
  expect(texts(town)).toEqual([text]);
});
