import { describe, expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { run } from "./run.ts";
import { fakeTerminal } from "./testing-terminal.ts";

async function said(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const terminal = fakeTerminal();
  const code = await run(args, terminal);
  return { code, out: terminal.printed.join("\n"), err: terminal.noted.join("\n") };
}

describe("the command", () => {
  test("tells its version and its help on standard output", async () => {
    expect(await said("--version")).toEqual({ code: 0, out: manifest.version, err: "" });
    const help = await said("--help");
    expect(help).toMatchObject({ code: 0, err: "" });
    for (const word of ["start", "post", "sim"]) expect(help.out).toContain(word);
  });

  test.each([
    [["strat"], "Did you mean start?"],
    [["sim", "--prot", "3"], "Did you mean --port?"],
    [["sim", "--town", "big"], "Allowed choices are demo, empty"],
    [["sim", "--port", "x"], "A port is a number"],
    [["sim", "--admin", "root"], "--admin takes a name and a password"],
    [["post", "hello"], "--webhook"],
    [[], "Usage: matterwright"],
  ])("%j is wrong usage", async (args, sentence) => {
    const { code, out, err } = await said(...args);
    expect(code).toBe(64);
    expect(out + err).toContain(sentence);
  });
});
