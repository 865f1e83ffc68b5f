/** What is found before an announcement is confirmed. */
import { NotFoundError } from "@matterwright/client";
import type { Stage } from "@matterwright/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home, tell } from "../../test/home.ts";
import { wideMentions, withoutWideMentions } from "./mentions.ts";
import { Preflight } from "./preflight.ts";

let home: Home;

beforeEach(() => {
  home = new Home();
});
afterEach(() => home[Symbol.dispose]());

async function preview(town: Stage, answer: string, { text = "Lunch is here", who = "ann" } = {}): Promise<string> {
  await tell(town.person(who), text);
  return tell(town.person(who), answer);
}

describe("before it is confirmed, it is told", () => {
  test("that a channel is archived, that the bot is not in it, and that there is none", async () => {
    await using town = await home.open();
    const [ann, { team }] = [town.person("ann"), town.town];
    const made = await ann.calls<{ id: string }>("POST /api/v4/channels", {
      team_id: team.id,
      name: "foreign",
      display_name: "Foreign",
      type: "O",
    });
    await ann.calls(`DELETE /api/v4/channels/${town.town.channels.ops.id}`);
    home.write(
      `[groups]\nall = ["${town.town.channels.ops.id}", "${made.id}", "${"x".repeat(26)}", "${town.town.channels["off-topic"].id}"]\n`,
    );
    const said = await preview(town, "all");
    expect(said).toContain(
      `:warning: It will not arrive everywhere: ~ops: it is archived; ~foreign: I am not in it: invite me there; ${"x".repeat(26)}: it is gone, or in a team or a private channel that I am not in.`,
    );
    expect(said).toContain("shall I send this?");
    expect(await tell(ann, "dry run")).toContain("1 of 4 would arrive");
  });

  test("that a team is not the bot's", async () => {
    await using town = await home.open();
    const ann = town.person("ann");
    const team = await ann.calls<{ id: string }>("POST /api/v4/teams", {
      name: "south",
      display_name: "South",
      type: "O",
    });
    const made = await ann.calls<{ id: string }>("POST /api/v4/channels", {
      team_id: team.id,
      name: "far",
      display_name: "Far",
      type: "O",
    });
    home.write(`[groups]\nall = ["${made.id}"]\n`);
    const said = await preview(town, "all");
    expect(said).toContain("in a team or a private channel that I am not in");
    expect(said).toContain(":no_entry: It can reach none of these targets.");
    expect(await tell(ann, "yes")).toContain("This cannot be sent as it is.");
    expect(home.started).toEqual([]);
  });

  test("that `@all` will notify nobody, and then it does not", async () => {
    await using town = await home.open();
    expect(await preview(town, "man", { text: "Hello @all and @ben", who: "ben" })).toContain(
      ":warning: `@all` will notify nobody: you may not use it.",
    );
    await tell(town.person("ben"), "yes");
    expect(home.started[0]?.draft.text).toBe("Hello @\u200Ball and @ben");
    expect(await preview(town, "man", { text: "Hello @all" })).not.toContain(":warning:");
    await tell(town.person("ann"), "yes");
    expect(home.started[1]?.draft.text).toBe("Hello @all");
  });

  test("that guests will read it", async () => {
    await using town = await home.open();
    expect(await preview(town, "all", { who: "ben" })).not.toContain("uests");
    await tell(town.person("ben"), "no");
    town.sim.faults.accounts.demote("@cat");
    expect(await preview(town, "all", { who: "ben" })).toContain(
      ":warning: Guests will read it in ~town-square, ~off-topic.",
    );
    await tell(town.person("ben"), "yes");
    expect(home.started).toHaveLength(1);
  });

  test("that a file is larger than the server takes by now", async () => {
    await using town = await home.open();
    const ben = town.person("ben");
    await ben.looksAt("@wright");
    const file = await ben.uploads("plan.pdf", "x".repeat(2_000_000));
    await ben.says("The plan", { in: "@wright", files: [file] });
    Object.assign(town.sim.settings, { "FileSettings.MaxFileSize": 1_048_576 });
    expect(await tell(ben, "man")).toContain(":no_entry: **plan.pdf** has 1.9 MB, and the server takes 1 MB at most.");
  });
});

