/** Buttons as people meet them: clicked in a town, handled once, and answered whatever happens. */
import { sleep } from "@matterwright/clock";
import { type Stage, stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import {
  type ActionOptions,
  Bot,
  type Button,
  type ButtonOptions,
  type Context,
  UserError,
  button,
  plugin,
  z,
} from "../index.ts";

const ticket = { ticket: z.string() };
type Ticket = typeof ticket;

/** A town whose bot asks with two buttons: the one that is tried, and one that says no. */
async function town(
  handler: (ctx: Context<"click">, carried: { ticket: string }) => unknown,
  options: ButtonOptions = {},
  own: ActionOptions = {},
): Promise<Stage> {
  const yes: Button<Ticket> = button("yes", ticket, handler, options);
  const no = button("no", ticket, (ctx, { ticket }) => ctx.edit(`${ticket} rejected`), options);
  const made = await stage((options) =>
    new Bot(options)
      .use(yes, no)
      .command("review", { about: "Ask", args: ticket }, (ctx, args) =>
        ctx.reply(`Approve ${args.ticket}?`, { actions: [yes("Approve", args, own), no("Reject", args, own)] }),
      ),
  );
  await made.person("ben").says("!review MW-7", { in: "ops" });
  return made;
}

const approve = (ctx: Context<"click">, { ticket }: { ticket: string }): unknown =>
  ctx.edit(`${ticket} approved by @${ctx.user.username}`);

test("a click changes the message, and its buttons are gone", async () => {
  await using stage = await town(approve);
  const ben = stage.person("ben");
  expect(ben.sees).toContain("Approve MW-7?");
  await ben.clicks("Approve");
  expect(ben.posts.at(-1)?.message).toBe("MW-7 approved by @ben");
  expect(ben.posts.at(-1)?.props.attachments).toBeUndefined();
  await expect(ben.clicks("Approve")).rejects.toThrow('no button "Approve"');
});

test("ids are valid whatever the labels are, and what is carried is nowhere to be read", async () => {
  await using stage = await town(approve);
  const post = [...stage.sim.world.posts.values()].find((each) => each.props.attachments);
  const actions = post?.props.attachments?.[0]?.actions ?? [];
  expect(actions.map(({ id }) => id)).toEqual(["0yes", "1no"]);
  expect(JSON.stringify(actions)).not.toContain("MW-7");
});

test("who clicked is answered alone", async () => {
  await using stage = await town((ctx) => ctx.reply("Noted."));
  const [ben, cat] = [stage.person("ben"), stage.person("cat")];
  await cat.looksAt("ops");
  await ben.clicks("Approve");
  expect(ben.sees).toBe("Noted.");
  expect([ben.ephemerals.length, cat.ephemerals.length]).toEqual([1, 0]);
});

test("what the handler throws is said to who clicked, and what failed has a reference in the log", async () => {
  await using stage = await town((_, { ticket }) => {
    if (ticket === "MW-7") throw new UserError("MW-7 is closed.");
    throw new Error("secret reason");
  });
  const ben = stage.person("ben");
  await ben.clicks("Approve");
  expect(ben.sees).toBe("MW-7 is closed.");
  await ben.says("!review MW-8");
  await ben.clicks("Approve");
  expect(ben.sees).toMatch(/^Something went wrong\. Ref [0-9A-F]{4}$/);
});

test("who may is asked at the click, not before", async () => {
  let isOnCall = false;
  await using stage = await town(approve, { may: () => isOnCall || "Only who is on call may approve." });
  const ben = stage.person("ben");
  await ben.clicks("Approve");
  expect(ben.sees).toBe("Only who is on call may approve.");
  isOnCall = true;
  await ben.clicks("Approve");
  expect(ben.posts.at(-1)?.message).toBe("MW-7 approved by @ben");
});

test("a check that throws means no", async () => {
  await using stage = await town(approve, {
    may: () => {
      throw new Error("the directory is down");
    },
  });
  await stage.person("ben").clicks("Approve");
  expect(stage.person("ben").posts.at(-1)?.message).toBe("Approve MW-7?");
});

test("buttons for administrators, and for some people only", async () => {
  await using stage = await town(approve, { adminOnly: true });
  await stage.person("ben").clicks("Approve");
  expect(stage.person("ben").sees).toBe("Only administrators of this bot may use this.");
  await stage.person("ann").looksAt("ops");
  await stage.person("ann").clicks("Approve");
  expect(stage.person("ann").posts.at(-1)?.message).toBe("MW-7 approved by @ann");
});

test("a button for one person does nothing for another", async () => {
  const yes = button("yes", {}, (ctx) => ctx.edit("Done."));
  await using stage = await stageOf((options) =>
    new Bot(options)
      .use(yes)
      .command("mine", { about: "Mine" }, (ctx) =>
        ctx.reply("Yours?", { actions: [yes("Go", {}, { for: [ctx.user] })] }),
      ),
  );
  const [ben, cat] = [stage.person("ben"), stage.person("cat")];
  await ben.says("!mine", { in: "ops" });
  await cat.looksAt("ops");
  await cat.clicks("Go");
  expect(cat.sees).toBe("This is not for you to decide.");
  await ben.clicks("Go");
  expect(ben.posts.at(-1)?.message).toBe("Done.");
});

test("a button has its time", async () => {
  await using stage = await town(approve, { expiresInMs: 60_000 });
  await stage.wait("2m");
  await stage.person("ben").clicks("Approve");
  expect(stage.person("ben").sees).toBe("It is too late for this: it has expired. Please ask me again.");
});

test("the first click on a message whose buttons work once decides, unless it failed", async () => {
  let clicks = 0;
  const decide = (ctx: Context<"click">): unknown => {
    if (++clicks === 1) throw new UserError("Not yet.");
    return ctx.reply("Decided.");
  };
  await using stage = await town(decide, { once: true });
  const ben = stage.person("ben");
  const said: string[] = [];
  for (const label of ["Approve", "Approve", "Approve", "Reject"]) {
    await ben.clicks(label);
    said.push(ben.sees);
  }
  expect(said).toEqual(["Not yet.", "Decided.", "This was decided already.", "This was decided already."]);
});

test("a slow handler leaves nobody hanging: the answer goes out, and what comes later is posted", async () => {
  await using stage = await town(async (ctx) => {
    await sleep(stage.clock, 60_000);
    await ctx.edit("It took a while.");
    await ctx.reply("But it is done.");
  });
  const ben = stage.person("ben");
  const clicker = stage.sim.person("ben");
  await clicker.looksAt("ops");
  const clicking = clicker.clicks("Approve");
  await stage.wait("20s");
  await clicking;
  await stage.wait("1m");
  const last = ben.posts.slice(-2);
  expect(last.map(({ message }) => message)).toEqual(["It took a while.", "But it is done."]);
  expect(last[0]?.props.attachments).toBeUndefined();
});

test("after a deploy a button that is gone, or carries something else, says so", async () => {
  await using stage = await town(approve);
  const ben = stage.person("ben");
  await stage.restart((options) => new Bot(options));
  await ben.clicks("Approve");
  expect(ben.sees).toContain("from an earlier version of me");
  const other = button("yes", { number: z.int() }, () => undefined);
  await stage.restart((options) => new Bot(options).use(other));
  await ben.clicks("Approve");
  expect(ben.ephemerals.at(-1)?.message).toContain("from an earlier version of me");
});

test("a button still works after a restart, and one of a plugin goes with the plugin", async () => {
  const bye = button("bye", {}, (ctx) => ctx.edit("Gone."));
  const waves = plugin({
    name: "waves",
    setup: (bot) => {
      bot.use(bye).command("wave", { about: "Wave" }, (ctx) => ctx.reply("Hi", { actions: [bye("Bye")] }));
    },
  });
  await using stage = await stageOf((options) => new Bot(options).plugin(waves));
  const ben = stage.person("ben");
  await ben.says("!wave", { in: "ops" });
  await stage.restart();
  await ben.clicks("Bye");
  expect(ben.posts.at(-1)?.message).toBe("Gone.");
  await ben.says("!wave", { in: "ops" });
  await stage.restart((options) => new Bot(options));
  await ben.clicks("Bye");
  expect(ben.sees).toContain("from an earlier version of me");
});

test("a slash command answers with buttons that only its user sees, and they say what cannot be changed", async () => {
  const yes = button("yes", ticket, approve);
  await using stage = await stageOf((options) =>
    new Bot(options)
      .use(yes)
      .command("review", { about: "Ask", args: ticket }, (ctx, args) =>
        ctx.reply(`Approve ${args.ticket}?`, { actions: [yes("Approve", args)] }),
      ),
  );
  const [ben, cat] = [stage.person("ben"), stage.person("cat")];
  await ben.runs("/review MW-7", { in: "ops" });
  await cat.looksAt("ops");
  expect([ben.sees.includes("Approve MW-7?"), cat.sees.includes("Approve")]).toEqual([true, false]);
  await ben.clicks("Approve");
  expect(ben.sees).toBe("MW-7 approved by @ben");
});

test("the buttons of a slash command's answer for everybody change it, though the person is its author", async () => {
  const yes = button("yes", ticket, approve);
  await using stage = await stageOf((options) =>
    new Bot(options)
      .use(yes)
      .command("review", { about: "Ask", args: ticket }, (ctx, args) =>
        ctx.reply(`Approve ${args.ticket}?`, { inChannel: true, actions: [yes("Approve", args)] }),
      ),
  );
  const [ben, cat] = [stage.person("ben"), stage.person("cat")];
  await ben.runs("/review MW-7", { in: "ops" });
  await cat.looksAt("ops");
  await cat.clicks("Approve");
  expect(cat.posts.at(-1)).toMatchObject({ message: "MW-7 approved by @cat", user_id: stage.town.people.ben.id });
});

test("cards and files stay when a message is changed, and other buttons can take the place of the first", async () => {
  const undo = button("undo", {}, (ctx) => ctx.edit("Undone.", { attachments: [{ text: "Another card" }] }));
  const ack = button("ack", {}, (ctx) => ctx.edit("Acknowledged.", { actions: [undo("Undo")] }));
  await using stage = await stageOf((options) =>
    new Bot(options).use(ack, undo).command("alert", { about: "Alert" }, async (ctx) => {
      const file = await ctx.rest.files.upload({ channel: ctx.channelId, name: "log.txt", content: "boom" });
      const attachments = [{ title: "Disk full", color: "danger", fields: [{ title: "Host", value: "db1" }] }];
      await ctx.reply("Alert!", { attachments, fileIds: [file.id], actions: [ack("Acknowledge")] });
    }),
  );
  const ben = stage.person("ben");
  await ben.says("!alert", { in: "ops" });
  await ben.clicks("Acknowledge");
  const post = ben.posts.at(-1);
  expect(post).toMatchObject({ message: "Acknowledged.", props: { from_bot: "true" } });
  expect([post?.file_ids?.length, post?.props.attachments?.[0]?.title]).toEqual([1, "Disk full"]);
  const labels = (post?.props.attachments ?? []).flatMap(({ actions }) => actions ?? []).map(({ name }) => name);
  expect(labels).toEqual(["Undo"]);
  await ben.clicks("Undo");
  expect(ben.posts.at(-1)?.props.attachments?.map(({ text }) => text)).toEqual(["Another card"]);
});

test("a hundred clicks in a minute are answered, and taken for no loop", async () => {
  let clicks = 0;
  await using stage = await town((ctx) => ctx.reply(`Number ${++clicks}`));
  const ben = stage.sim.person("ben");
  await ben.looksAt("ops");
  for (let n = 0; n < 100; n++) await ben.clicks("Approve");
  expect(ben.sees).toBe("Number 100");
  expect(stage.bot.storms.muted).toEqual([]);
});

test.each(["api-go", "api_go", "", "1go", "gö"])("the name %j is refused when the bot is built", (name) => {
  expect(() => button(name, {}, () => undefined)).toThrow("use letters and digits and nothing else");
});

test("other misuse is refused in words", async () => {
  const yes = button("yes", ticket, () => undefined);
  expect(() => new Bot({ url: "http://x", token: "t" }).use(yes, yes)).toThrow('every click of "yes" already');
  expect(() => yes("", { ticket: "x" })).toThrow("yes has no label");
  expect(() => yes("Go", { ticket: 7 } as never)).toThrow("the button yes cannot carry this: ticket:");
  await using stage = await stageOf((options) =>
    new Bot(options).command("ask", { about: "Ask" }, (ctx) =>
      ctx.reply("?", { actions: [yes("Go", { ticket: "x" })] }),
    ),
  );
  await stage.person("ben").says("!ask");
  expect(stage.log.find(({ level }) => level === "error")?.facts["error"]).toMatchObject({
    message: "nobody takes the clicks of yes: give it to bot.use(yes) first",
  });
});

const stageOf = (make: Parameters<typeof stage>[0]): Promise<Stage> => stage(make);
