import { type Stage, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot, type BotOptions, channel, date, duration, post, rest, team, user, z } from "../../index.ts";

/** A bot with one command for each kind, which says what it was given. */
function knowing(options: BotOptions): Bot {
  return new Bot(options)
    .command("who", { about: "Who", args: { who: user() } }, (ctx, { who }) =>
      ctx.reply(`is ${who.id} @${who.username}`),
    )
    .command("crew", { about: "Who all", args: { crew: z.array(user()).min(1) } }, (ctx, { crew }) =>
      ctx.reply(`are ${crew.map(({ username }) => username).join(" and ")}`),
    )
    .command("where", { about: "Where", args: { where: channel() } }, (ctx, { where }) => ctx.reply(`is ${where.name}`))
    .command("team", { about: "Team", args: { team: team() } }, (ctx, { team }) => ctx.reply(`is ${team.name}`))
    .command("quote", { about: "Quote", args: { post: post() } }, (ctx, { post }) => ctx.reply(`says ${post.message}`))
    .command("sleep", { about: "Sleep", args: { time: duration().min(60_000).default(900_000) } }, (ctx, { time }) =>
      ctx.reply(`${time} ms`),
    )
    .command("remind", { about: "Remind", args: { at: date(), text: rest().optional() } }, (ctx, { at, text }) =>
      ctx.reply(`${at.toISOString()} ${text ?? ""}`.trim()),
    );
}

const asks = async (town: Stage, text: string, { who = "ben", place = "ops" } = {}): Promise<string> => {
  await town.person(who).says(text, { in: place });
  return town.person(who).sees;
};

describe("user()", () => {
  test("finds people however they are named", async () => {
    await using town = await stage(knowing);
    const ann = await asks(town, "!who @ann");
    expect(ann).toMatch(/^is [a-z0-9]{26} @ann$/);
    const id = ann.slice(3, 29);
    for (const name of ["ann", "ANN", "@Ann", "@ann,", id]) expect(await asks(town, `!who ${name}`)).toBe(ann);
    expect(await asks(town, "!who me", { who: "ann" })).toBe(ann);
    expect(await asks(town, "!crew @ann ben")).toBe("are ann and ben");
  });

  test("names the word that is nobody, what was expected and a call that works", async () => {
    await using town = await stage(knowing);
    const answer = await asks(town, "!crew @ann @nobody");
    expect(answer).toContain("`crew` must be somebody here, such as `@ann`, not `@nobody`.");
    expect(answer).toContain("!crew @ann @nobody\n           ^^^^^^^");
    expect(answer).toContain("For example: `!crew me`");
    expect(await asks(town, "!crew me")).toBe("are ben");
    expect(await asks(town, "!who")).toContain("`who` is missing: somebody here, such as `@ann`.");
    expect(await asks(town, "!who a/b")).toContain("not `a/b`");
  });
});

describe("channel() and team()", () => {
  test("find places by name, link, id and from here", async () => {
    await using town = await stage(knowing);
    for (const name of ["~ops", "ops", "~OPS", "here", "http://simulator/demo/channels/ops"]) {
      expect(await asks(town, `!where ${name}`)).toBe("is ops");
    }
    expect(await asks(town, "where ~off-topic", { place: "@wright" })).toBe("is off-topic");
    for (const name of ["demo", "here", "Demo"]) expect(await asks(town, `!team ${name}`)).toBe("is demo");
    expect(await asks(town, "!team nowhere")).toContain(
      "`team` must be a team that I am in, by its name, not `nowhere`.",
    );
  });

  test("a private channel is no channel for who is not in it", async () => {
    await using town = await stage(knowing);
    const ann = town.person("ann");
    const { id: teamId } = await ann.calls<{ id: string }>("GET /api/v4/teams/name/demo");
    const secret = await ann.calls<{ id: string }>("POST /api/v4/channels", {
      team_id: teamId,
      name: "secret",
      display_name: "Secret",
      type: "P",
    });
    await ann.calls(`POST /api/v4/channels/${secret.id}/members`, { user_id: town.bot.me.id });
    expect(await asks(town, "!where ~secret", { who: "ann" })).toBe("is secret");
    const { id } = await ann.says("The password is swordfish", { in: "secret" });
    expect(await asks(town, `!quote ${id}`, { who: "ann" })).toBe("says The password is swordfish");
    for (const call of [
      "!where ~secret",
      `!where ${secret.id}`,
      `!quote ${id}`,
      `!quote http://simulator/demo/pl/${id}`,
    ]) {
      expect(await asks(town, call)).toContain("that you can");
    }
  });
});

describe("post()", () => {
  test("reads the link of a post, and this in a thread", async () => {
    await using town = await stage(knowing);
    const ben = town.person("ben");
    const root = await ben.says("Lunch?", { in: "ops" });
    expect(await asks(town, `!quote http://simulator/demo/pl/${root.id}`)).toBe("says Lunch?");
    await ben.says("!quote this", { in: "ops", thread: root });
    expect(ben.posts.at(-1)).toMatchObject({ message: "says Lunch?", root_id: root.id });
    expect(await asks(town, `!quote https://elsewhere/demo/pl/${root.id}`)).toContain(
      "`post` must be a link to a post that you can read",
    );
  });
});

describe("duration() and date()", () => {
  test("are read, judged and explained in the words of people", async () => {
    await using town = await stage(knowing);
    expect(await asks(town, "!sleep 1h30m")).toBe("5400000 ms");
    expect(await asks(town, "!sleep")).toBe("900000 ms");
    expect(await asks(town, "!sleep 5s")).toContain("`time` must be at least 1m, not `5s`.");
    expect(await asks(town, "!sleep 5")).toContain(
      "`time` must be a length of time such as `90s`, `15m` or `1h30m`, not `5`.",
    );
    expect(await asks(town, "!sleep --help")).toContain(
      "| `time` | a length of time such as `90s`, `15m` or `1h30m` | `15m` |",
    );
  });

  test("a date is meant in the time zone of whoever writes it", async () => {
    await using town = await stage(knowing);
    expect(await asks(town, "!remind “tomorrow 9:00” Stand up:\n- all")).toBe(
      "2026-01-02T09:00:00.000Z Stand up:\n- all",
    );
    await town.person("ben").calls("PUT /api/v4/users/me/patch", {
      timezone: { useAutomaticTimezone: "false", automaticTimezone: "", manualTimezone: "America/New_York" },
    });
    expect(await asks(town, "!remind 9:00")).toBe("2026-01-01T14:00:00.000Z");
    expect(await asks(town, "!remind someday")).toContain("For example: `!remind 18:00`");
  });
});
