/** What reaches the bot's door without being a click: nothing of it reaches a handler, and each is answered for what it is. */
import { type Stage, stage } from "@matterwright/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Bot, type BotOptions, button, z } from "../index.ts";

interface Call {
  readonly user_id: string;
  readonly trigger_id: string;
  readonly context: { readonly name: string; readonly seal: string };
  readonly [name: string]: unknown;
}

/** A town in which a button was clicked once, and what the server said to the bot then. */
async function clicked(): Promise<{
  town: Stage;
  call: Call;
  handled: string[];
  send: (call: unknown) => Promise<number>;
}> {
  const handled: string[] = [];
  const pay = button(
    "pay",
    { euros: z.int() },
    (ctx, { euros }) => void handled.push(`${ctx.user.username} pays ${euros}`),
  );
  const make = (options: BotOptions): Bot =>
    new Bot(options)
      .use(
        pay,
        button("give", { euros: z.int() }, (_, { euros }) => void handled.push(`gives ${euros}`)),
      )
      .command("shop", { about: "Shop" }, (ctx) =>
        ctx.reply("Pay?", { actions: [pay("Pay", { euros: 5 }, { for: [ctx.user] })] }),
      );
  const town = await stage(make);
  let call: Call | undefined;
  const { fetch } = town.bot;
  const listening = async (request: Request): Promise<Response> => {
    call ??= (await request.clone().json()) as Call;
    return fetch(request);
  };
  Object.assign(town.bot, { fetch: listening });
  const ben = town.person("ben");
  await ben.says("!shop", { in: "ops" });
  await ben.clicks("Pay");
  if (call === undefined) throw new Error("the bot was not called");
  handled.length = 0;
  const send = async (body: unknown): Promise<number> => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = await fetch(new Request("http://bot/clicks", { method: "POST", body: text }));
    return answer.status;
  };
  return { town, call, handled, send };
}

let triggers = 0;

/** A click of somebody that never reached the bot: its trigger is the server's, and was not used. */
function trigger(town: Stage, username: "ben" | "cat"): Pick<Call, "user_id" | "trigger_id"> {
  const { id } = town.town.people[username];
  const text = `${username}${triggers++}:${id}:${town.clock.now()}:`;
  return { user_id: id, trigger_id: btoa(text + town.sim.world.signing.sign(text)) };
}

test("a click that is sent again is refused", async () => {
  const { town, call, handled, send } = await clicked();
  await using _ = town;
  expect([await send(call), handled]).toEqual([409, []]);
});

test("nobody can click in another's name, whoever knows the button", async () => {
  const { town, call, handled, send } = await clicked();
  await using _ = town;
  const ann = town.town.people.ann.id;
  expect(await send({ ...call, user_id: ann })).toBe(403);
  expect(await send({ ...call, user_id: ann, trigger_id: btoa(`x:${ann}:${town.clock.now()}:${btoa("0E")}`) })).toBe(
    403,
  );
  expect(await send({ ...call, ...trigger(town, "cat"), user_id: ann })).toBe(403);
  expect(await send({ ...call, trigger_id: "" })).toBe(403);
  expect(await send({ ...call, trigger_id: "x".repeat(10_000) })).toBe(403);
  expect(handled).toEqual([]);
});

test("whoever is not meant is told so, and nothing happens", async () => {
  const { town, call, handled, send } = await clicked();
  await using _ = town;
  expect([await send({ ...call, ...trigger(town, "cat") }), handled]).toEqual([200, []]);
});

test("a trigger of another day is refused", async () => {
  const { town, call, handled, send } = await clicked();
  await using _ = town;
  const late = trigger(town, "ben");
  await town.wait("6m");
  expect([await send({ ...call, ...late }), handled]).toEqual([403, []]);
});

test("a seal that was changed, cut, made up or made for another button is refused", async () => {
  const { town, call, handled, send } = await clicked();
  await using _ = town;
  const { name, seal } = call.context;
  const seals = [`${seal.slice(0, -3)}AAA`, seal.slice(0, -8), seal.slice(0, 20), "", "s1.x", "nonsense"];
  const statuses = [];
  for (const other of [...seals.map((each) => ({ name, seal: each })), { name: "give", seal }]) {
    statuses.push(await send({ ...call, ...trigger(town, "ben"), context: other }));
  }
  expect(statuses).toEqual(Array.from({ length: 7 }, () => 403));
  expect(handled).toEqual([]);
});

test("what is no click is refused, and what is too much is not read", async () => {
  const { town, call, handled, send } = await clicked();
  await using _ = town;
  expect(await send("")).toBe(400);
  expect(await send("[]")).toBe(400);
  expect(await send({ ...call, context: undefined })).toBe(400);
  expect(await send({ ...call, context: { name: 1, seal: {} } })).toBe(400);
  expect(await send({ ...call, more: "x".repeat(70_000) })).toBe(413);
  expect(handled).toEqual([]);
});

test("whatever comes to the door, nothing of it is handled and nothing fails", async () => {
  const { town, call, handled } = await clicked();
  await using _ = town;
  const paths = fc.constantFrom("/clicks", "/dialogs", "/dialogs/choices");
  const anything = fc.oneof(fc.jsonValue(), fc.record({ ...fieldsOf(call), context: fc.jsonValue() }));
  const bodies = fc.oneof(
    fc.string(),
    anything.map((each) => JSON.stringify(each)),
  );
  await fc.assert(
    fc.asyncProperty(paths, bodies, async (path, body) => {
      const { status } = await town.bot.fetch(new Request(`http://bot${path}`, { method: "POST", body }));
      expect([400, 403, 409]).toContain(status);
    }),
    { numRuns: 300 },
  );
  expect(handled).toEqual([]);
});

/** Each field as it was, or anything else. */
function fieldsOf(call: Call): Record<string, fc.Arbitrary<unknown>> {
  const either = (value: unknown): fc.Arbitrary<unknown> => fc.oneof(fc.constant(value), fc.jsonValue());
  const dialog = { callback_id: "x", state: call.context.seal, submission: {} };
  return Object.fromEntries(Object.entries({ ...call, ...dialog }).map(([name, value]) => [name, either(value)]));
}

test("while the server does not tell its key, no click is taken in", async () => {
  const pay = button("pay", {}, () => undefined);
  await using town = await stage((options) =>
    new Bot(options).use(pay).command("shop", { about: "Shop" }, (ctx) => ctx.reply("Pay?", { actions: [pay("Pay")] })),
  );
  const ben = town.person("ben");
  await ben.says("!shop", { in: "ops" });
  const fault = town.sim.faults.requests.status(500, { on: "GET *config/client*", times: Infinity });
  const clicking = ben.clicks("Pay").catch((error: unknown) => String(error));
  await town.wait("40s");
  expect(await clicking).toContain("Action integration error");
  expect(fault.hits).toBeGreaterThan(0);
});
