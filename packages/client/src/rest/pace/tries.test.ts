import { getEventListeners } from "node:events";
import { ManualClock } from "@matterwright/clock";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NetworkError, ProtocolError, RateError, ServerFailure } from "../../errors.ts";
import type { HttpRequest, HttpResponse } from "../../transport.ts";
import { type Rest, createRest } from "../rest.ts";
import { sharedPace } from "./shared.ts";

/** What a server does with one request: an answer, a cut, or silence for ever. */
type Deed =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly code: string }
  | "half an answer"
  | "silence";

const POST = { channel_id: "c", message: "hi" } as const;
const WITH_ID = { ...POST, pending_post_id: "me:1" } as const;
const fine: Deed = { status: 201, body: '{"id":"p"}' };
const broken: Deed = { status: 500, body: '{"id":"api.broken","message":"No.","status_code":500}' };

interface Stand {
  readonly clock: ManualClock;
  readonly rest: Rest;
  readonly asked: (HttpRequest & { readonly atMs: number })[];
  /** Lets time pass until a call is settled, `untilMs` at most. */
  readonly settle: <Value>(call: Promise<Value>, untilMs?: number) => Promise<Value>;
}

/** A client on a clock, whose server does one deed after the other, and the last for ever. */
function stand(...deeds: readonly Deed[]): Stand {
  const clock = new ManualClock(0);
  const asked: Stand["asked"] = [];
  const http = (request: HttpRequest): Promise<HttpResponse> => {
    const deed = deeds[Math.min(asked.length, deeds.length - 1)] ?? fine;
    asked.push({ ...request, atMs: clock.now() });
    if (deed === "silence") return new Promise(() => {});
    if (deed !== "half an answer" && "code" in deed) return Promise.reject(Object.assign(new Error("cut"), deed));
    const text = (): Promise<string> =>
      deed === "half an answer" ? Promise.reject(new Error("cut")) : Promise.resolve(deed.body ?? "{}");
    const { status, headers } = deed === "half an answer" ? { status: 201, headers: {} } : deed;
    return Promise.resolve({ status, headers: headers ?? {}, text, bytes: () => neverAsked() });
  };
  const url = "https://chat.example.com";
  const rest = createRest({ url, http, pace: sharedPace({ url, clock, random: () => 1 }) });
  return {
    clock,
    rest,
    asked,
    async settle(call, untilMs = 600_000) {
      let isSettled = false;
      const mark = (): void => void (isSettled = true);
      call.then(mark, mark);
      for (;;) {
        for (let turn = 0; turn < 30; turn++) await Promise.resolve();
        if (isSettled) return call;
        if (!clock.step(untilMs)) throw new Error("the call was never settled");
      }
    },
  };
}

function neverAsked(): AsyncIterable<Uint8Array> {
  throw new Error("nobody asks for bytes here");
}

describe("is tried again", () => {
  test.each<[string, (rest: Rest) => Promise<unknown>, Deed]>([
    ["a read that met a broken server", (rest) => rest.users.me(), broken],
    ["a read that was cut", (rest) => rest.users.me(), { code: "ECONNRESET" }],
    ["a read whose answer broke off", (rest) => rest.users.me(), "half an answer"],
    [
      "a read that is asked for by POST",
      (rest) => rest.call("POST", "/api/v4/users/ids", { body: ["u"] }),
      { status: 502, body: "<html>" },
    ],
    ["a post that the server would recognise", (rest) => rest.posts.create(WITH_ID), { code: "ECONNRESET" }],
    ["a post that is still being written", (rest) => rest.posts.create(WITH_ID), broken],
    ["what a proxy could not connect", (rest) => rest.posts.create(POST), { code: "ERR_PROXY_REFUSED" }],
    ["whatever nobody heard", (rest) => rest.posts.create(POST), { code: "ECONNREFUSED" }],
    [
      "whatever was refused for its number",
      (rest) => rest.posts.create(POST),
      { status: 429, body: "limit exceeded\n" },
    ],
  ])("%s", async (_what, call, failure) => {
    const { rest, asked, settle } = stand(failure, failure, fine);
    await settle(call(rest));
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ body }) => body)).size).toBe(1);
  });

  test("after waits that double, up to five seconds, and never beyond the time in which the server knows a post again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<Deed>(broken, { code: "ECONNRESET" }), async (failure) => {
        const { rest, asked, settle } = stand(failure);
        await expect(settle(rest.posts.create(WITH_ID))).rejects.toThrow("POST /api/v4/posts");
        const waits = asked.slice(1).map(({ atMs }, index) => atMs - (asked[index]?.atMs ?? 0));
        expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
        expect(asked.at(-1)?.atMs).toBeLessThan(25_000);
      }),
    );
  });
});

