/** Slash commands in step with the server: made, changed, taken over, removed, and left alone. */
import type { Command } from "@matterwright/protocol";
import { type Stage, stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type BotOptions, z } from "../index.ts";

function bot(options: BotOptions): Bot {
  return new Bot(options)
    .command(
      "deploy",
      { about: "Ship a service", args: { service: z.string(), to: z.enum(["staging", "prod"]).default("prod") } },
      (ctx) => ctx.reply("Shipped."),
    )
    .command("note add", { about: "Write it down" }, (ctx) => ctx.reply("Noted."))
    .command("note list", { about: "Show them" }, (ctx) => ctx.reply("None."));
}

function commandsOf(town: Stage): Promise<Command[]> {
  return town.person("ann").calls<Command[]>(`GET /api/v4/commands?team_id=${town.town.team.id}&custom_only=true`);
}

async function named(town: Stage, trigger: string): Promise<Command | undefined> {
  return (await commandsOf(town)).find((command) => command.trigger === trigger);
}

const make = (town: Stage, more: Partial<Command>): Promise<Command> =>
  town.person("ann").calls<Command>("POST /api/v4/commands", { team_id: town.town.team.id, method: "P", ...more });

/** A stage on which nothing happened yet but what is prepared. */
async function prepared(
  prepare: (town: Stage) => Promise<unknown>,
  make: (options: BotOptions) => Bot = bot,
): Promise<Stage> {
  const town = await stage((options) => new Bot({ ...options, slash: false }));
  await prepare(town);
  await town.restart(make);
  return town;
}

test("at the start they are made, with hints of the schema", async () => {
  await using town = await stage(bot);
  const made = await commandsOf(town);
  expect(
    made.map(({ trigger, auto_complete_hint, auto_complete_desc }) => [
      trigger,
      auto_complete_hint,
      auto_complete_desc,
    ]),
  ).toEqual([
    ["wright", "<command>", "Ask @wright: deploy, note add, note list"],
    ["deploy", "<service> [staging|prod]", "Ship a service"],
    ["note", "<add|list>", "Commands: note add, note list"],
  ]);
  expect(
    made.every(
      ({ url, method, creator_id, auto_complete }) =>
        url === "http://bot/slash" && method === "P" && creator_id === town.town.bot.id && auto_complete,
    ),
  ).toBe(true);
});

test("people are offered them as they type", async () => {
  await using town = await stage(bot);
  const path = `/api/v4/teams/${town.town.team.id}/commands/autocomplete_suggestions?user_input=${encodeURIComponent("/dep")}`;
  expect(await town.person("ben").calls(`GET ${path}`)).toMatchObject([
    { Hint: "<service> [staging|prod]", Description: "Ship a service" },
  ]);
});

test("a second start asks and changes nothing; one with other commands changes, makes and removes", async () => {
  await using town = await stage(bot);
  const before = await commandsOf(town);
  await town.restart();
  expect(await commandsOf(town)).toEqual(before);
  await town.restart((options) =>
    new Bot(options)
      .command("deploy", { about: "Ship anything" }, () => {})
      .command("undo", { about: "Take back" }, () => {}),
  );
  const after = await commandsOf(town);
  expect(after.map(({ trigger, auto_complete_desc }) => [trigger, auto_complete_desc])).toEqual([
    ["wright", "Ask @wright: deploy, undo"],
    ["deploy", "Ship anything"],
    ["undo", "Take back"],
  ]);
  expect(after.find(({ trigger }) => trigger === "deploy")?.id).toBe(
    before.find(({ trigger }) => trigger === "deploy")?.id,
  );
});

test("what somebody changed is put right, but for the name and picture that they gave it", async () => {
  await using town = await stage(bot);
  const was = (await named(town, "deploy")) as Command;
  await town.person("ann").calls(`PUT /api/v4/commands/${was.id}`, {
    ...was,
    url: "http://elsewhere/slash",
    username: "shipper",
    auto_complete: false,
  });
  await town.restart();
  expect(await named(town, "deploy")).toMatchObject({
    url: "http://bot/slash",
    username: "shipper",
    auto_complete: true,
  });
});

