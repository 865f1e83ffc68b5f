import { describe, expect, test } from "vitest";
import { addressOf } from "./address.ts";

const callsigns = { prefixes: ["!", "!!", "wright"], username: "deploy.bot" };
const rest = (message: string, direct = false): string | undefined => {
  const address = addressOf(message, callsigns, direct);
  return address && message.slice(address.from);
};
const lead = (message: string): string | undefined => addressOf(message, callsigns, true)?.lead;

describe("who is spoken to", () => {
  test.each([
    ["!help", "help"],
    ["  !help me", "help me"],
    ["!!help", "help"],
    ["!ärger", "ärger"],
    ["!3", "3"],
    ["wright status", "status"],
    ["Wright: status", "status"],
    ["wright, status", "status"],
    ["@deploy.bot status", "status"],
    ["@Deploy.Bot: status", "status"],
    ["@deploy.bot,\nstatus", "status"],
    ["@deploy.bot", ""],
  ])("%s speaks to the bot", (message, command) => {
    expect(rest(message)).toBe(command);
  });

  test.each([
    "!",
    "!!!",
    "! really?",
    "!= 3",
    "wrights unite",
    "@deploy.bot2 status",
    "@deploy.bot-2 hi",
    "hi @deploy.bot",
    "what!help",
    "",
  ])("%s is talk", (message) => {
    expect(rest(message)).toBeUndefined();
  });

  test("a direct message needs no prefix, and may have one", () => {
    expect(rest("status", true)).toBe("status");
    expect(rest("!status", true)).toBe("status");
    expect(rest("@deploy.bot status", true)).toBe("status");
    expect(rest("…?", true)).toBeUndefined();
  });

  test("says what to write in front of a command in the same place", () => {
    expect([lead("!x"), lead("wright x"), lead("@deploy.bot x"), lead("x")]).toEqual([
      "!",
      "wright ",
      "@deploy.bot ",
      "",
    ]);
  });
});
