import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AuthenticationError,
  CallError,
  ConfigurationError,
  NetworkError,
  NotFoundError,
  PermissionError,
  ProtocolError,
  RateError,
  RefusedError,
  ServerFailure,
  TooLargeError,
} from "../errors.ts";
import type { HttpRequest, HttpResponse } from "../transport.ts";
import { type Rest, createRest } from "./rest.ts";

const TOKEN = "s3cr3ts3cr3ts3cr3ts3cr3t26";

interface Given {
  readonly status?: number;
  readonly headers?: HttpResponse["headers"];
  readonly body?: string;
  readonly broken?: Error;
}

/** A client whose server always answers the same, and what it was asked. */
function answering({ status = 200, headers = {}, body = "{}", broken }: Given): { rest: Rest; asked: HttpRequest[] } {
  const asked: HttpRequest[] = [];
  const http = (request: HttpRequest): Promise<HttpResponse> => {
    asked.push(request);
    return Promise.resolve({
      status,
      headers,
      text: () => (broken === undefined ? Promise.resolve(body) : Promise.reject(broken)),
      // eslint-disable-next-line typescript/require-await
      async *bytes() {
        yield new TextEncoder().encode(body);
        if (broken !== undefined) throw broken;
      },
    });
  };
  return { rest: createRest({ url: "https://chat.example.com/mm", token: TOKEN, http }), asked };
}

const appError = (id: string, status: number): string =>
  JSON.stringify({ id, message: "No.", detailed_error: "", request_id: "req1", status_code: status });

async function failure(given: Given): Promise<CallError> {
  try {
    await answering(given).rest.users.me();
  } catch (error) {
    if (error instanceof CallError) return error;
    throw error;
  }
  throw new Error("the call did not fail");
}

describe("a refused call", () => {
  test.each([
    [401, AuthenticationError],
    [403, PermissionError],
    [404, NotFoundError],
    [413, TooLargeError],
    [400, RefusedError],
    [500, ServerFailure],
    [501, ServerFailure],
  ])("with %i carries method, route, status, the server's id and the request's", async (status, kind) => {
    const error = await failure({ status, body: appError("api.some.error", status) });
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({
      method: "GET",
      route: "/api/v4/users/me",
      status,
      id: "api.some.error",
      requestId: "req1",
    });
    expect(error.message).toContain(`(${status}, api.some.error, request req1)`);
  });

  test.each([
    [{ "retry-after": "7" }, 7_000],
    [{ "x-ratelimit-reset": "3" }, 3_000],
    [{}, 1_000],
  ])("with 429 in plain text says how long to wait: %o", async (headers, retryAfterMs) => {
    const error = await failure({ status: 429, headers, body: "limit exceeded\n" });
    expect(error).toBeInstanceOf(RateError);
    expect(error).toMatchObject({ retryAfterMs, message: expect.stringContaining("too many requests") as string });
  });

  test.each([
    ["a web page for JSON", { body: "<!DOCTYPE html><html></html>" }, "answered with HTML instead of JSON"],
    ["half a body", { body: '{"id": "abc' }, "answered with something that is not JSON"],
    ["a body that broke off", { broken: new Error("aborted") }, "the answer broke off in the middle"],
    ["another program's 404", { status: 404, body: "404 page not found\n" }, "check the sub-path"],
    ["a login page of a proxy", { status: 403, body: "<html>log in</html>" }, "no login page of a proxy"],
    [
      "a redirect",
      { status: 302, headers: { location: "https://new.example.com/x?key=1" }, body: "" },
      "redirects to https://new.example.com/x: use",
    ],
  ])("with %s is a protocol error that says what to do", async (_name, given, sentence) => {
    const error = await failure(given);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error.message).toContain(sentence);
  });

  test("that nobody answered is a network error with Node's code and a remedy", async () => {
    const http = (): Promise<never> => Promise.reject(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));
    const call = createRest({ url: "https://chat.example.com", http }).users.me();
    await expect(call).rejects.toThrow(NetworkError);
    await expect(call).rejects.toThrow("nobody listens at this address, ECONNREFUSED. Check host and port");
  });

  test("never shows the token, wherever the server puts it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 200, max: 599 }),
        fc.constantFrom("", "{", "<html>", '"'),
        async (status, start) => {
          const error = await failure({ status, body: `${start}${status < 300 ? TOKEN : ""}` }).catch(() => undefined);
          expect(inspect(error, { depth: 9 })).not.toContain(TOKEN);
        },
      ),
    );
  });
});

