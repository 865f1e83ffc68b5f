/** Which home the commands about broadcasts look at. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";

test.each([["list"], ["show", "1"], ["cancel", "1"], ["retry", "1"]])(
  "broadcast %s takes --from behind its name",
  async (...words) => {
    const home = mkdtempSync(join(tmpdir(), "from test "));
    const terminal = fakeTerminal({ cwd: tmpdir() });
    expect(await run(["broadcast", ...words, "--from", home], terminal)).not.toBe(0);
    expect(terminal.all()).toContain(`there is no database ${join(home, "data/matterwright.db")}`);
    rmSync(home, { recursive: true });
  },
);
