import { type Stage, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { type AccessOptions, Bot, type BotOptions, MisuseError, channel, plugin, rest, user, z } from "../index.ts";

/** Ships things, and what only administrators do. */
const releases = plugin({
  name: "releases",
  setup(bot) {
    const args = { service: z.string(), to: z.enum(["staging", "prod"]).default("staging") };
    bot.command("deploy", { about: "Ship", args }, (ctx, { service, to }) => ctx.reply(`${service} → ${to}`));
    bot.command("rollback", { about: "Back", adminOnly: true }, (ctx) => ctx.reply("back"));
    bot.command("purge", { about: "All gone", adminOnly: "always" }, (ctx) => ctx.reply("gone"));
    bot.command("page", { about: "Page", args: { who: user(), where: channel().optional() } }, (ctx) =>
      ctx.reply("paged"),
    );
    bot.command("names", { about: "What one sees" }, async (ctx) => {
      const visible = (await bot.commands.visible(ctx)).map(({ name }) => name);
      await ctx.reply(visible.filter((name) => name !== "names").join(" "));
    });
    bot.command("say", { about: "Say", args: { text: rest() } }, (ctx, { text }) => ctx.reply(`said ${text}`));
  },
});

const onStage = (access: AccessOptions): Promise<Stage> =>
  stage((options) => new Bot({ ...options, access }).plugin(releases));

const says = async (town: Stage, who: string, text: string, place = "ops"): Promise<string> => {
  await town.person(who).says(text, { in: place });
  return town.person(who).sees;
};

describe("without rules", () => {
  test("everybody may what is not for administrators", async () => {
    await using town = await onStage({});
    expect(await says(town, "ben", "!deploy api")).toBe("api → staging");
    expect(await says(town, "ben", "!rollback")).toBe("Only administrators of this bot may use `rollback`.");
    expect(await says(town, "ben", "!names")).toBe("deploy page say");
    expect(await says(town, "ann", "!rollback")).toBe("back");
    expect(await says(town, "ann", "!names")).toBe("deploy page purge rollback say");
  });

  test("the default may be to deny, and administrators still may", async () => {
    await using town = await onStage({ default: "deny", denied: "silent" });
    expect(await says(town, "ben", "!deploy api")).toBe("!deploy api");
    expect(await says(town, "ann", "!deploy api")).toBe("api → staging");
  });

  test("commands for administrators may be kept to direct messages", async () => {
    await using town = await onStage({ adminCommands: "direct" });
    expect(await says(town, "ann", "!rollback")).toContain("commands for administrators work in direct messages only");
    expect(await says(town, "ann", "rollback", "@wright")).toBe("back");
  });

  test("who administers is known by id: a name that somebody takes over gives no rights", async () => {
    await using town = await onStage({});
    const ann = town.person("ann");
    const me = await ann.calls<{ id: string }>("GET /api/v4/users/me");
    await ann.calls(`PUT /api/v4/users/${me.id}/patch`, { username: "anna" });
    const ben = await town.person("ben").calls<{ id: string }>("GET /api/v4/users/me");
    await town.person("ann").calls(`PUT /api/v4/users/${ben.id}/patch`, { username: "ann" });
    expect(await says(town, "ben", "!rollback")).toContain("Only administrators");
    expect(await says(town, "ann", "!rollback")).toBe("back");
  });
});

test("administrators are named with or without @", async () => {
  await using town = await stage((options) =>
    new Bot({ ...options, admins: ["@Ann", " ben "] }).command("stop", { about: "Stop", adminOnly: true }, (ctx) =>
      ctx.reply("Stopped."),
    ),
  );
  expect(await says(town, "ann", "!stop")).toBe("Stopped.");
  expect(await says(town, "ben", "!stop")).toBe("Stopped.");
  expect(await says(town, "cat", "!stop")).toContain("Only administrators");
});

describe("the first rule that fits decides", () => {
  const deny = { deny: "*" } as const;
  test.each<
    readonly [name: string, rules: AccessOptions["rules"], who: string, call: string, place: string, isAllowed: boolean]
  >([
    ["by name", [{ allow: "deploy" }, deny], "ben", "!deploy api", "ops", true],
    ["by another name", [{ allow: "deploy" }, deny], "ben", "!say x", "ops", false],
    ["by a pattern", [{ allow: ["dep*", "x"] }, deny], "ben", "!deploy api", "ops", true],
    ["by the plugin", [{ allow: "Releases:*" }, deny], "ben", "!deploy api", "ops", true],
    ["by another plugin", [{ allow: "chatops:*" }, deny], "ben", "!deploy api", "ops", false],
    ["for a user", [{ allow: "*", users: "@ben" }, deny], "ben", "!deploy api", "ops", true],
    ["for another user", [{ allow: "*", users: ["@cat"] }, deny], "ben", "!deploy api", "ops", false],
    ["in a channel", [{ allow: "*", channels: "~ops" }, deny], "ben", "!deploy api", "ops", true],
    ["in another channel", [{ allow: "*", channels: "~ops" }, deny], "ben", "!deploy api", "off-topic", false],
    ["in a team", [{ allow: "*", teams: "demo" }, deny], "ben", "!deploy api", "ops", true],
    ["in no team", [{ allow: "*", teams: "demo" }, deny], "ben", "deploy api", "@wright", false],
    ["directly", [{ allow: "*", direct: true }, deny], "ben", "deploy api", "@wright", true],
    ["not directly", [{ allow: "*", direct: true }, deny], "ben", "!deploy api", "ops", false],
    ["for administrators", [{ allow: "*", admins: true }, deny], "ann", "!deploy api", "ops", true],
    ["for others", [{ deny: "*", admins: false }], "ben", "!deploy api", "ops", false],
    ["by the system role", [{ allow: "*", systemRole: "admin" }, deny], "ann", "!deploy api", "ops", true],
    [
      "by a system role that one has not",
      [{ allow: "*", systemRole: "system_admin" }, deny],
      "ben",
      "!deploy api",
      "ops",
      false,
    ],
    ["by the channel role", [{ allow: "*", channelRole: "admin" }, deny], "ann", "!deploy api", "ops", true],
    [
      "by a channel role that one has not",
      [{ allow: "*", channelRole: "channel_admin" }, deny],
      "ben",
      "!deploy api",
      "ops",
      false,
    ],
    ["by an argument", [{ deny: "deploy", args: { to: "prod" } }], "ben", "!deploy api --to=Prod", "ops", false],
    ["by another argument", [{ deny: "deploy", args: { to: "prod" } }], "ben", "!deploy api", "ops", true],
    ["by a default", [{ allow: "deploy", args: { to: "stag*" } }, deny], "ben", "!deploy api", "ops", true],
    ["by somebody in the arguments", [{ deny: "page", args: { who: "@ann" } }], "ben", "!page ann", "ops", false],
    [
      "by a channel in the arguments",
      [{ deny: "page", args: { where: "~ops" } }],
      "ben",
      "!page me here",
      "ops",
      false,
    ],
    [
      "by a value in another case, to deny",
      [{ deny: "say", args: { text: "backup" } }],
      "ben",
      "!say Backup",
      "ops",
      false,
    ],
    [
      "by a value in its case, to allow",
      [{ allow: "say", args: { text: "backup" } }, deny],
      "ben",
      "!say backup",
      "ops",
      true,
    ],
    [
      "and not by one in another case, to allow: it may be another thing",
      [{ allow: "say", args: { text: "back*" } }, deny],
      "ben",
      "!say Backup",
      "ops",
      false,
    ],
    [
      "by a choice in whatever case",
      [{ allow: "deploy", args: { to: "prod" } }, deny],
      "ben",
      "!deploy api PROD",
      "ops",
      true,
    ],
    [
      "by somebody in whatever case",
      [{ allow: "page", args: { who: "@Ann" } }, deny],
      "ben",
      "!page @ANN",
      "ops",
      true,
    ],
    ["the earlier wins", [{ deny: "deploy" }, { allow: "*" }], "ann", "!deploy api", "ops", false],
  ])("%s", async (...[, rules = [], who, call, place, isAllowed]) => {
    await using town = await onStage({ rules, denied: "silent" });
    const answer = await says(town, who, call, place);
    expect(answer === call ? "denied" : "allowed").toBe(isAllowed ? "allowed" : "denied");
  });

  test("a command for administrators is opened by its full name only, and some by nothing", async () => {
    await using town = await onStage({ rules: [{ allow: ["roll*", "purge"] }] });
    expect(await says(town, "ben", "!rollback")).toContain("Only administrators");
    expect(await says(town, "ben", "!purge")).toContain("Only administrators");
    await using open = await onStage({ rules: [{ allow: "rollback", users: "@ben" }] });
    expect(await says(open, "ben", "!rollback")).toBe("back");
    expect(await says(open, "cat", "!rollback")).toContain("Only administrators");
  });

  test("what a person may with some arguments is listed, what with none is not", async () => {
    await using town = await onStage({
      rules: [
        { allow: "deploy", args: { to: "staging" } },
        { deny: ["deploy", "say"], because: "the shop is closed" },
      ],
    });
    expect(await says(town, "ben", "!names")).toBe("deploy page");
    expect(await says(town, "ben", "!deploy api prod")).toBe("You may not use `deploy` like this: the shop is closed.");
    expect(await says(town, "ben", "!say")).toBe("You may not use `say` like this: the shop is closed.");
  });
});

describe("groups of the server", () => {
  const withGroups =
    (answer: (url: string) => { status: number; body: unknown } | undefined) =>
    (own: BotOptions, access: AccessOptions): Bot => {
      const http: BotOptions["http"] = async (request) => {
        const made = answer(request.url);
        if (made === undefined) return (own.http as NonNullable<BotOptions["http"]>)(request);
        const text = JSON.stringify(made.body);
        return {
          status: made.status,
          headers: { "content-type": "application/json" },
          text: async () => text,
        } as never;
      };
      return new Bot({ ...own, http, access }).plugin(releases);
    };
  const access: AccessOptions = { rules: [{ allow: "deploy", groups: "@Devs" }, { deny: "deploy" }], denied: "silent" };
  const group = { id: "g".repeat(26), name: "devs", display_name: "Devs", delete_at: 0 };

  test("are asked of the server, and what it cannot tell counts against whoever asks", async () => {
    const bens = withGroups((url) => (/\/users\/[^/]+\/groups/.test(url) ? { status: 200, body: [group] } : undefined));
    await using town = await stage((own) => bens(own, access));
    expect(await says(town, "ben", "!deploy api")).toBe("api → staging");
    await using without = await stage((own) => new Bot({ ...own, access }).plugin(releases));
    expect(await says(without, "ben", "!deploy api")).toBe("!deploy api");
    const denying: AccessOptions = { rules: [{ deny: "deploy", groups: "interns" }], denied: "silent" };
    await using closed = await stage((own) => new Bot({ ...own, access: denying }).plugin(releases));
    expect(await says(closed, "ben", "!deploy api")).toBe("!deploy api");
  });
});

describe("what cannot be judged is denied", () => {
  test("a rule may name a command by any of its names, and one that names none is said in the log", async () => {
    const access: AccessOptions = { rules: [{ deny: "ship" }, { deny: ["deplyo", "nobody:*", "roll*"] }] };
    await using town = await stage((options) =>
      new Bot({ ...options, access })
        .plugin(releases)
        .command("send", { about: "Send", aliases: ["ship"] }, (ctx) => ctx.reply("sent")),
    );
    expect(await says(town, "ben", "!send")).toBe("You may not use `send` like this: a rule says so.");
    const missing = town.log.filter(({ message }) => message === "a rule names a command that does not exist");
    expect(missing.map(({ facts }) => facts["missing"])).toEqual([["deplyo"]]);
  });

  test("a rule that denies somebody who does not exist denies everybody, and the log says why", async () => {
    await using town = await onStage({ rules: [{ deny: "deploy", users: ["@bne"] }], denied: "silent" });
    expect(await says(town, "cat", "!deploy api")).toBe("!deploy api");
    expect(town.log).toContainEqual(
      expect.objectContaining({ level: "warn", message: "a rule names who or what does not exist" }),
    );
    await using other = await onStage({
      rules: [{ allow: "deploy", users: ["@bne"] }, { deny: "deploy" }],
      denied: "silent",
    });
    expect(await says(other, "ben", "!deploy api")).toBe("!deploy api");
  });

  test("a store that cannot be read denies", async () => {
    await using town = await onStage({});
    const { store } = town.durable;
    const read = store.read.bind(store);
    store.read = () => Promise.reject(new Error("the disk is gone"));
    expect(await says(town, "ann", "!deploy api")).toBe(
      "You may not use `deploy` like this: it cannot be found out whether you may.",
    );
    store.read = read;
    expect(await says(town, "ann", "!deploy api")).toBe("api → staging");
  });

  test.each([
    [{ rules: [{ alow: "x" }] }, "rules.0"],
    [{ rules: [{ allow: "x", deny: "y" }] }, "say either `allow` or `deny`"],
    [{ rules: [{}] }, "say either `allow` or `deny`"],
    [{ defualt: "deny" }, "defualt"],
    [{ rules: [{ allow: "x", approve: 0 }] }, "rules.0.approve"],
  ])("rules that cannot be understood stop the bot: %j", (access, sentence) => {
    const bot = (): Bot => new Bot({ url: "http://x", token: "x", access: access as AccessOptions });
    expect(bot).toThrow(MisuseError);
    expect(bot).toThrow(sentence);
  });
});

test("who is denied is told why, or a reference, or nothing", async () => {
  const rules = [{ deny: "deploy", because: "we are moving house" }];
  await using explained = await onStage({ rules });
  expect(await says(explained, "ben", "!deploy api")).toBe("You may not use `deploy` like this: we are moving house.");
  await using referenced = await onStage({ rules, denied: "referenced" });
  const answer = await says(referenced, "ben", "!deploy api");
  expect(answer).toMatch(/^You may not do this\. Ref [0-9A-F]{4}$/);
  expect(referenced.log).toContainEqual(
    expect.objectContaining({
      message: "denied",
      facts: expect.objectContaining({ ref: answer.slice(-4), command: "deploy", user: "ben", rule: "deny deploy" }),
    }),
  );
  await using silent = await onStage({ rules, denied: "silent" });
  expect(await says(silent, "ben", "!deploy api")).toBe("!deploy api");
});
