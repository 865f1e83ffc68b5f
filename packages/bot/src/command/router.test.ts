import { ManualClock } from "@matterwright/clock";
import { describe, expect, test } from "vitest";
import { command } from "./command.ts";
import type { Replying } from "./run/replying.ts";
import { CommandRouter } from "./router.ts";
import type { UnknownCall } from "./host.ts";

interface Said extends Replying {
  readonly message: string | undefined;
  readonly direct: boolean;
  readonly admin: boolean;
  readonly answers: string[];
}

function said(message: string | undefined, { direct = false, admin = false } = {}): Said {
  const answers: string[] = [];
  return { message, direct, admin, answers, reply: async (text) => answers.push(text) };
}

function routerOf(judge?: () => never): CommandRouter<Said> {
  const router = new CommandRouter<Said>({
    callsigns: () => ({ prefixes: ["!"], username: "wright" }),
    heard: ({ message, direct }) => (message === undefined ? undefined : { message, direct }),
    clock: new ManualClock(),
    calledBy: () => ({ user: { id: "u", username: "ben" }, channelId: "c", postId: "p" }),
    judge: async (ctx) => async (command) => {
      judge?.();
      const verdict = ctx.admin || command.adminOnly === false ? "allowed" : "denied";
      return { verdict, why: "", approve: 0 };
    },
    taken: () => {},
    halt: async (ctx, farewell) => void (await ctx.reply(farewell)),
    settle: async () => {},
    typing: async () => {},
    ask: async () => {},
    granted: () => undefined,
    note: () => {},
    hookFailed: () => {},
    refused: (ctx, { name }) => ctx.reply(`${name} is not for you`),
    isStale: () => false,
    isRecovered: () => false,
    tooLate: (ctx, { name }) => ctx.reply(`too late for ${name}`),
  });
  const answering = (text: string) => (ctx: Said) => ctx.reply(text);
  router.add(command("status", { about: "Status" }, answering("fine")));
  router.add(command("status plugins", { about: "Plugins" }, answering("all fine")));
  router.add(command("restart", { about: "Restart", adminOnly: true }, answering("bye")));
  router.add(command("statue", { about: "A joke", hidden: true }, answering("…")));
  return router;
}

/** Sends a message through the route, then what was let pass through the fallback, as a bot does. */
async function answers(router: CommandRouter<Said>, ctx: Said): Promise<string[]> {
  await router.route(ctx, () => router.fallback(ctx, () => ctx.reply("(nobody)")));
  return ctx.answers;
}

const described = ({ typed, by, near }: UnknownCall<Said>): string =>
  `${by} ${typed}: ${near.map(({ name }) => name).join(", ")}`;

describe("the router", () => {
  const router = routerOf();

  test.each([
    ["!status", "fine"],
    ["@wright status", "fine"],
    ["!Status_plugins", "all fine"],
    ["status", "(nobody)"],
    ["!weather", "(nobody)"],
    [undefined, "(nobody)"],
  ])("%s", async (message, answer) => {
    expect(await answers(router, said(message))).toEqual([answer]);
  });

  test("a direct message needs no prefix", async () => {
    expect(await answers(router, said("status", { direct: true }))).toEqual(["fine"]);
  });

  test("what is for administrators is refused to others", async () => {
    expect(await answers(router, said("!restart"))).toEqual(["restart is not for you"]);
    expect(await answers(router, said("!restart", { admin: true }))).toEqual(["bye"]);
  });

  test("who cannot be judged may not", async () => {
    const broken = routerOf(() => {
      throw new Error("the directory is down");
    });
    expect(await answers(broken, said("!status"))).toEqual(["status is not for you"]);
    expect(await broken.visible(said("!status"))).toEqual([]);
  });

  test("an unknown command is handed over with what may have been meant", async () => {
    const router = routerOf();
    const remove = router.onUnknown((ctx, call) => ctx.reply(described(call)));
    expect(await answers(router, said("!statsu plugins"))).toEqual(["prefix statsu plugins: status plugins, status"]);
    expect(await answers(router, said("@wright what is new?"))).toEqual(["mention what is new?: "]);
    expect(await answers(router, said("just talk"))).toEqual(["(nobody)"]);
    remove();
    expect(await answers(router, said("!statsu"))).toEqual(["(nobody)"]);
  });

  test("suggestions and lists show nothing that is hidden or not allowed", async () => {
    expect((await router.near(said(""), "restrat")).map(({ name }) => name)).toEqual([]);
    expect((await router.near(said("", { admin: true }), "restrat")).map(({ name }) => name)).toEqual(["restart"]);
    expect((await router.visible(said(""))).map(({ name }) => name)).toEqual(["status", "status plugins"]);
  });
});
