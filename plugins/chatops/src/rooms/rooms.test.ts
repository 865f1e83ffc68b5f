/** `!room …` as administrators type it, what the server refuses, and the rooms that are joined at the start. */
import { type Stage, stage } from "@matterwright/testing";
import { Bot, type BotOptions } from "matterwright";
import { describe, expect, test } from "vitest";
import { asks } from "../../test/shop.ts";
import chatops from "../index.ts";

const bot = (options: BotOptions): Bot => new Bot(options).plugin(chatops);
const ann = { who: "ann" };

/** Who is in a channel, by name. */
async function membersOf(town: Stage, name: string): Promise<string[]> {
  const room = await channelOf(town, name);
  const members = await town.person("ann").calls<{ user_id: string }[]>(`GET /api/v4/channels/${room.id}/members`);
  const ids = members.map(({ user_id: id }) => id);
  const users = await town.person("ann").calls<{ username: string }[]>("POST /api/v4/users/ids", ids);
  return users.map(({ username }) => username).toSorted();
}

interface Room {
  readonly id: string;
  readonly header: string;
  readonly purpose: string;
  readonly type: string;
  readonly delete_at: number;
  readonly display_name: string;
}

function channelOf(town: Stage, name: string): Promise<Room> {
  const team = town.town.team.id;
  return town.person("ann").calls<Room>(`GET /api/v4/teams/${team}/channels/name/${name}?include_deleted=true`);
}

test("makes rooms, brings people in and out, and archives when that is confirmed", async () => {
  await using town = await stage(bot);
  const done = ":white_check_mark:";
  expect(await asks(town, '!room create ~War-Room --title "War room"', ann)).toBe(
    `${done} ~war-room is there, with you and me in it.`,
  );
  expect(await channelOf(town, "war-room")).toMatchObject({ type: "O", display_name: "War room" });
  expect(await asks(town, "!room create hidden --private", ann)).toContain("~hidden is there");
  expect(await channelOf(town, "hidden")).toMatchObject({ type: "P" });
  expect(await asks(town, "!room invite ~war-room @ben cat", ann)).toBe(
    `${done} @\u200Bben, @\u200Bcat are in ~war-room.`,
  );
  expect(await membersOf(town, "war-room")).toEqual(["ann", "ben", "cat", "wright"]);
  expect(await asks(town, "!room kick ~war-room @cat", ann)).toBe(`${done} @\u200Bcat is no longer in ~war-room.`);
  const occupants = await asks(town, "!room occupants ~war-room", ann);
  expect(occupants).toContain("~war-room has 3 in it.");
  expect(occupants).toContain("| @\u200Bwright | Wright | administers it |");
  expect(occupants).not.toContain("cat");
  const list = await asks(town, "!room_list", ann);
  expect(list).toContain("| demo | ~hidden | hidden | private |");
  expect(list).toContain("| demo | ~war-room | War room | open |");
  expect(await asks(town, "!room destroy ~war-room", ann)).toContain("Archive ~war-room for everybody in it?");
  expect(await channelOf(town, "war-room")).toMatchObject({ delete_at: 0 });
  await town.person("ann").reacts("white_check_mark");
  expect(town.person("ann").sees).toBe(`${done} ~war-room is archived.`);
  expect((await channelOf(town, "war-room")).delete_at).toBeGreaterThan(0);
});

test("comes and goes", async () => {
  await using town = await stage(bot);
  const team = town.town.team.id;
  const make = (name: string, type: string): Promise<unknown> =>
    town.person("ann").calls("POST /api/v4/channels", { team_id: team, name, display_name: name, type });
  await make("open", "O");
  await make("closed", "P");
  expect(await asks(town, "!room join ~open", ann)).toBe(":white_check_mark: I am in ~open.");
  expect(await asks(town, "!room leave ~open", ann)).toBe(":white_check_mark: I left ~open.");
  expect(await membersOf(town, "open")).toEqual(["ann"]);
  const refusal = await asks(town, "!room join ~closed", ann);
  expect(refusal).toContain("I find no channel `~closed` that is open to you and me.");
  expect(refusal).toContain("`/invite @wright`");
  expect(await asks(town, "!room leave here", ann)).toBe("Good-bye.");
  expect(await membersOf(town, "ops")).not.toContain("wright");
});

