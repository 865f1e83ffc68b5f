/** Wizards as one dialog: filled in at once, with the fields that the answers call for, and with a way from messages into it and back. */
import { type Stage, stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import {
  Bot,
  type BotOptions,
  UserError,
  type WizardOptions,
  ask,
  button,
  channel,
  user,
  wizard,
  z,
} from "../index.ts";

const DM = { in: "@wright" };

function meeting(done: unknown[], options: WizardOptions = {}) {
  return (given: BotOptions): Bot => {
    const meet = wizard(
      "meet",
      {
        what: ask.text("What is it about?", { hint: "One line." }),
        when: ask.choice("When?", { now: "Right away", later: "Later" }),
        hours: ask.of("In how many hours from now on?", z.int().min(1).max(9), {
          when: ({ when }) => when === "later",
        }),
        where: ask.of("Where?", channel()),
        who: ask.of("With whom?", user().optional()),
      },
      async (ctx, { what, when, hours, where, who }) => {
        if (what === "nothing") throw new UserError("That is not worth a meeting.");
        done.push({ what, when, hours, where: where.name, who: who?.username });
        await ctx.reply("Planned.");
      },
      { about: "Plan a meeting", asDialog: true, ...options },
    );
    const open = button("open", {}, (ctx) => meet.start(ctx));
    return new Bot(given)
      .use(meet, open)
      .command("meet", { about: "Plan a meeting" }, (ctx) => meet.start(ctx))
      .command("offer", { about: "Offer it" }, (ctx) => ctx.reply("Well?", { actions: [open("Plan", {})] }));
  };
}

const fields = (town: Stage): string[] => (town.person("ben").dialog?.elements ?? []).map(({ name }) => name);
const ids = (town: Stage) => ({
  ops: [...town.sim.world.channels.values()].find(({ name }) => name === "ops")?.id ?? "",
  ann: town.town.people.ann.id,
});

test("a slash command opens it whole, and what is filled in does what the messages would", async () => {
  const done: unknown[] = [];
  await using town = await stage(meeting(done));
  const ben = town.person("ben");
  await ben.runs("/meet", { in: "ops" });
  const title = ben.dialog?.title;
  const elements = ben.dialog?.elements ?? [];
  expect([title, fields(town)]).toEqual(["Plan a meeting", ["what", "when", "where", "who"]]);
  expect(elements.map(({ display_name: label }) => label)).toEqual([
    "What is it about?",
    "When?",
    "Where?",
    "With whom?",
  ]);
  expect(elements.map(({ type, optional, refresh }) => [type, optional, refresh])).toEqual([
    ["textarea", false, undefined],
    ["radio", false, true],
    ["select", false, undefined],
    ["select", true, undefined],
  ]);
  const { ops, ann } = ids(town);
  expect(await ben.submits({ what: "Lunch", when: "now", where: ops, who: ann })).toEqual({});
  expect(done).toEqual([{ what: "Lunch", when: "now", hours: undefined, where: "ops", who: "ann" }]);
  await ben.looksAt("@wright");
  expect(ben.sees).toBe("Planned.");
});

test("branches refresh it, and what was filled in stays", async () => {
  const done: unknown[] = [];
  await using town = await stage(meeting(done));
  const ben = town.person("ben");
  await ben.runs("/meet", { in: "ops" });
  const { state = "", callback_id = "", source_url: url } = ben.dialog ?? {};
  const answer = await town.bot.fetch(
    new Request(url ?? "", {
      method: "POST",
      body: JSON.stringify({
        type: "refresh",
        callback_id,
        state,
        user_id: town.town.people.ben.id,
        submission: { what: "Lunch", when: "later", selected_field: "when" },
      }),
    }),
  );
  const { form } = (await answer.json()) as {
    form: { elements: { name: string; default?: string; help_text?: string }[] };
  };
  expect(form.elements.map(({ name, default: given }) => [name, given])).toEqual([
    ["what", "Lunch"],
    ["when", "later"],
    ["hours", undefined],
    ["where", undefined],
    ["who", undefined],
  ]);
  expect(form.elements[2]?.help_text).toBe("In how many hours from now on?");
});

test("what is wrong is said beside the field, and what its handler says below all of them", async () => {
  const done: unknown[] = [];
  const few = (options: BotOptions): Bot => {
    const order = wizard(
      "order-2",
      { count: ask.of("How many?", z.int().max(9)), what: ask.text("What?") },
      (_, all) => {
        if (all.what === "nothing") throw new UserError("There is none.");
        done.push(all);
      },
    );
    return new Bot(options).use(order).command("order", { about: "Order" }, (ctx) => order.dialog(ctx));
  };
  await using town = await stage(few);
  const ben = town.person("ben");
  await ben.says("order", DM);
  await ben.clicks("Fill in a form…");
  expect(fields(town)).toEqual(["count", "what"]);
  await ben.says("cancel");
  await ben.runs("/order", { in: "ops" });
  expect(await ben.submits({ count: "12", what: "tea" })).toEqual({ errors: { count: "That must be at most 9." } });
  expect(await ben.submits({ count: "7", what: "nothing" })).toEqual({ error: "There is none." });
  expect(await ben.submits({ count: "7", what: "tea" })).toEqual({});
  expect(done).toEqual([{ count: 7, what: "tea" }]);
});

test("what it did not ask is asked in messages, and the answers are confirmed there", async () => {
  const done: unknown[] = [];
  await using town = await stage(meeting(done, { confirm: "Shall I plan it?" }));
  const ben = town.person("ben");
  await ben.runs("/meet", DM);
  await ben.submits({ what: "Lunch", when: "later", where: ids(town).ops });
  expect(ben.sees).toContain("**In how many hours from now on?** *(3 of 5)*");
  await ben.says("3", DM);
  expect(ben.sees).toContain("3. In how many hours from now on? **3**\n4. Where? **~ops**\n5. With whom? *skipped*");
  await ben.clicks("Yes");
  expect(done).toEqual([{ what: "Lunch", when: "later", hours: 3, where: "ops", who: undefined }]);
});

test("without a trigger it asks in messages, with a button that opens the dialog with what was answered", async () => {
  const done: unknown[] = [];
  await using town = await stage(meeting(done));
  const ben = town.person("ben");
  for (const text of ["meet", "Lunch", "now"]) await ben.says(text, DM);
  await ben.clicks("Fill in a form…");
  const known = ben.dialog?.elements?.map(({ name, default: given }) => [name, given]);
  expect(known).toEqual([
    ["what", "Lunch"],
    ["when", "now"],
    ["where", ""],
    ["who", ""],
  ]);
  await ben.says("~off-topic", DM);
  await ben.clicks("Fill in a form…");
  const written = [...town.sim.world.channels.values()].find(({ name }) => name === "off-topic")?.id;
  expect(ben.dialog?.elements?.find(({ name }) => name === "where")?.default).toBe(written);
  await ben.submits({ what: "Dinner", where: ids(town).ops });
  expect(done).toEqual([{ what: "Dinner", when: "now", hours: undefined, where: "ops", who: undefined }]);
  await ben.says("cancel", DM);
  expect(ben.sees).not.toContain("Cancelled");
});

test("a dialog whose talk has ended meanwhile does nothing twice", async () => {
  const done: unknown[] = [];
  await using town = await stage(meeting(done));
  const ben = town.person("ben");
  for (const text of ["meet", "Lunch", "now"]) await ben.says(text, DM);
  await ben.clicks("Fill in a form…");
  for (const text of ["~ops", "skip"]) await ben.says(text, DM);
  expect(await ben.submits({ where: ids(town).ops })).toEqual({ error: "This is over: nobody waits for it any more." });
  expect(done).toHaveLength(1);
});

test("a dialog that stays open through an upgrade is read by the new questions, and asks what it did not", async () => {
  const done: unknown[] = [];
  await using town = await stage(meeting(done));
  const ben = town.person("ben");
  await ben.runs("/meet", DM);
  await town.restart((options) => {
    const meet = wizard(
      "meet",
      {
        what: ask.text("What is it about?"),
        long: ask.of("How long?", z.int().optional()),
        why: ask.yes("Is it needed?"),
      },
      (_, all) => void done.push(all),
    );
    return new Bot(options).use(meet);
  });
  expect(await ben.submits({ what: "Lunch", when: "now", where: ids(town).ops })).toEqual({});
  expect(ben.sees).toContain("**Is it needed?** *(3 of 3)*");
  await ben.clicks("Yes");
  expect(done).toEqual([{ what: "Lunch", long: undefined, why: true }]);
});

test("a click opens it too, and where nobody can call, everything is asked in messages", async () => {
  const done: unknown[] = [];
  await using town = await stage(meeting(done));
  const ben = town.person("ben");
  await ben.says("!offer", { in: "ops" });
  await ben.clicks("Plan");
  await ben.submits({ what: "Lunch", when: "now", where: ids(town).ops });
  expect([done.length, ben.sees]).toEqual([1, "Planned."]);
  await using quiet = await stage(meeting(done), { callbackUrl: false });
  await quiet.person("ben").says("meet", DM);
  expect(quiet.person("ben").sees).toContain("**What is it about?**");
});

test("a wizard that asks for files cannot be a dialog, says so in the log, and asks in messages", async () => {
  const done: unknown[] = [];
  await using town = await stage((options) => {
    const send = wizard("send", { what: ask.message("What?") }, (_, all) => void done.push(all), { asDialog: true });
    return new Bot(options).use(send).command("send", { about: "Send" }, (ctx) => send.start(ctx));
  });
  const ben = town.person("ben");
  await ben.runs("/send", DM);
  expect([ben.dialog, ben.sees.includes("**What?**")]).toEqual([undefined, true]);
  expect(town.log.find(({ message }) => message.startsWith("a wizard cannot be a dialog"))?.facts["reason"]).toBe(
    "no dialog has a field for its question what",
  );
});
