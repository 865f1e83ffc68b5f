import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { openLog } from "./log.ts";

test.skipIf(!existsSync("/dev/full"))("a full disk is said once, and the log goes on elsewhere", () => {
  const said: string[] = [];
  const write = (text: string): void => void said.push(text);
  const log = openLog({ level: "info", file: "/dev/full", secrets: ["hunter22"], isWatched: false, write });
  log.info({ word: "hunter22" }, "one");
  log.info({}, "two");
  expect(said.filter((line) => line.includes("ENOSPC"))).toEqual([
    'BOT_LOG_FILE="/dev/full" cannot be written just now (ENOSPC): lines are missing there.\n',
  ]);
  const lines = said.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as { msg: string });
  expect(lines).toMatchObject([{ msg: "one", word: "[secret]" }, { msg: "two" }]);
});
