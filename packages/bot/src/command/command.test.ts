import { describe, expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import { command } from "./command.ts";
import type { TypedCall } from "./command.ts";
import type { Replying } from "./run/replying.ts";
import { rest } from "./words/rest.ts";

class Replies implements Replying {
  readonly said: string[] = [];
  async reply(message: string): Promise<void> {
    this.said.push(message);
  }
}

const deploy = command(
  "deploy",
  {
    about: "Ship a service",
    args: {
      service: z.string().describe("what to ship"),
      to: z.enum(["staging", "prod"]).default("staging"),
      force: z.boolean().default(false).describe("do not wait for the checks"),
    },
    aliases: ["ship"],
    examples: ["api prod --force"],
  },
  async (ctx: Replying, { service, to, force }) => {
    expectTypeOf({ service, to, force }).toEqualTypeOf<{ service: string; to: "staging" | "prod"; force: boolean }>();
    await ctx.reply(`${service} → ${to}${force ? "!" : ""}`);
  },
);

const call = (line: string, lead = "!"): TypedCall => ({ line, from: lead.length + "deploy".length, lead });

describe("a command", () => {
  test("runs its handler with the arguments", async () => {
    const ctx = new Replies();
    await deploy.run(ctx, call("!deploy api prod --force"));
    expect(ctx.said).toEqual(["api → prod!"]);
  });

  test("answers a wrong call with its own example", async () => {
    const ctx = new Replies();
    await deploy.run(ctx, call("@wright deploy", "@wright "));
    expect(ctx.said).toEqual([
      "`service` is missing: a word (or several in quotes).\n" +
        "Usage: `@wright deploy <service> [to] [--force]`\n" +
        "For example: `@wright deploy api prod --force`",
    ]);
  });

  test("explains itself on --help", async () => {
    const ctx = new Replies();
    await deploy.run(ctx, call("!deploy --help"));
    expect(ctx.said).toEqual([
      [
        "**`!deploy`** Ship a service",
        "Usage: `!deploy <service> [to] [--force]`",
        [
          "| Argument | What it is | If left out |",
          "|:---|:---|:---|",
          "| `service` | what to ship: a word (or several in quotes) | required |",
          "| `to` | one of `staging`, `prod` | `staging` |",
          "| `--force` | do not wait for the checks | off |",
        ].join("\n"),
        "For example: `!deploy api prod --force`",
        "Also called `!ship`.",
      ].join("\n\n"),
    ]);
  });

  test("waits for its handler and hands its failure on", async () => {
    const failing = command("fail", { about: "Fail" }, async () => {
      throw new Error("inside");
    });
    await expect(failing.run(new Replies(), { line: "!fail", from: 5, lead: "!" })).rejects.toThrow("inside");
  });

  test("without arguments refuses words, and with free text takes all", async () => {
    const ctx = new Replies();
    await command("up", { about: "Up" }, (ctx: Replying) => ctx.reply("yes")).run(ctx, {
      line: "!up",
      from: 3,
      lead: "!",
    });
    const echo = command("echo", { about: "Echo", args: { text: rest() } }, (ctx: Replying, { text }) =>
      ctx.reply(text),
    );
    await echo.run(ctx, { line: "!echo  a\n b", from: 5, lead: "!" });
    expect(ctx.said).toEqual(["yes", "a\n b"]);
  });
});
