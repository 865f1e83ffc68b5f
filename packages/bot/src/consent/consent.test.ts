import { type Stage, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot, type BotOptions, date, user, z } from "../index.ts";

/** Without buttons. */
const QUIET = { callbackUrl: false } as const;

function careful(options: BotOptions): Bot {
  return new Bot(options)
    .command("deploy", { about: "Ship", approve: 1, args: { to: z.string() } }, (ctx, { to }) => ctx.reply(`To ${to}.`))
    .command("launch", { about: "Launch", approve: 2 }, (ctx) => ctx.reply("Lift-off."))
    .command("wipe", { about: "Wipe", confirm: true, args: { what: z.string() } }, (ctx, { what }) =>
      ctx.reply(`${what} is gone.`),
    )
    .command(
      "move",
      {
        about: "Move",
        args: { what: z.string(), force: z.boolean() },
        confirm: ({ what, force }) => (force ? undefined : `Shall ${what} really be moved?`),
        approve: 1,
      },
      (ctx, { what }) => ctx.reply(`${what} is moved.`),
    )
    .command("page", { about: "Page", confirm: "Now?", args: { who: user(), at: date() } }, (ctx, { who, at }) =>
      ctx.reply(`${who.username} ${at.toISOString()}`),
    )
    .command("restart", { about: "Restart", adminOnly: true, approve: 1 }, (ctx) => ctx.reply("Restarted."));
}

const said = (town: Stage, text: string): boolean =>
  town.person("ben").posts.some(({ message, user_id }) => message === text && user_id === town.town.bot.id);

async function asks(town: Stage, text: string, who = "ben", place = "ops"): Promise<string> {
  await town.person(who).says(text, { in: place });
  for (const name of ["ann", "ben", "cat"]) if (place === "ops") await town.person(name).looksAt(place);
  return town.person(who).sees;
}

describe("confirm", () => {
  test("asks whoever called, offers both answers, and does it once", async () => {
    await using town = await stage(careful, QUIET);
    const ben = town.person("ben");
    expect(await asks(town, "!wipe disk")).toBe(
      "@ben, `!wipe disk`: Really? Answer with :white_check_mark: or :x: within 2 minutes.",
    );
    const question = ben.posts.at(-1);
    const offered = ben.heard.filter(({ event }) => event === "reaction_added");
    expect(offered).toHaveLength(2);
    await town.person("cat").reacts("white_check_mark", question);
    expect(said(town, "disk is gone.")).toBe(false);
    await ben.reacts("white_check_mark", question);
    expect(said(town, "disk is gone.")).toBe(true);
    await ben.unreacts("white_check_mark", question);
    await ben.reacts("white_check_mark", question);
    expect(ben.posts.filter(({ message }) => message === "disk is gone.")).toHaveLength(1);
    expect(ben.posts.some(({ message }) => message === "`!wipe disk` of @ben: Confirmed.")).toBe(true);
  });

  test("asks for reactions where the server does not reach the bot although it was told where", async () => {
    const outside = { fetch: () => Promise.resolve({ status: 502, headers: {}, body: "" }) };
    await using town = await stage((options) => careful({ ...options, callbackUrl: "http://elsewhere" }), { outside });
    expect(await asks(town, "!wipe disk")).toContain("Answer with :white_check_mark: or :x:");
    await town.person("ben").reacts("white_check_mark", town.person("ben").posts.at(-1));
    expect(said(town, "disk is gone.")).toBe(true);
  });

  test("takes no for an answer, and silence too", async () => {
    await using town = await stage(careful, QUIET);
    const ben = town.person("ben");
    await asks(town, "!wipe disk");
    await ben.reacts("x");
    expect(ben.sees).toBe("`!wipe disk` of @ben: Cancelled.");
    await asks(town, "!wipe tape");
    const question = ben.posts.at(-1);
    await town.wait("3m");
    expect(ben.sees).toBe("`!wipe tape` of @ben: Nobody answered in time: it was not done.");
    await ben.reacts("white_check_mark", question);
    expect(said(town, "tape is gone.")).toBe(false);
  });

  test("hears a plain word in a direct message or a thread, of whoever was asked, once", async () => {
    await using town = await stage(careful, QUIET);
    const ben = town.person("ben");
    const root = await ben.says("Cleaning day", { in: "ops" });
    await ben.says("!wipe disk", { thread: root });
    await town.person("cat").says("yes", { thread: root });
    await ben.says("yes and no", { thread: root });
    await ben.says("yes", { in: "ops" });
    expect(said(town, "disk is gone.")).toBe(false);
    await ben.says("Yes!", { thread: root });
    await ben.says("yes", { thread: root });
    expect(ben.posts.filter(({ message }) => message === "disk is gone.")).toHaveLength(1);
    await asks(town, "wipe tape", "ben", "@wright");
    await asks(town, "no", "ben", "@wright");
    expect(said(town, "`wipe tape` of @ben: Cancelled.")).toBe(true);
  });

  test("works in a direct message, survives a restart, and asks only where the author wants it", async () => {
    await using town = await stage(careful, QUIET);
    const ben = town.person("ben");
    await asks(town, "wipe disk", "ben", "@wright");
    await town.restart();
    await ben.reacts("+1");
    expect(ben.sees).toBe("disk is gone.");
    expect(await asks(town, "!move pump")).toContain("Shall pump really be moved?");
    expect(await asks(town, "!move pump --force")).toContain("Somebody else who may do this has to agree.");
  });
});

