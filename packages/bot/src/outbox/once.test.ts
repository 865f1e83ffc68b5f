/** Each intent ends as exactly one post or one honest failure: whatever the network, the server and the machine do. */
import type { HttpRequest, HttpResponse, HttpTransport } from "@matterwright/client";
import { type Stage, stage } from "@matterwright/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bot, type Intent } from "../index.ts";

/** What can happen to one request that makes a post. */
const troubles = {
  fine: (send) => send(),
  "cut off before the server saw it": () => Promise.reject(lost("ECONNRESET")),
  "cut off after the server had done it": async (send) => {
    await send();
    throw lost("ECONNRESET");
  },
  "no answer in time, and nothing done": () => Promise.reject(lost("UND_ERR_HEADERS_TIMEOUT")),
  "no answer in time, but done": async (send) => {
    await send();
    throw lost("UND_ERR_HEADERS_TIMEOUT");
  },
  "nobody listens": () => Promise.reject(lost("ECONNREFUSED")),
  "500 after it was done": async (send) => {
    await send();
    return failing(500, { id: "app.post.save.app_error", message: "Unable to save the Post." });
  },
  "502 of a proxy": () => Promise.resolve(failing(502, "<html>Bad Gateway</html>")),
  "504 of a proxy, but done": async (send) => {
    await send();
    return failing(504, "<html>Gateway Timeout</html>");
  },
  "half an answer": async (send) => {
    await send();
    return { ...failing(201, ""), text: () => Promise.reject(lost("UND_ERR_SOCKET")) };
  },
  "429": () => Promise.resolve({ ...failing(429, "limit exceeded\n"), headers: { "retry-after": "3" } }),
  "still busy with the first": () =>
    Promise.resolve(failing(500, { id: "api.post.deduplicate_create_post.pending", message: "Duplicate" })),
  "never again": () => Promise.resolve(failing(403, { id: "api.context.permissions.app_error", message: "No." })),
} satisfies Record<string, (send: () => Promise<HttpResponse>) => Promise<HttpResponse>>;

type Trouble = keyof typeof troubles;