describe("a call", () => {
  test("goes below the server's path, with the token, as JSON", async () => {
    const { rest, asked } = answering({ body: '{"id":"p"}' });
    await rest.posts.create({ channel_id: "c", message: "hi" });
    expect(asked[0]).toMatchObject({
      method: "POST",
      url: "https://chat.example.com/mm/api/v4/posts",
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
      body: '{"channel_id":"c","message":"hi"}',
    });
  });

  test("leaves out what was not given, and escapes what was", async () => {
    const { rest, asked } = answering({});
    await rest.posts.inChannel("c", { after: "p", perPage: 200 });
    await rest.users.byUsername("../evil?x");
    expect(asked.map(({ url }) => url.slice("https://chat.example.com/mm/api/v4".length))).toEqual([
      "/channels/c/posts?after=p&per_page=200",
      "/users/username/..%2Fevil%3Fx",
    ]);
  });

  test("uploads bytes with their length, and downloads them piece by piece", async () => {
    const { rest, asked } = answering({ body: '{"file_infos":[{"id":"f"}],"client_ids":null}' });
    expect(await rest.files.upload({ channel: "c", name: "ä.txt", content: "hello" })).toEqual({ id: "f" });
    expect(asked[0]).toMatchObject({ headers: { "content-length": "5", "content-type": "application/octet-stream" } });
    expect(asked[0]?.url).toContain("channel_id=c&filename=%C3%A4.txt");
    const pieces: string[] = [];
    for await (const piece of await rest.files.download("f")) pieces.push(new TextDecoder().decode(piece));
    expect(pieces.join("")).toContain("file_infos");
  });

  test("a download that breaks names its call", async () => {
    const { rest } = answering({ broken: new Error("cut") });
    const read = async (): Promise<void> => {
      await Array.fromAsync(await rest.files.download("f"));
    };
    await expect(read()).rejects.toThrow("GET /api/v4/files/f: the answer broke off in the middle");
  });

  test("understands the broken list of a user without channels", async () => {
    const body = '[{"id":"app.channel.get_channels.not_found.app_error","message":"No channels were found."}';
    expect(await answering({ body }).rest.users.channels("me")).toEqual([]);
    await expect(answering({ body: "[{" }).rest.users.channels("me")).rejects.toThrow(ProtocolError);
  });
});

describe("what cannot work is refused at once", () => {
  const http = (): Promise<never> => Promise.reject(new Error("not reached"));

  test.each(["", "   ", "ftp://chat.example.com", "https://", "http://a b"])("the address %j", (url) => {
    expect(() => createRest({ url, http })).toThrow(ConfigurationError);
  });

  test.each([
    ["chat.example.com", "https://chat.example.com"],
    ["http://chat.example.com:8065/", "http://chat.example.com:8065"],
    ["wss://chat.example.com/mm/api/v4/websocket", "https://chat.example.com/mm"],
    ["https://chat.example.com/mm/api/v4", "https://chat.example.com/mm"],
  ])("but %s is %s", (url, expected) => {
    expect(createRest({ url, http }).url).toBe(expected);
  });

  test.each(["abc\ndef", "tökén", " abc", ""])("the token %j, without showing it", (token) => {
    const made = (): Rest => createRest({ url: "https://chat.example.com", token, http });
    expect(made).toThrow(ConfigurationError);
    if (token !== "") expect(made).not.toThrow(new RegExp(token));
  });
});
