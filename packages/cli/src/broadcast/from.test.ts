/** Which home the commands about broadcasts look at. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";

test.each([
  ["list"],
  ...["show", "pause", "resume", "cancel", "skip", "retry"].map((name) => [name, "1"]),
  ["move", "last", "tomorrow 9:00"],
])("broadcast %s takes --from behind its name, and before it", async (...words) => {
  const home = mkdtempSync(join(tmpdir(), "from test "));
  for (const line of [
    [...words, "--from", home],
    ["--from", home, ...words],
  ]) {
    const terminal = fakeTerminal({ cwd: tmpdir() });
    expect(await run(["broadcast", ...line], terminal)).not.toBe(0);
    expect(terminal.all()).toContain(`there is no database ${join(home, "data/matterwright.db")}`);
  }
  rmSync(home, { recursive: true });
});
