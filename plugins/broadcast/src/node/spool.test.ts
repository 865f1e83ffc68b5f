/** Files that are read again and again: small and large ones, and what breaks off. */
import { expect, test } from "vitest";
import { Spool } from "./spool.ts";

async function* pieces(sizes: readonly number[], breaksOff = false): AsyncGenerator<Uint8Array> {
  for (const [index, size] of sizes.entries()) yield new Uint8Array(size).fill(index + 1);
  if (breaksOff) throw new Error("the connection ended");
}

async function readAll(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(content));
}

test.each([[[]], [[3]], [[262_144]], [[200_000, 62_145]], [[262_145, 1, 1_000_000]]])(
  "%j bytes are read as often as wanted, from the beginning each time",
  async (sizes) => {
    const spool = new Spool();
    const kept = await spool.keep("abc", pieces(sizes));
    const wanted = await readAll(pieces(sizes));
    expect(kept.size).toBe(wanted.length);
    for (const content of await Promise.all([readAll(kept.read()), readAll(kept.read())]))
      expect(content.equals(wanted)).toBe(true);
    await spool.close();
  },
);

test.each([[[3]], [[300_000, 300_000]]])("%j bytes that break off are no file", async (sizes) => {
  const spool = new Spool();
  await expect(spool.keep("abc", pieces(sizes, true))).rejects.toThrow("the connection ended");
  await spool.close();
});