describe("the rule of two people", () => {
  test("somebody else who may do it too agrees, to exactly this, and it is done once, in the caller's name", async () => {
    await using town = await stage(careful, QUIET);
    expect(await asks(town, "!deploy prod")).toBe(
      "@ben wants to run `!deploy prod`. Somebody else who may do this has to agree. " +
        "Answer with :white_check_mark: or :x: within 1 hour.",
    );
    const ben = town.person("ben");
    const question = ben.posts.at(-1);
    await ben.reacts("white_check_mark", question);
    expect(ben.sees).toBe("Somebody else has to agree, @ben.");
    expect(said(town, "To prod.")).toBe(false);
    await town.person("cat").reacts("white_check_mark", question);
    expect(said(town, "To prod.")).toBe(true);
    expect(ben.posts.find(({ id }) => id === question?.id)?.message).toBe("`!deploy prod` of @ben: Agreed to by @cat.");
    await town.person("ann").reacts("white_check_mark", question);
    expect(ben.posts.filter(({ message }) => message === "To prod.")).toHaveLength(1);
  });

  test("what was agreed to is what was asked, whatever the message says by then", async () => {
    await using town = await stage(careful, QUIET);
    const ben = town.person("ben");
    const call = await ben.says("!deploy staging", { in: "ops" });
    const question = ben.posts.at(-1);
    await ben.edits(call, "!deploy prod");
    await town.person("cat").looksAt("ops");
    await town.person("cat").reacts("white_check_mark", question);
    expect(said(town, "To staging.")).toBe(true);
    expect(said(town, "To prod.")).toBe(false);
  });

  test("what means something else by now is not done", async () => {
    await using town = await stage(careful, QUIET);
    const ben = town.person("ben");
    const cat = await town.person("cat").calls<{ id: string }>("GET /api/v4/users/me");
    const ann = await town.person("ann").calls<{ id: string }>("GET /api/v4/users/me");
    await asks(town, "!page @cat 2026-01-31");
    await town.person("ann").calls(`PUT /api/v4/users/${cat.id}/patch`, { username: "kate" });
    await town.person("ann").calls(`PUT /api/v4/users/${ann.id}/patch`, { username: "cat" });
    await ben.reacts("white_check_mark");
    expect(ben.sees).toContain("What was agreed to means something else by now");
  });

  test("needs as many as it says, each once", async () => {
    await using town = await stage(careful, QUIET);
    await asks(town, "!launch");
    const ben = town.person("ben");
    const question = ben.posts.at(-1);
    await town.person("cat").reacts("white_check_mark", question);
    await town.person("cat").reacts("+1", question);
    expect(said(town, "Lift-off.")).toBe(false);
    expect(ben.posts.find(({ id }) => id === question?.id)?.message).toContain("Agreed so far: @cat.");
    await town.person("ann").reacts("white_check_mark", question);
    expect(said(town, "Lift-off.")).toBe(true);
  });

  test("who may not do it may not agree to it, but administrators may refuse", async () => {
    await using town = await stage((options) => careful({ ...options, admins: ["ann", "ben"] }), QUIET);
    await asks(town, "!restart");
    const ben = town.person("ben");
    const question = ben.posts.at(-1);
    await town.person("cat").reacts("white_check_mark", question);
    expect(ben.sees).toBe("Only who may do this too can agree to it, @cat.");
    await town.person("cat").reacts("x", question);
    expect(ben.posts.find(({ id }) => id === question?.id)?.message).toContain("wants to run");
    await town.person("ann").reacts("x", question);
    expect(ben.posts.find(({ id }) => id === question?.id)?.message).toBe("`!restart` of @ben: Refused by @ann.");
    expect(said(town, "Restarted.")).toBe(false);
  });

  test("a rule may ask for it, and rights that were lost meanwhile count", async () => {
    await using town = await stage(
      (options) => careful({ ...options, access: { rules: [{ allow: "wipe", args: { what: "prod" }, approve: 1 }] } }),
      QUIET,
    );
    const ben = town.person("ben");
    await asks(town, "!wipe prod");
    await ben.reacts("white_check_mark");
    expect(ben.sees).toContain("Somebody else who may do this has to agree.");
    await town.person("cat").looksAt("ops");
    await town.person("cat").reacts("white_check_mark", ben.posts.at(-1));
    expect(said(town, "prod is gone.")).toBe(true);
    await asks(town, "!deploy prod");
    const question = ben.posts.at(-1);
    await town.restart((options) => careful({ ...options, access: { rules: [{ deny: "deploy", users: "@ben" }] } }));
    await town.person("cat").reacts("white_check_mark", question);
    expect(said(town, "To prod.")).toBe(false);
  });

  test("nobody else is there in a direct message, and time runs out", async () => {
    await using town = await stage(careful, QUIET);
    expect(await asks(town, "deploy prod", "ben", "@wright")).toBe(
      "Somebody else has to agree to this: please ask for it in a channel.",
    );
    await asks(town, "!deploy prod");
    await town.wait("61m");
    expect(town.person("ben").sees).toBe("`!deploy prod` of @ben: Nobody answered in time: it was not done.");
  });
});