test("one that was made for the bot by hand is taken over, works, and is not removed with the others", async () => {
  await using town = await prepared((stage) =>
    make(stage, { trigger: "deploy", url: "http://bot/slash", method: "G" }),
  );
  expect(await named(town, "deploy")).toMatchObject({
    method: "P",
    creator_id: town.town.people.ann.id,
    auto_complete_desc: "Ship a service",
  });
  const ben = town.person("ben");
  await ben.runs("/deploy api");
  expect(ben.sees).toBe("Shipped.");
  await town.restart((options) => new Bot(options).command("undo", { about: "Take back" }, () => {}));
  expect((await commandsOf(town)).map(({ trigger }) => trigger)).toEqual(["deploy", "wright", "undo"]);
});

test("one of somebody else is left alone, and the bot's own word does the same", async () => {
  await using town = await prepared((stage) => make(stage, { trigger: "deploy", url: "http://elsewhere/deploy" }));
  expect(await named(town, "deploy")).toMatchObject({ url: "http://elsewhere/deploy" });
  expect(town.log.find(({ facts }) => Array.isArray(facts["taken"]))?.facts["taken"]).toEqual(["/deploy"]);
  const ben = town.person("ben");
  await ben.runs("/wright deploy api");
  expect(ben.sees).toBe("Shipped.");
});

/** The bot's own right is taken away. */
async function demoted(town: Stage): Promise<void> {
  const { team, bot: wright } = town.town;
  await town
    .person("ann")
    .calls(`PUT /api/v4/teams/${team.id}/members/${wright.id}/schemeRoles`, { scheme_user: true, scheme_admin: false });
}

test("without the right, what has to be done by hand is said, field by field", async () => {
  await using town = await prepared(demoted);
  const steps = town.log.find(({ message }) =>
    message.includes("may not register slash commands in the team demo"),
  )?.message;
  expect(steps).toContain(
    "   /deploy\n      Command Trigger Word: deploy\n      Request URL: http://bot/slash\n      Request Method: POST\n      Autocomplete: on\n      Autocomplete Hint: <service> [staging|prod]\n      Autocomplete Description: Ship a service",
  );
});

test("done by hand, with the token given to the bot, it works", async () => {
  let token = "";
  await using town = await prepared(
    async (stage) => {
      await demoted(stage);
      token = (await make(stage, { trigger: "deploy", url: "http://bot/slash" })).token;
    },
    (options) => bot({ ...options, slash: { tokens: { deploy: token } } }),
  );
  const ben = town.person("ben");
  await ben.runs("/deploy api");
  expect(ben.sees).toBe("Shipped.");
});

test("what was registered works after the right was taken away, for the bot has kept the tokens, locked", async () => {
  await using town = await stage(bot);
  await demoted(town);
  await town.restart();
  const ben = town.person("ben");
  await ben.runs("/deploy api");
  expect(ben.sees).toBe("Shipped.");
  const { token } = (await named(town, "deploy")) as Command;
  const stored = await town.durable.store.list("", { limit: 1_000 });
  expect(stored.some(({ key }) => key.startsWith("secret/bot:slash/"))).toBe(true);
  expect(JSON.stringify(stored)).not.toContain(token);
});

test("they are registered in the teams that were named, and nowhere without an address", async () => {
  await using town = await prepared(
    () => Promise.resolve(),
    (options) => bot({ ...options, slash: { teams: ["other"] } }),
  );
  expect(await commandsOf(town)).toEqual([]);
  expect(town.log.map(({ message }) => message)).toContain(
    "the bot is not in this team, so it registers no slash commands there",
  );
  await using quiet = await stage(bot, { callbackUrl: false });
  expect(await commandsOf(quiet)).toEqual([]);
});

test("a server on which they are switched off is told of", async () => {
  await using town = await stage(bot, { settings: { "ServiceSettings.EnableCommands": false } });
  expect(town.log.map(({ message }) => message).join()).toContain("Slash commands are switched off on this server");
});

test("of a thousand commands only those are registered that asked for a word; all work under the bot's name", async () => {
  await using town = await stage((options) => {
    const many = new Bot(options).command("status", { about: "How it is", slash: "state" }, (ctx) =>
      ctx.reply("Well."),
    );
    for (let n = 0; n < 1_000; n++)
      many.command(`task-${n}`, { about: "One of many" }, (ctx) => ctx.reply(`task ${n}`));
    return many;
  });
  expect((await commandsOf(town)).map(({ trigger }) => trigger)).toEqual(["wright", "state"]);
  const ben = town.person("ben");
  await ben.runs("/wright task-777");
  expect(ben.sees).toBe("task 777");
});