function lost(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function failing(status: number, body: string | Record<string, unknown>): HttpResponse {
  const text = typeof body === "string" ? body : JSON.stringify({ ...body, status_code: status });
  return { status, headers: {}, text: () => Promise.resolve(text), bytes: () => [] as never };
}

/** HTTP on which posts of the outbox meet one trouble after another, and then none. */
function troubled(inner: HttpTransport, plan: Trouble[]): HttpTransport {
  return async (request: HttpRequest) => {
    if (request.method !== "POST" || !request.url.endsWith("/api/v4/posts")) return inner(request);
    const trouble = plan.shift() ?? "fine";
    return troubles[trouble](() => inner(request));
  };
}

function posting(channelId: string, message: string, rootId = ""): Intent {
  const pending = `${channelId}:${message.length}`;
  return { kind: "post", post: { channel_id: channelId, message, root_id: rootId, pending_post_id: pending } };
}

/** A bot that answers `vote NAME` durably. */
function voting(plan: Trouble[]): Promise<Stage> {
  return stage((options) =>
    new Bot({ ...options, http: troubled(options.http as HttpTransport, plan) }).hears(
      /^vote (\w+)$/,
      (ctx, [, name]) => ctx.reply(`${name} was counted`, { durable: true }),
    ),
  );
}

/** What the town's channel says, the bot's own words only. */
function answers(town: Stage): string[] {
  return town
    .person("ann")
    .posts.filter(({ user_id: author }) => author === town.town.bot.id)
    .map(({ message }) => message);
}

/** Lets time pass until the outbox has nothing more to do. */
async function settled(town: Stage): Promise<void> {
  for (let hour = 0; hour < 100; hour++) {
    await town.wait("10m");
    const { waiting, sending } = await town.durable.outbox.counts();
    if (waiting + sending === 0) return;
  }
  throw new Error("the outbox never came to an end");
}

describe("an intent that meets one trouble", () => {
  const harmless = Object.keys(troubles).filter((name) => name !== "never again") as Trouble[];
  test.each(harmless)("%s: arrives once", async (trouble) => {
    await using town = await voting([trouble]);
    await town.person("ann").says("vote pizza");
    await settled(town);
    expect(answers(town)).toEqual(["pizza was counted"]);
    expect(await town.durable.outbox.list({ state: "failed" })).toEqual([]);
  });

  test("never again: is listed as failed, with the server's reason, and others go on", async () => {
    await using town = await voting(["never again"]);
    await town.person("ann").says("vote pizza");
    await town.person("ann").says("vote pasta");
    expect(answers(town)).toEqual(["pasta was counted"]);
    const [failed, ...more] = await town.durable.outbox.list({ state: "failed" });
    expect(more).toEqual([]);
    expect(failed?.reason).toContain("api.context.permissions.app_error");
  });

  test("that the server will never take has failed at the first try, each with the server's own reason", async () => {
    await using town = await voting([]);
    const { outbox } = town.durable;
    const ann = town.person("ann");
    await ann.says("hello", { in: "ops" });
    const { channel_id: ops } = ann.posts.at(-1)!;
    await ann.says("hello", { in: "off-topic" });
    const { channel_id: open } = ann.posts.at(-1)!;
    town.sim.faults.channels.archive("~ops");
    const wanted: readonly (readonly [Intent, RegExp])[] = [
      [posting(open, "x".repeat(20_000)), /^POST .* \(400, model\.post\.is_valid\.\w+\.app_error, /],
      [posting("z".repeat(26), "to nowhere"), /^POST .* \(403, api\.context\.permissions\.app_error, /],
      [posting(ops, "too late"), /^POST .* \(400, api\.post\.create_post\.can_not_post_to_deleted\.error, /],
      [{ kind: "react", postId: "y".repeat(26), emoji: "coffee" }, /^POST .*reactions.* \(40[34], [\w.]+, /],
    ];
    for (const [intent] of wanted) await outbox.add({ intent, queue: open, owner: "bot" });
    await outbox.add({ intent: posting(open, "at last"), queue: open, owner: "bot" });
    await town.rest();
    expect(await outbox.list({ state: "failed" })).toMatchObject(
      wanted.map(([, reason]) => ({ attempts: 1, reason: expect.stringMatching(reason) })),
    );
    await ann.looksAt("off-topic");
    expect(ann.sees).toBe("at last");
    town.sim.faults.channels.restore("~ops");
    expect(await outbox.retry("3")).toBe(true);
    await town.rest();
    await ann.looksAt("ops");
    expect(ann.sees).toBe("too late");
  });

  test("an answer that was lost for longer than the server remembers is found in the channel", async () => {
    await using town = await voting(["no answer in time, but done"]);
    await town.person("ann").says("vote pizza");
    town.kill();
    await town.wait("1h");
    await town.restart();
    await settled(town);
    expect(answers(town)).toEqual(["pizza was counted"]);
    expect((await town.durable.outbox.list())[0]).toMatchObject({ state: "sent", attempts: 2 });
  });

  test("also when more than a thousand posts came after it", async () => {
    await using town = await voting(["no answer in time, but done"]);
    const ann = town.person("ann");
    await ann.says("vote pizza");
    town.kill();
    const ben = town.sim.person("ben");
    for (let n = 0; n < 1_100; n++) await ben.says(`noise ${n}`);
    await town.wait("1m");
    await town.restart();
    await settled(town);
    expect(answers(town)).toEqual(["pizza was counted"]);
  });

  test("also when somebody has deleted it meanwhile", async () => {
    await using town = await voting(["no answer in time, but done"]);
    const ann = town.person("ann");
    await ann.says("vote pizza");
    town.kill();
    await ann.deletes(ann.posts.at(-1)!);
    await town.wait("1m");
    await town.restart();
    await settled(town);
    expect(answers(town)).toEqual([]);
  });
});

describe("an intent and a death", () => {
  test("of a handler that had not ended leaves nothing", async () => {
    await using town = await stage((options) =>
      new Bot(options).hears("vote", async (ctx) => {
        await ctx.reply("counted", { durable: true });
        await new Promise(() => {});
      }),
    );
    void town.person("ann").says("vote");
    await town.rest();
    town.kill();
    expect(await town.durable.outbox.list()).toEqual([]);
  });

  test("whatever happens to the network and whenever the program dies, it arrives once or has failed for a reason", async () => {
    const names = Object.keys(troubles) as Trouble[];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...names), { maxLength: 12 }),
        fc.array(fc.record({ after: fc.nat(25), awayS: fc.nat(200) }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 4 }),
        async (plan, deaths, votes) => {
          await using town = await voting([...plan]);
          const ann = town.person("ann");
          for (let n = 0; n < votes; n++) {
            const death = deaths[n];
            if (death !== undefined) town.life.endAfter(death.after);
            await ann.says(`vote n${n}`);
            if (death === undefined) continue;
            await town.wait(5_000);
            town.kill();
            await town.wait(death.awayS * 1_000);
            await town.restart();
          }
          await settled(town);
          const accepted = await town.durable.outbox.list();
          const said = answers(town);
          expect(new Set(said).size, "nothing came twice").toBe(said.length);
          for (const entry of accepted) {
            const text = entry.intent.kind === "post" ? (entry.intent.post.message ?? "") : "";
            expect(said.includes(text), `${text} is ${entry.state}: ${entry.reason}`).toBe(entry.state === "sent");
          }
          expect(said.length, "nothing came that was not accepted").toBeLessThanOrEqual(accepted.length);
        },
      ),
      { numRuns: 1_000, seed: 4 },
    );
  }, 120_000);
});
