/** Dialogs as people meet them: opened by a click, filled in, refused, gone on with, closed. */
import { type Stage, stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import {
  Bot,
  type BotOptions,
  type DialogKind,
  FieldErrors,
  UserError,
  type Usable,
  button,
  dialog,
  field,
  z,
} from "../index.ts";

const ticket = { ticket: z.string() };

/** A town whose bot opens a dialog by a button "Open". */
async function town(opens: DialogKind<typeof ticket>): Promise<Stage> {
  const made = await stage(asking(opens));
  await made.person("ben").says("!ask", { in: "ops" });
  return made;
}

function asking(opens: DialogKind<typeof ticket>, ...more: readonly Usable[]): (options: BotOptions) => Bot {
  return (options) => {
    const go = button("go", ticket, (ctx, carried) => opens.open(ctx, carried));
    return new Bot(options)
      .use(go, opens, ...more)
      .command("ask", { about: "Ask" }, (ctx) => ctx.reply("Ask?", { actions: [go("Open", { ticket: "MW-7" })] }));
  };
}

const reject = dialog(
  "reject",
  { title: "Reject", fields: { why: field.textarea().min(3, "Say more.") }, carries: ticket },
  (ctx, { why }, { ticket }) => ctx.reply(`${ticket} rejected by @${ctx.user.username}: ${why}`),
);

test("what was filled in reaches the handler, with what the dialog carries, and who did it", async () => {
  await using stage = await town(reject);
  const ben = stage.person("ben");
  await ben.clicks("Open");
  expect(ben.dialog).toMatchObject({
    title: "Reject",
    elements: [{ name: "why", type: "textarea", display_name: "Why" }],
  });
  expect(await ben.submits({ why: "too slow" })).toEqual({});
  expect(ben.posts.at(-1)?.message).toBe("MW-7 rejected by @ben: too slow");
  expect(ben.dialog).toBeUndefined();
});

test("what is wrong is said beside the field, and the dialog stays open", async () => {
  await using stage = await town(reject);
  const ben = stage.person("ben");
  await ben.clicks("Open");
  expect(await ben.submits({ why: "no" })).toEqual({ errors: { why: "Say more." } });
  expect(await ben.submits({ why: "not now" })).toEqual({});
  expect(ben.posts.at(-1)?.message).toContain("not now");
});

test("what the handler throws is said in the dialog, in its own words or with a reference", async () => {
  const strict = dialog("strict", { title: "Strict", fields: { what: z.string() }, carries: ticket }, (_, { what }) => {
    if (what === "field") throw new FieldErrors({ what: "Taken." });
    if (what === "words") throw new UserError("The shop is closed.");
    throw new Error("secret");
  });
  await using stage = await town(strict);
  const ben = stage.person("ben");
  await ben.clicks("Open");
  expect(await ben.submits({ what: "field" })).toEqual({ errors: { what: "Taken." } });
  expect(await ben.submits({ what: "words" })).toEqual({ error: "The shop is closed." });
  expect(await ben.submits({ what: "x" })).toEqual({
    error: expect.stringMatching(/^Something went wrong\. Ref \w{4}$/),
  });
  expect(ben.posts.at(-1)?.message).toBe("Ask?");
});

test("a dialog can be submitted once", async () => {
  await using stage = await town(reject);
  const ben = stage.person("ben");
  await ben.clicks("Open");
  const { state = "", callback_id = "" } = ben.dialog ?? {};
  await ben.submits({ why: "too slow" });
  const again = { url: "http://bot/dialogs", callback_id, state, submission: { why: "once more" } };
  const place = { channel_id: stage.town.channels.ops.id, team_id: stage.town.team.id };
  const submit = (): Promise<unknown> => ben.calls("POST /api/v4/actions/dialogs/submit", { ...again, ...place });
  expect(await submit()).toEqual({ error: "This was submitted already." });
});

test("a step follows another", async () => {
  const second = dialog(
    "second",
    { title: "And", fields: { when: z.iso.date() }, carries: { what: z.string() } },
    (ctx, { when }, { what }) => ctx.reply(`${what} on ${when}`),
  );
  const first = dialog("first", { title: "First", fields: { what: z.string() }, carries: ticket }, (ctx, { what }) =>
    second.next(ctx, { what }),
  );
  await using stage = await stageOf(asking(first, second));
  const ben = stage.person("ben");
  await ben.says("!ask", { in: "ops" });
  await ben.clicks("Open");
  await ben.submits({ what: "Lunch" });
  expect(ben.dialog?.title).toBe("And");
  await ben.submits({ when: "2026-01-31" });
  expect(ben.posts.at(-1)?.message).toBe("Lunch on 2026-01-31");
});

test("fields follow what was chosen", async () => {
  const zones: Record<string, [string, ...string[]]> = { eu: ["Berlin", "Paris"], us: ["Boston"] };
  const place = dialog(
    "place",
    {
      title: "Where",
      fields: ({ region = "eu" }) => ({
        region: field.select({ eu: "Europe", us: "America" }).default("eu").meta({ refresh: true }),
        zone: z.enum(zones[String(region)] ?? ["nowhere"]),
      }),
      carries: ticket,
    },
    (ctx, { region, zone }) => ctx.reply(`${region} ${zone}`),
  );
  await using stage = await town(place);
  const ben = stage.person("ben");
  await ben.clicks("Open");
  const { source_url: url, callback_id, state } = ben.dialog ?? {};
  const at = { channel_id: stage.town.channels.ops.id, team_id: stage.town.team.id };
  const submission = { region: "us", selected_field: "region" };
  const answer = await ben.calls<{ form: { elements: { options: unknown }[] } }>(
    "POST /api/v4/actions/dialogs/submit",
    {
      ...at,
      type: "refresh",
      url,
      callback_id,
      state,
      submission,
    },
  );
  expect(answer.form.elements[1]?.options).toEqual([{ text: "Boston", value: "Boston" }]);
  expect(await ben.submits({ region: "us", zone: "Paris" })).toHaveProperty("errors.zone");
  expect(await ben.submits({ region: "us", zone: "Boston" })).toEqual({});
  expect(ben.posts.at(-1)?.message).toBe("us Boston");
});

test("choices are looked up as the person types", async () => {
  const services = ["api", "web", "worker"];
  const pick = dialog(
    "pick",
    {
      title: "Pick",
      carries: ticket,
      fields: {
        service: field.lookup((query, { carried }) => {
          if (query === "fail") throw new Error("down");
          return query === "carried" ? [JSON.stringify(carried)] : services.filter((name) => name.includes(query));
        }),
      },
    },
    (ctx, { service }) => ctx.reply(service),
  );
  await using stage = await town(pick);
  const ben = stage.person("ben");
  await ben.clicks("Open");
  expect(await ben.looksUp("service", "w")).toEqual([
    { text: "web", value: "web" },
    { text: "worker", value: "worker" },
  ]);
  expect(await ben.looksUp("service", "carried")).toMatchObject([{ text: '{"ticket":"MW-7"}' }]);
  expect(await ben.looksUp("service", "fail")).toEqual([]);
  await ben.submits({ service: "web" });
  expect(ben.posts.at(-1)?.message).toBe("web");
});

test("who closes a dialog is heard", async () => {
  const said: string[] = [];
  const cancelled = (_: unknown, { ticket }: { ticket: string }): void => void said.push(`${ticket} cancelled`);
  const shy = dialog("shy", { title: "Shy", carries: ticket, cancelled }, () => void said.push("submitted"));
  await using stage = await town(shy);
  const ben = stage.person("ben");
  await ben.clicks("Open");
  await ben.cancels();
  expect(said).toEqual(["MW-7 cancelled"]);
});

test("who may is asked when it is submitted, and a dialog that is gone says so", async () => {
  const closed = dialog("reject", { title: "Reject", carries: ticket, may: () => "Not today." }, () => undefined);
  await using stage = await town(closed);
  const ben = stage.person("ben");
  await ben.clicks("Open");
  expect(await ben.submits()).toEqual({ error: "Not today." });
  await stage.restart((options) => new Bot(options));
  expect((await ben.submits()).error).toContain("from an earlier version of me");
});

test("a dialog has its time", async () => {
  const brief = dialog("brief", { title: "Brief", carries: ticket, expiresInMs: 60_000 }, () => undefined);
  await using stage = await town(brief);
  const ben = stage.person("ben");
  await ben.clicks("Open");
  await stage.wait("2m");
  expect((await ben.submits()).error).toContain("open for too long");
});

test("nobody can submit what was shown to another, change what it carries, or make one up", async () => {
  await using stage = await town(reject);
  const ben = stage.person("ben");
  await ben.clicks("Open");
  const { state = "", callback_id } = ben.dialog ?? {};
  const user_id = stage.town.people.ben.id;
  const real = { type: "dialog_submission", callback_id, state, user_id, submission: { why: "because" } };
  const send = async (body: unknown): Promise<number> => {
    const request = new Request("http://bot/dialogs", { method: "POST", body: JSON.stringify(body) });
    return (await stage.bot.fetch(request)).status;
  };
  expect(await send({ ...real, user_id: stage.town.people.ann.id })).toBe(403);
  expect(await send({ ...real, callback_id: "other" })).toBe(403);
  expect(await send({ ...real, state: state.slice(0, -4) })).toBe(403);
  expect(await send({ ...real, state: "" })).toBe(403);
  expect(await send({ ...real, submission: 7 })).toBe(400);
  expect(await send({ ...real, more: "x".repeat(300_000) })).toBe(413);
  expect(ben.posts.at(-1)?.message).toBe("Ask?");
  expect(await send(real)).toBe(200);
});

test.each([
  [
    "a title of 25 characters",
    { title: "x".repeat(25) },
    /the title of the dialog x "x{25}" has 25 bytes, and 24 are the most/,
  ],
  ["a title of nothing", { title: "" }, /title of the dialog x is empty/],
  ["a menu without options", { title: "X", fields: { a: z.enum([]) } }, /the field a of the dialog x has no options/],
  ["a field of a wrong kind", { title: "X", fields: { a: z.map(z.string(), z.string()) } }, /no dialog has \(map\)/],
])("%s is refused when the bot is built", (_, spec, message) => {
  expect(() => dialog("x", spec as { title: string; fields?: z.ZodRawShape }, () => undefined)).toThrow(message);
});

test("only a click or a slash command can open one: the type says so", async () => {
  await using stage = await stageOf((options) =>
    new Bot(options).use(reject).command("ask", { about: "Ask" }, (ctx) => {
      if (ctx.is("slash")) return reject.open(ctx, { ticket: "MW-7" });
      // @ts-expect-error -- a message cannot open a dialog
      return reject.open(ctx, { ticket: "MW-7" });
    }),
  );
  await stage.person("ben").says("!ask");
  expect(stage.person("ben").sees).toContain("from here I cannot show you one");
});

test("two dialogs of one name are refused", () => {
  expect(() => new Bot({ url: "http://x", token: "t" }).use(reject, reject)).toThrow(
    'every submit of "reject" already',
  );
});

const stageOf = (make: (options: BotOptions) => Bot): Promise<Stage> => stage(make);
