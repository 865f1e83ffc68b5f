/** The table of a broadcast as it is uploaded: whole where it is short, piece by piece where it is long, and the same lines in both cases. */
import { expect, test } from "vitest";
import type { DeliveryRecord } from "../store/records.ts";
import { csvBytes } from "./csv-bytes.ts";

function* targets(count: number): Generator<DeliveryRecord> {
  for (let index = 0; index < count; index++)
    yield {
      index,
      channelId: "c",
      name: `~füße 🎉 ${index}`,
      why: "group",
      state: "sent",
      attempts: 1,
      round: 0,
      postId: "p",
    };
}

test.each([1, 249, 250, 2_000, 2_001, 9_000])("a table of %i targets has a line for each, in order", async (count) => {
  const deliveries = (async function* () {
    yield* targets(count);
  })();
  const bytes = await csvBytes({ count, deliveries, linkTo: (id) => `http://post/${id}` });
  expect(bytes instanceof Uint8Array).toBe(count <= 2_000);
  const text = Buffer.concat(bytes instanceof Uint8Array ? [bytes] : await Array.fromAsync(bytes)).toString("utf8");
  const lines = text.split("\r\n");
  expect(lines).toHaveLength(count + 2);
  expect([lines[1], lines[count], lines.at(-1)]).toEqual([
    "1,~füße 🎉 0,c,sent,http://post/p,,,group,",
    `${count},~füße 🎉 ${count - 1},c,sent,http://post/p,,,group,`,
    "",
  ]);
});