describe("is sent once", () => {
  test.each<[string, (rest: Rest) => Promise<unknown>, Deed]>([
    ["a write that may have been done", (rest) => rest.posts.create(POST), broken],
    ["a write that was cut", (rest) => rest.posts.delete("p"), { code: "ECONNRESET" }],
    ["what the server understood and refused", (rest) => rest.users.me(), { status: 400, body: broken.body ?? "" }],
    ["what the server cannot do", (rest) => rest.users.me(), { status: 501, body: broken.body ?? "" }],
    ["what a proxy does not let through", (rest) => rest.users.me(), { code: "ERR_PROXY_AUTHENTICATION" }],
    ["what makes no sense", (rest) => rest.users.me(), { status: 200, body: "<html>" }],
    ["what meets a bad certificate", (rest) => rest.users.me(), { code: "CERT_HAS_EXPIRED" }],
    ["what shall be sent once", (rest) => rest.with({ retryForMs: 0 }).users.me(), { status: 429 }],
    [
      "a stream, which is gone",
      (rest) => rest.files.upload({ channel: "c", name: "n", content: pieces() }),
      { status: 429 },
    ],
  ])("%s", async (_what, call, failure) => {
    const { rest, asked, settle } = stand(failure);
    await expect(settle(call(rest))).rejects.toThrow("/api/v4/");
    expect(asked).toHaveLength(1);
  });
});

// eslint-disable-next-line typescript/require-await
async function* pieces(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(1);
}

describe("a call that has no luck", () => {
  test("that is told to wait is given up after ten times, with the last answer", async () => {
    const { rest, asked, settle } = stand({ status: 429, body: "limit exceeded\n", headers: { "retry-after": "2" } });
    await expect(settle(rest.with({ lane: "bulk" }).posts.create(POST))).rejects.toThrow(RateError);
    expect(asked.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 10 }, (_, index) => index * 2_000));
  });

  test("that somebody waits for is given up after a minute without a turn", async () => {
    const { rest, clock, settle } = stand({ status: 429, headers: { "retry-after": "3600" } });
    const first = rest.users.me();
    await expect(settle(first)).rejects.toThrow(RateError);
    expect(clock.now()).toBe(60_000);
    await expect(settle(rest.users.me())).rejects.toThrow("no turn came within 60 s");
  });

  test("ends within the time that it was given, with the last error", async () => {
    const { rest, clock, settle } = stand(broken);
    await expect(settle(rest.with({ withinMs: 3_000 }).users.me())).rejects.toThrow(ServerFailure);
    expect(clock.now()).toBe(3_000);
  });

  test("ends within that time when the server says nothing at all", async () => {
    const { rest, settle } = stand("silence");
    const call = rest.with({ withinMs: 3_000 }).users.me();
    await expect(settle(call)).rejects.toMatchObject({ name: "NetworkError", code: "ETIMEDOUT" });
  });

  test("does not hide what makes no sense behind waiting", async () => {
    const { rest, clock, settle } = stand({ status: 200, body: "<html>" });
    await expect(settle(rest.with({ withinMs: 3_000 }).users.me())).rejects.toThrow(ProtocolError);
    expect(clock.now()).toBe(0);
    expect(clock.nextAt).toBeUndefined();
  });
});

describe("a signal ends a call", () => {
  test.each<[string, Deed]>([
    ["that runs", "silence"],
    ["that waits before it tries again", broken],
    ["that waits for its turn", { status: 429, headers: { "retry-after": "30" } }],
  ])("%s", async (_where, deed) => {
    const { rest, clock, settle, asked } = stand(deed);
    const stop = new AbortController();
    const call = rest.with({ signal: stop.signal }).users.me();
    clock.after(100, () => stop.abort(new Error("enough")));
    await expect(settle(call)).rejects.toMatchObject({ name: "NetworkError", code: "ABORT_ERR" });
    expect(clock.now()).toBe(100);
    expect(asked).toHaveLength(1);
    expect(clock.nextAt).toBeUndefined();
  });

  test("before it begins", async () => {
    const { rest, settle, asked } = stand(fine);
    await expect(settle(rest.with({ signal: AbortSignal.abort() }).users.me())).rejects.toThrow(NetworkError);
    expect(asked).toEqual([]);
  });

  test("and many calls at once, with one listener", async () => {
    const { rest, clock, settle } = stand("silence");
    const stop = new AbortController();
    const patient = rest.with({ signal: stop.signal });
    const calls = Promise.allSettled(Array.from({ length: 100 }, () => patient.users.me()));
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(1);
    clock.after(100, () => stop.abort(new Error("enough")));
    const ends = await settle(calls);
    expect(ends.every(({ status }) => status === "rejected")).toBe(true);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  });

  test("and leaves nothing on it when it ends by itself", async () => {
    const { rest, settle } = stand(fine);
    const stop = new AbortController();
    const patient = rest.with({ signal: stop.signal });
    for (let call = 0; call < 5; call++) await settle(patient.users.me());
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  });
});

test("all clients of one server and clock share one pace, and others have nothing to do with it", async () => {
  const { rest, clock } = stand({ status: 429, headers: { "retry-after": "30" } }, fine);
  await rest
    .with({ retryForMs: 0 })
    .users.me()
    .catch(() => {});
  const sent: string[] = [];
  const http = (request: HttpRequest): Promise<HttpResponse> => {
    sent.push(new URL(request.url).host);
    return Promise.resolve({ status: 200, headers: {}, text: () => Promise.resolve("{}"), bytes: () => neverAsked() });
  };
  const ask = (url: string, by: ManualClock): void =>
    void createRest({ url, http, pace: sharedPace({ url, clock: by, random: () => 0 }) }).users.me();
  ask("https://chat.example.com/", clock);
  ask("https://other.example.com", clock);
  ask("https://chat.example.com:8443", new ManualClock(0));
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
  expect(sent).toEqual(["other.example.com", "chat.example.com:8443"]);
  clock.advance(30_000);
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
  expect(sent).toContain("chat.example.com");
});