test("wide mentions are words of their own, in any case", () => {
  expect(wideMentions("@All, (@here)! mail@all.com @channels @channel-x @channel.")).toEqual([
    "@all",
    "@here",
    "@channel",
  ]);
  expect(withoutWideMentions("@All mail@all.com")).toBe("@\u200BAll mail@all.com");
});

describe("of channels that are not as others", () => {
  const targets = ["one", "two"].map((id) => ({ id, isPerson: false, name: `~${id}`, why: [], groups: [] }));

  /** Channels whose members were counted. */
  let counted = 0;

  beforeEach(() => {
    counted = 0;
  });

  const call = { method: "POST", route: "/api/v4/channels/stats/member_count" } as const;

  /** A server where the channel "two" is as it is said, "gone" is unknown, and some are large. */
  function preflightOf(second: {
    readonly large?: readonly string[];
    readonly guests?: number;
    readonly role?: string;
  }): Preflight {
    const permissions: Readonly<Record<string, readonly string[]>> = {
      channel_user: ["create_post"],
      moderated: ["read_channel"],
    };
    const rest = {
      users: { me: () => Promise.resolve({ roles: "system_user" }) },
      roles: {
        byNames: (names: string[]) =>
          Promise.resolve(names.map((name) => ({ name, permissions: permissions[name] ?? [] }))),
      },
      system: { clientConfig: () => Promise.resolve({ EnableGuestAccounts: "true" }) },
      channels: {
        member: (id: string) =>
          Promise.resolve({ roles: id === "two" ? (second.role ?? "channel_user") : "channel_user" }),
        memberCounts: (ids: readonly string[]) =>
          ids.includes("gone")
            ? Promise.reject(new NotFoundError({ call, status: 404, reason: "Unable to find the existing channel" }))
            : Promise.resolve(
                Object.fromEntries(ids.map((id) => [id, second.large?.includes(id) === true ? 1_001 : 3])),
              ),
        stats: (id: string) =>
          Promise.resolve(void counted++).then(() => ({
            guest_count: id === "two" ? (second.guests ?? 0) : 0,
          })),
      },
    };
    const directory = {
      byId: (id: string) =>
        Promise.resolve({ place: { id, isArchived: false, isPrivate: false, isMine: true, teamId: "" } }),
    };
    return new Preflight({ rest, directory, myId: () => "me" } as unknown as ConstructorParameters<
      typeof Preflight
    >[0]);
  }

  test.each([
    [{ large: ["two"] }, "`@all` will notify nobody in ~two: above 1000 members Mattermost leaves that out."],
    [{ guests: 2 }, "Guests will read it in ~two."],
  ])("%j is told", async (second, finding) => {
    const { findings, obstacles } = await preflightOf(second).look({
      text: "Hi @all",
      fileIds: [],
      targets,
      mayMention: true,
    });
    expect(findings).toEqual([{ level: "warning", text: finding }]);
    expect(obstacles).toEqual([]);
  });

  test("beyond sixty it is told that guests were not counted in all, no more calls are made, and all members are counted", async () => {
    const ids = Array.from({ length: 70 }, (_, n) => (n === 10 ? "gone" : `c${n}`));
    const many = ids.map((id) => ({ id, isPerson: false, name: `~${id}`, why: [], groups: [] }));
    const checked = { text: "Hi @here", fileIds: [], targets: many, mayMention: true };
    const { findings } = await preflightOf({ large: ["c9", "c66"] }).look(checked);
    const only = "I have counted the first 60 of 70 channels only.";
    expect(findings.map(({ text }) => text)).toEqual([
      "`@here` will notify nobody in ~c9, ~c66: above 1000 members Mattermost leaves that out.",
      `Guests may read it in other channels too: ${only}`,
    ]);
    expect(counted).toBe(60);
  });

  test("that one is read-only is told", async () => {
    const { obstacles } = await preflightOf({ role: "moderated" }).look({
      text: "Hi",
      fileIds: [],
      targets,
      mayMention: true,
    });
    expect(obstacles.map(({ target, why }) => [target.name, why])).toEqual([["~two", "it is read-only"]]);
  });
});
