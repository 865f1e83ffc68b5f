/** In a process of its own: here a test runner stands between a module and what it imports. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("a module is imported as it is now, and so is what it imports from beside it", () => {
  const folder = mkdtempSync(join(tmpdir(), "fresh test "));
  const helper = join(folder, "_word.mjs");
  writeFileSync(join(folder, "say.mjs"), 'import { word } from "./_word.mjs"; export default word;');
  const program = `
    import { writeFileSync } from "node:fs";
    import { importFresh } from ${JSON.stringify(join(import.meta.dirname, "fresh.ts"))};
    for (const word of ["first", "another"]) {
      writeFileSync(${JSON.stringify(helper)}, "export const word = " + JSON.stringify(word));
      console.log((await importFresh(${JSON.stringify(join(folder, "say.mjs"))})).default);
    }`;
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect(said).toBe("first\nanother\n");
});
