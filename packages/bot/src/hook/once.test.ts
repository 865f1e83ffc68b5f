/** Each delivery is handled once, whoever sends it again, and however often. */
import { createHmac } from "node:crypto";
import { httpInto, socketInto, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { JSON_TYPE, SECRET, type Sent, call, json, request, spec, staged } from "../../test/hook-calls.ts";
import { Bot, type BotOptions, memoryDurable, senders, z } from "../index.ts";

describe("a delivery is handled once", () => {
  const body = '{"action":"opened"}';
  const sign = (text: string): string => `sha256=${createHmac("sha256", SECRET).update(text).digest("hex")}`;
  const github = (id: string, text = body): Sent => ({
    headers: { ...JSON_TYPE, "x-hub-signature-256": sign(text), "x-github-delivery": id },
    body: text,
  });
  const hooked = { from: senders.github(SECRET) } as const;

  test("however often it comes, at once or later, and after a restart", async () => {
    let handled = 0;
    const options = { callbackUrl: "http://bot/wright" };
    const make = (given: ConstructorParameters<typeof Bot>[0]): Bot =>
      new Bot(given).hook("/deployed", hooked, () => void handled++);
    await using town = await stage(make, options);
    const both = await Promise.all([call(town, github("d1")), call(town, github("d1"))]);
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect((await call(town, github("d1"))).text).toBe('{"status":"duplicate"}');
    await town.restart();
    expect((await call(town, github("d1"))).text).toBe('{"status":"duplicate"}');
    expect(handled).toBe(1);
  });

  test("also when somebody who caught it gives it another id, which is not signed", async () => {
    let handled = 0;
    await using town = await staged(hooked, () => void handled++);
    await call(town, github("d1"));
    expect((await call(town, github("d2"))).text).toBe('{"status":"duplicate"}');
    expect((await call(town, github("d1", '{"action":"closed"}'))).text).toBe('{"status":"duplicate"}');
    expect((await call(town, github("d3", '{"action":"closed"}'))).text).toBe('{"status":"ok"}');
    expect(handled).toBe(2);
  });

  test("by what its body says, where no header does", async () => {
    const handled: string[] = [];
    const event = z.object({ id: z.string() });
    const deliveryId = (given: unknown): string => event.parse(given).id;
    await using town = await staged({ from: senders.bearer(SECRET), body: event, deliveryId }, (_ctx, { id }) =>
      handled.push(id),
    );
    for (const id of ["e1", "e1", "e2"]) await call(town, json({ id }));
    expect(handled).toEqual(["e1", "e2"]);
  });

  test("one that failed, or whose program died, may come again, and what it wrote is not there", async () => {
    let tries = 0;
    const make = (given: ConstructorParameters<typeof Bot>[0]): Bot =>
      new Bot(given).hook("/deployed", { ...hooked, timeoutMs: 5_000 }, async (ctx) => {
        await ctx.to("~ops").post("half", { durable: true });
        tries++;
        if (tries === 1) throw new Error("no");
        if (tries === 2) await new Promise(() => {});
      });
    await using town = await stage(make, { callbackUrl: "http://bot/wright" });
    expect((await call(town, github("d1"))).status).toBe(500);
    void town.bot.fetch(request(github("d1")));
    await town.rest();
    town.kill();
    await town.restart();
    expect((await call(town, github("d1"))).status).toBe(409);
    await town.wait("10s");
    expect((await call(town, github("d1"))).status).toBe(200);
    const ann = town.person("ann");
    await ann.looksAt("ops");
    expect(ann.posts.map(({ message }) => message)).toEqual(["half"]);
  });

  test("also when several processes are one bot, and each is told", async () => {
    let handled = 0;
    const make = (given: BotOptions): Bot =>
      new Bot(given).hook("/deployed", hooked, async (ctx) => {
        handled++;
        await ctx.to("~ops").post("deployed", { durable: true });
      });
    await using town = await stage(make, {
      callbackUrl: "http://bot/wright",
      durable: (clock) => Object.assign(memoryDurable(clock), { isShared: true }),
    });
    const { clock, sim, durable } = town;
    const own = { clock, durable, http: httpInto(sim), connect: socketInto(sim), random: () => 0.3 };
    const server = { url: "http://simulator", token: town.town.bot.token, callbackUrl: "http://bot/wright" };
    const second = make({ ...server, ...own });
    const started = second.start();
    await town.wait("1s");
    await started;
    const answering = [second, town.bot].map((bot) => bot.fetch(request(github("d1"))));
    await town.wait("1s");
    const statuses = (await Promise.all(answering)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(await (await second.fetch(request(github("d1")))).text()).toBe('{"status":"duplicate"}');
    expect(handled).toBe(1);
    const ann = town.person("ann");
    await ann.looksAt("ops");
    expect(ann.posts.map(({ message }) => message)).toEqual(["deployed"]);
    await second.stop({ drainMs: 0 });
  });

  test("but what shows a token alone is meant each time", async () => {
    let handled = 0;
    await using town = await staged(spec, () => void handled++);
    for (let index = 0; index < 3; index++) await call(town, json({ service: "api", version: 1 }));
    expect(handled).toBe(3);
  });

  test("and a signed time that is over is refused, also of a body that was never seen", async () => {
    let handled = 0;
    await using town = await staged({ from: senders.timestamped({ secret: SECRET }) }, () => void handled++);
    const at = (seconds: number): Sent => {
      const proof = createHmac("sha256", SECRET).update(`${seconds}.${body}`).digest("hex");
      return { headers: { ...JSON_TYPE, "stripe-signature": `t=${seconds},v1=${proof}` }, body };
    };
    const now = Math.floor(town.clock.now() / 1_000);
    expect((await call(town, at(now))).status).toBe(200);
    expect((await call(town, at(now))).text).toBe('{"status":"duplicate"}');
    const old = await call(town, at(now - 600));
    expect([old.status, old.text]).toEqual([401, expect.stringContaining("too old")]);
    expect(handled).toBe(1);
  });
});
