import { stage } from "@matterwright/testing";
import { afterEach, expect, test, vi } from "vitest";
import { Bot, type BotOptions } from "./index.ts";

const said: string[] = [];

afterEach(() => {
  said.length = 0;
  vi.restoreAllMocks();
});

/** A bot as somebody makes it who never thought of a log. */
function unlogged(options: BotOptions): Bot {
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const { log: _log, ...others } = options;
  return new Bot(others).on("mention", () => Promise.reject(new Error("broken")));
}

test("a bot without a log says on standard error, in one line and once, that its token was revoked", async () => {
  await using town = await stage(unlogged);
  await town.wait("6s");
  town.sim.faults.accounts.revoke("wright");
  await town.wait("1h");
  expect(said).toEqual([
    "matterwright: the server refuses the token: it was revoked, or the bot account was deactivated\n",
  ]);
});

test("and where the reference leads that somebody was given when a handler failed", async () => {
  await using town = await stage(unlogged);
  const ben = town.person("ben");
  await ben.says("@wright?");
  const ref = /Ref (\w{4})/.exec(ben.sees)?.[1];
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(
    `matterwright: a handler failed {"ref":"${ref}","error":{"name":"Error","message":"broken"`,
  );
});
