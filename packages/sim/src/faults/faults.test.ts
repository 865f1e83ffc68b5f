import { ManualClock } from "@matterwright/clock";
import { describe, expect, test } from "vitest";
import type { SimRequest, SimResponse } from "../http.ts";
import { Simulator } from "../simulator.ts";
import { demoTown } from "../towns.ts";

interface Frame {
  readonly event?: string;
  readonly seq?: number;
  readonly seq_reply?: number;
  readonly status?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The demo town with a bare client of the bot: what it hears, and how its line ended. */
function town() {
  const clock = new ManualClock();
  const sim = new Simulator({ clock });
  const { bot, channels } = demoTown(sim);
  const headers = { authorization: `Bearer ${bot.token}` };
  const request = (method: string, path: string, body?: unknown): Promise<SimResponse> =>
    sim.handle({
      method,
      target: `/api/v4${path}`,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const connect = (query = "") => {
    const texts: string[] = [];
    const closes: (number | undefined)[] = [];
    const asked: SimRequest = { method: "GET", target: `/api/v4/websocket${query}`, headers };
    const visit = sim.connect(asked, {
      send: (text) => void texts.push(text),
      ping: () => "pong" in visit && visit.pong(),
      close: (code) => void closes.push(code),
    });
    if ("status" in visit) throw new Error(`refused with ${visit.status}`);
    const frames = (): Frame[] =>
      texts.flatMap((text) => {
        try {
          return [JSON.parse(text) as Frame];
        } catch {
          return [];
        }
      });
    const act = (action: string): void => visit.receive(JSON.stringify({ seq: 1, action }));
    const connectionId = String(frames()[0]?.data?.["connection_id"]);
    return {
      visit,
      texts,
      closes,
      frames,
      act,
      connectionId,
      seqs: () => frames().flatMap(({ event, seq }) => (event === "posted" && seq !== undefined ? [seq] : [])),
    };
  };
  const post = (message = "hello"): Promise<SimResponse> =>
    request("POST", "/posts", { channel_id: channels.ops.id, message });
  const said = (): string[] => (sim.world.postsOfChannel.get(channels.ops.id) ?? []).map(({ message }) => message);
  return { clock, sim, bot, channels, request, connect, post, said, ben: sim.person("ben") };
}

describe("faults of requests", () => {
  test("answer in the server's place, as often as said and where said", async () => {
    const { sim, request, post, said } = town();
    const fault = sim.faults.requests.status(502, { on: "POST /api/v4/posts", times: 2 });
    expect((await request("GET", "/users/me")).status).toBe(200);
    const answers = [await post("a"), await post("b"), await post("c")];
    expect(answers.map(({ status }) => status)).toEqual([502, 502, 201]);
    expect(answers[0]?.headers["Content-Type"]).toContain("text/html");
    expect(fault.hits).toBe(2);
    expect(said().filter((message) => "abc".includes(message))).toEqual(["c"]);
  });

  test("end when they are ended, and hit only whom they aim at", async () => {
    const { sim, post, ben, said } = town();
    const fault = sim.faults.requests.html({ of: "wright", times: Infinity });
    await ben.says("from ben", { in: "ops" });
    expect(await post()).toMatchObject({ status: 200, body: expect.stringContaining("<html>") as string });
    fault.end();
    expect((await post("well again")).status).toBe(201);
    expect(said().slice(-2)).toEqual(["from ben", "well again"]);
  });

  test("limit with and without headers", async () => {
    const { sim, post } = town();
    sim.faults.requests.limited({ retryAfterSeconds: 7 });
    expect(await post()).toMatchObject({ status: 429, headers: { "Retry-After": "7" }, body: "limit exceeded\n" });
    sim.faults.requests.limited({ headers: false });
    expect((await post()).headers).toEqual({ "Content-Type": "text/plain; charset=utf-8" });
  });

  test("fail after the server has done what it was asked, or cut the line before or after it", async () => {
    const { sim, post, said } = town();
    sim.faults.requests.afterCommit();
    expect((await post("done, but 500")).status).toBe(500);
    sim.faults.requests.cut({ after: true });
    expect((await post("done, but cut")).lost).toBe("reset");
    sim.faults.requests.cut();
    expect((await post("never done")).lost).toBe("reset");
    sim.faults.requests.swallow();
    expect((await post("swallowed")).lost).toBe("never");
    expect(said().slice(-2)).toEqual(["done, but 500", "done, but cut"]);
  });

  test("hit upgrades too", () => {
    const { sim, connect } = town();
    sim.faults.requests.status(503, { on: "GET */websocket" });
    expect(() => connect()).toThrow("refused with 503");
    expect(connect().frames()[0]?.event).toBe("hello");
  });

  test("say what is wrong with an aim", () => {
    const { sim } = town();
    expect(() => sim.faults.requests.html({ on: "/api/v4/posts" })).toThrow('write "POST /api/v4/posts"');
    expect(() => sim.faults.requests.html({ times: 0 })).toThrow("not 0 times");
    expect(() => sim.faults.lines.cut({ of: "nobody" })).toThrow('nobody in the town is called "nobody"');
  });
});

describe("faults of lines", () => {
  test("cut, end or close those that are meant, and leave the others", () => {
    const { sim, connect } = town();
    for (const [act, code] of [
      [() => sim.faults.lines.cut({ of: "wright" }), 1006],
      [() => sim.faults.lines.drop({ of: "@wright" }), 1006],
      [() => sim.faults.lines.close(1001, { of: "wright" }), 1001],
    ] as const) {
      const client = connect();
      expect(act()).toBe(1);
      expect(client.closes).toEqual([code]);
    }
    expect(sim.faults.lines.cut({ of: "ben" })).toBe(1);
  });

  test("a half-open line is silent both ways, cannot be resumed, and is given up by the server after 100 seconds", async () => {
    const { sim, clock, connect, ben } = town();
    const old = connect();
    sim.faults.lines.deafen({ of: "wright" });
    await ben.says("unheard", { in: "ops" });
    old.act("ping");
    old.visit.closed();
    expect(old.frames().filter(({ event, status }) => event === "posted" || status === "OK")).toEqual([]);
    const early = connect(`?connection_id=${old.connectionId}&sequence_number=2`);
    expect(early.frames()[0]).toMatchObject({ event: "hello", seq: 0 });
    clock.advance(100_000);
    const late = connect(`?connection_id=${old.connectionId}&sequence_number=2`);
    expect(late.seqs()).toEqual([2]);
    expect(old.closes).toEqual([]);
  });

  test("a proxy that swallows lets nobody through until it is ended", () => {
    const { sim, connect } = town();
    const fault = sim.faults.lines.swallow({ of: "wright" });
    expect(connect().texts).toEqual([]);
    fault.end();
    expect(connect().frames()[0]?.event).toBe("hello");
  });

  test("an end that does not read is given 256 messages, and then up", async () => {
    const { sim, connect, post } = town();
    const client = connect();
    const before = client.texts.length;
    const fault = sim.faults.lines.stall({ of: "wright" });
    await post("one");
    expect(client.texts).toHaveLength(before);
    fault.end();
    expect(client.seqs()).toEqual([2]);
    sim.faults.lines.stall({ of: "wright" });
    for (let each = 0; each < 257; each++) await post(`${each}`);
    client.visit.closed();
    const next = connect(`?connection_id=${client.connectionId}&sequence_number=3`);
    expect(next.frames()[0]).toMatchObject({ event: "hello", seq: 0 });
    expect(sim.faults.lines.expire({ of: "wright" })).toBe(0);
  });

  test("frames come twice, in another order, not at all, with other numbers, or broken", async () => {
    const { sim, connect, post } = town();
    const client = connect();
    sim.faults.lines.duplicate({ of: "wright" });
    await post();
    expect(client.seqs()).toEqual([2, 2]);
    sim.faults.lines.reorder({ of: "wright" });
    await post();
    await post();
    expect(client.seqs()).toEqual([2, 2, 4, 3]);
    sim.faults.lines.lose({ of: "wright" });
    await post();
    await post();
    expect(client.seqs().slice(4)).toEqual([6]);
    sim.faults.lines.jump(10, { of: "wright" });
    await post();
    expect(client.seqs().slice(5)).toEqual([17]);
    sim.faults.lines.garbage(undefined, { of: "wright" });
    expect(() => JSON.parse(client.texts.at(-1) ?? "") as unknown).toThrow(SyntaxError);
    expect(() => sim.faults.lines.jump(0)).toThrow("not 0");
  });

  test("what was lost can be fetched by a resume, until it has expired", async () => {
    const { sim, connect, post } = town();
    const client = connect();
    sim.faults.lines.lose({ of: "wright" });
    await post("lost");
    sim.faults.lines.cut({ of: "wright" });
    const resumed = connect(`?connection_id=${client.connectionId}&sequence_number=2`);
    expect(resumed.seqs()).toEqual([2]);
    sim.faults.lines.cut({ of: "wright" });
    expect(sim.faults.lines.expire({ of: "wright" })).toBe(1);
    const late = connect(`?connection_id=${client.connectionId}&sequence_number=2`);
    expect(late.frames()[0]).toMatchObject({ event: "hello", seq: 0 });
    expect(late.frames()[0]?.data?.["connection_id"]).not.toBe(client.connectionId);
  });
});

describe("faults of the server", () => {
  test("a restart ends lines and forgets connections and pending posts, and keeps the rest", async () => {
    const { sim, connect, request, channels, said } = town();
    const client = connect();
    const body = { channel_id: channels.ops.id, message: "once", pending_post_id: "p1" };
    await request("POST", "/posts", body);
    sim.faults.server.stop();
    expect(client.closes).toEqual([1006]);
    expect((await request("GET", "/users/me")).lost).toBe("refused");
    expect(() => connect()).toThrow("refused with 0");
    sim.faults.server.start();
    const again = connect(`?connection_id=${client.connectionId}&sequence_number=2`);
    expect(again.frames()[0]).toMatchObject({ event: "hello", seq: 0 });
    await request("POST", "/posts", body);
    expect(said().slice(-2)).toEqual(["once", "once"]);
  });

  test("its clock steps both ways, and posts stay in the order of their stamps", async () => {
    const { sim, clock, post, said } = town();
    sim.faults.server.stepClock(60_000);
    const late = JSON.parse(String((await post("a minute ahead")).body)) as { create_at: number };
    expect(late.create_at).toBe(clock.now() + 60_000);
    sim.faults.server.stepClock(-60_000);
    const early = JSON.parse(String((await post("right again")).body)) as { create_at: number };
    expect(early.create_at).toBe(clock.now());
    expect(said().slice(-2)).toEqual(["right again", "a minute ahead"]);
  });
});

describe("faults of accounts and channels", () => {
  test("a revoked token leaves the socket open and deaf, and requests refused", async () => {
    const { sim, connect, post, ben } = town();
    const client = connect();
    sim.faults.accounts.revoke("wright");
    await ben.says("unheard", { in: "ops" });
    client.act("ping");
    expect(client.closes).toEqual([]);
    expect(client.seqs()).toEqual([]);
    expect(client.frames().at(-1)).toMatchObject({ status: "FAIL" });
    expect((await post()).status).toBe(401);
    const headers = { authorization: `Bearer ${sim.faults.accounts.newToken("wright")}` };
    expect((await sim.handle({ method: "GET", target: "/api/v4/users/me", headers })).status).toBe(200);
  });

  test("a disabled bot is refused until it is enabled, and its old socket stays deaf", async () => {
    const { sim, connect, post } = town();
    const client = connect();
    sim.faults.accounts.disable("wright");
    expect((await post()).status).toBe(401);
    sim.faults.accounts.enable("wright");
    expect((await post()).status).toBe(201);
    expect(connect().frames()[0]?.event).toBe("hello");
    expect(client.closes).toEqual([]);
  });

  test("a guest counts as one in each channel, also in those to come", async () => {
    const { sim, ben } = town();
    const stats = async (name: string): Promise<unknown> => {
      const { id } = await ben.calls<{ id: string }>(`GET /api/v4/teams/name/demo/channels/name/${name}`);
      return ben.calls(`GET /api/v4/channels/${id}/stats`);
    };
    const before = await stats("town-square");
    sim.faults.accounts.demote("@cat");
    expect(await stats("town-square")).toEqual({ ...(before as object), guest_count: 1 });
    const cat = sim.person("cat");
    expect(await cat.calls("GET /api/v4/users/me")).toMatchObject({ roles: "system_guest" });
    const ann = sim.person("ann");
    const { team_id: team } = await ben.calls<{ team_id: string }>("GET /api/v4/teams/name/demo/channels/name/ops");
    const made = { team_id: team, name: "lobby", display_name: "Lobby", type: "O" };
    const { id } = await ann.calls<{ id: string }>("POST /api/v4/channels", made);
    const { id: guest } = await cat.calls<{ id: string }>("GET /api/v4/users/me");
    const member = await ann.calls(`POST /api/v4/channels/${id}/members`, { user_id: guest });
    expect(member).toMatchObject({ roles: "channel_guest", scheme_guest: true, scheme_user: false });
    expect(await ann.calls(`GET /api/v4/channels/${id}/stats`)).toMatchObject({ member_count: 2, guest_count: 1 });
  });

  test("an archived channel takes no posts, and neither does one that the bot was removed from", async () => {
    const { sim, post } = town();
    sim.faults.channels.archive("~ops");
    expect((await post()).status).toBe(400);
    sim.faults.channels.restore("ops");
    expect((await post()).status).toBe(201);
    sim.faults.channels.remove("ops", "wright");
    expect((await post()).status).toBe(403);
    expect(() => sim.faults.channels.archive("nowhere")).toThrow('there is no channel "~nowhere"');
  });
});