test("shows and sets the header and the purpose", async () => {
  await using town = await stage(bot);
  expect(await asks(town, "!room topic", ann)).toBe("The header of ~ops is empty.");
  expect(await asks(town, "!room topic here On call:  @ann, until 9", ann)).toContain("The header of ~ops is set.");
  expect(await channelOf(town, "ops")).toMatchObject({ header: "On call:  @ann, until 9" });
  expect(await asks(town, "!room topic ~ops", ann)).toContain("```\nOn call:  @ann, until 9\n```");
  await asks(town, "!room topic --purpose ~ops What runs", ann);
  await asks(town, "!room topic --clear ~ops", ann);
  expect(await channelOf(town, "ops")).toMatchObject({ header: "", purpose: "What runs" });
  expect(await asks(town, `!room topic --purpose ~ops ${"x".repeat(251)}`, ann)).toBe(
    "A purpose has at most 250 signs, and that has 251.",
  );
});

test.each([
  ["create War.Room", "write letters, digits and dashes, like `war-room`"],
  ["create ops", "I could not make ~ops: "],
  ["invite ~ops", "`people` is missing"],
  ["invite ~ops @nobody", "`people` must be somebody here, such as `@ann`, not `@nobody`."],
  ["invite ~nowhere @ben", "not `~nowhere`."],
  ["kick ~town-square @ben", "I could not take @\u200Bben out of ~town-square: "],
  ["leave ~town-square", "I could not leave ~town-square: "],
  ["topic ~nowhere x", "There is no channel `~nowhere` here that you can see."],
  ["destory ~ops", "There is no `!room destory`. Did you mean `!room destroy`?"],
  ["create a --team nowhere", "not `nowhere`."],
])("!room %s is answered", async (call, answer) => {
  await using town = await stage(bot);
  expect(await asks(town, `!room ${call}`, ann)).toContain(answer);
});

test.each([
  "create x",
  "join ~ops",
  "leave ~ops",
  "invite ~ops @cat",
  "kick ~ops @cat",
  "list",
  "occupants",
  "topic",
  "destroy ~ops",
])("!room %s is for administrators", async (call) => {
  await using town = await stage(bot);
  expect(await asks(town, `!room ${call}`)).toMatch(/^Only administrators of this bot may use/);
});

test("tells who grants what the server does not let it do", async () => {
  await using town = await stage(bot);
  town.sim.faults.channels.remove("off-topic", "wright");
  const refusal = await asks(town, "!room kick ~off-topic @ben", ann);
  expect(refusal).toContain("The server does not let me take @\u200Bben out of ~off-topic.");
  expect(refusal).toMatch(/manage_public_channel_members.*add the account to the channel/);
});

describe("the rooms of its list", () => {
  test("are joined at the start, in every team that has one, and tried again where that failed", async () => {
    await using town = await stage((options) =>
      new Bot(options).plugin(chatops, { channels: ["~late", "~off-topic", "demo/early", "north/x"] }),
    );
    const team = town.town.team.id;
    const make = (name: string): Promise<unknown> =>
      town.person("ann").calls("POST /api/v4/channels", { team_id: team, name, display_name: name, type: "O" });
    await make("early");
    await town.wait("1s");
    expect(await membersOf(town, "early")).toEqual(["ann", "wright"]);
    const list = await asks(town, "!room list", ann);
    expect(list).toContain("- `~late`: no team of mine has an open channel of this name");
    expect(list).toContain("- `north/x`: I am not in the team north, or it has no open channel of this name");
    await make("late");
    await town.wait("11m");
    expect(await membersOf(town, "late")).toEqual(["ann", "wright"]);
    expect(await asks(town, "!room list", ann)).not.toContain("`~late`:");
    expect(town.log.filter(({ message }) => message.startsWith("a channel could not be joined"))).toHaveLength(2);
  });
});
