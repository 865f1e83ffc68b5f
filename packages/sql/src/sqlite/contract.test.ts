import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManualClock } from "@matterwright/clock";
import { type Harness, durableContract } from "@matterwright/testing";
import type { Durable } from "matterwright";
import { describe, test } from "vitest";
import { sqlite } from "../index.ts";

function onFile(): Promise<Harness> {
  const folder = mkdtempSync(join(tmpdir(), "matterwright-sql-"));
  const clock = new ManualClock();
  let open: Durable = sqlite({ file: join(folder, "bot.db"), clock });
  return Promise.resolve({
    durable: open,
    pass: (ms) => {
      clock.advance(ms);
      return Promise.resolve();
    },
    tick: () => new Promise((resolve) => setImmediate(resolve)),
    reopen: async () => {
      await open.close();
      open = sqlite({ file: join(folder, "bot.db"), clock });
      return open;
    },
    end: async () => {
      await open.close();
      rmSync(folder, { recursive: true });
    },
  });
}

describe("the engine on SQLite keeps the contract", () => {
  durableContract({ test, make: onFile, outlives: true });
});