describe("with buttons", () => {
  const labels = (town: Stage): (string | undefined)[] =>
    (town.person("ben").posts.at(-1)?.props.attachments ?? []).flatMap(({ actions = [] }) =>
      actions.map(({ name }) => name),
    );

  test("whoever called is asked with two, which are theirs alone and go with the answer", async () => {
    await using town = await stage(careful);
    const ben = town.person("ben");
    expect(await asks(town, "!wipe disk")).toBe(
      "@ben, `!wipe disk`: Really? Answer with a button, or with :white_check_mark: or :x:, within 2 minutes.",
    );
    expect(labels(town)).toEqual(["Yes", "No"]);
    await town.person("cat").clicks("Yes");
    expect([town.person("cat").sees, said(town, "disk is gone.")]).toEqual(["This is not for you to decide.", false]);
    await ben.clicks("Yes");
    const question = ben.posts.find(({ message }) => message === "`!wipe disk` of @ben: Confirmed.");
    expect([said(town, "disk is gone."), question?.props.attachments]).toEqual([true, undefined]);
    await asks(town, "!wipe tape");
    await ben.reacts("x");
    expect(ben.sees).toBe("`!wipe tape` of @ben: Cancelled.");
  });

  test("somebody else agrees, who may is asked at the click, and whoever may not is told so alone", async () => {
    let isCatOnCall = true;
    const access = { rules: [{ allow: "restart", users: ["@cat"] }] };
    const make = (options: BotOptions): Bot =>
      careful({ ...options, admins: ["ann", "ben"], ...(isCatOnCall ? { access } : {}) });
    await using town = await stage(make);
    const [ben, cat] = [town.person("ben"), town.person("cat")];
    await asks(town, "!restart");
    expect(labels(town)).toEqual(["Agree", "Refuse"]);
    isCatOnCall = false;
    await town.restart();
    await cat.clicks("Agree");
    expect(cat.sees).toBe("Only who may do this too can agree to it.");
    await ben.clicks("Agree");
    expect([ben.sees, ben.ephemerals.length, said(town, "Restarted.")]).toEqual([
      "Somebody else has to agree.",
      1,
      false,
    ]);
    await town.person("ann").clicks("Agree");
    expect(said(town, "Restarted.")).toBe(true);
    await expect(town.person("ann").clicks("Agree")).rejects.toThrow('no button "Agree"');
  });

  test("two have to agree, each once, and the buttons stay until then", async () => {
    await using town = await stage(careful);
    await asks(town, "!launch");
    await town.person("cat").clicks("Agree");
    await town.person("cat").clicks("Agree");
    expect(town.person("ben").posts.at(-1)?.message).toContain("Agreed so far: @cat.");
    expect([labels(town), said(town, "Lift-off.")]).toEqual([["Agree", "Refuse"], false]);
    await town.person("ann").clicks("Agree");
    expect(said(town, "Lift-off.")).toBe(true);
  });

  test("what was refused, taken back or left unanswered is not done", async () => {
    await using town = await stage(careful);
    const ben = town.person("ben");
    await asks(town, "!deploy prod");
    await town.person("cat").clicks("Refuse");
    expect(ben.posts.at(-1)?.message).toBe("`!deploy prod` of @ben: Refused by @cat.");
    await asks(town, "!deploy prod");
    await ben.clicks("Refuse");
    expect(ben.posts.at(-1)?.message).toBe("`!deploy prod` of @ben: Taken back by @ben.");
    await asks(town, "!deploy prod");
    const question = ben.posts.at(-1);
    await town.wait("61m");
    expect(ben.posts.at(-1)?.message).toBe("`!deploy prod` of @ben: Nobody answered in time: it was not done.");
    expect([question?.id === ben.posts.at(-1)?.id, labels(town), said(town, "To prod.")]).toEqual([true, [], false]);
  });
});
