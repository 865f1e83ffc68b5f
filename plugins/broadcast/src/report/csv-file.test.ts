/** The table of a broadcast as it is uploaded: whole where it is short, piece by piece where it is long, and the same bytes in both cases. */
import { expect, test } from "vitest";
import { CsvFile } from "./csv-file.ts";

test.each([0, 1, 499, 500, 1_234, 20_000])("a table of %i lines has all of them, and its size", async (count) => {
  const lines = Array.from({ length: count }, (_, n) => `${n},"Füße, 🎉","${"x".repeat(60)}"\r\n`);
  const file = new CsvFile();
  for (const line of lines) file.add(line);
  const { content, size } = file.content;
  expect(content instanceof Uint8Array).toBe(count < 10_000);
  const pieces = content instanceof Uint8Array ? [content] : await Array.fromAsync(content);
  const whole = Buffer.concat(pieces);
  expect([whole.toString("utf8") === lines.join(""), whole.byteLength]).toEqual([true, size]);
});
