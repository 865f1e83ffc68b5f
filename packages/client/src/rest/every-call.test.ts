/** Every method of the client: it asks for the endpoint that its own description names, and survives whatever is answered. */
import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MattermostError } from "../errors.ts";
import type { HttpRequest, HttpResponse, HttpTransport } from "../transport.ts";
import { type Rest, createRest } from "./rest.ts";
import { everyCall } from "./testing-every-call.ts";

const methods = Object.entries(everyCall).flatMap(([area, calls]) =>
  Object.entries(calls).map(([name, run]) => ({
    name: `${area}.${name}`,
    run: (rest: Rest) => (run as (area: unknown) => unknown)(rest[area as keyof Rest]),
  })),
);

/** Interface and method, and the endpoint that the description of it names. */
const described = readdirSync(new URL("api", import.meta.url)).flatMap((file) => {
  const text = readFileSync(new URL(`api/${file}`, import.meta.url), "utf8");
  return [...text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\s+(\w+)\(/g)].map(([, doc = "", name = ""]) => ({
    where: interfaceOf(text, doc),
    name,
    endpoint: /`([A-Z]+ \/[^`]*)`/.exec(doc)?.[1],
  }));
});

/** The last interface that begins before a description. */
function interfaceOf(text: string, doc: string): string {
  return [...text.slice(0, text.indexOf(doc)).matchAll(/export interface (\w+Api)/g)].at(-1)?.[1] ?? "";
}

/** Interfaces whose methods an area takes over, where the names do not begin alike. */
const TAKEN_OVER: Readonly<Record<string, string>> = { files: "UploadsApi", webhooks: "OutgoingWebhooksApi" };

function endpointOf(method: string): string | undefined {
  const [area = "", name = ""] = method.split(".");
  const stem = area.replace(/s$/, "").toLowerCase();
  const isOfArea = (where: string): boolean => where.toLowerCase().startsWith(stem) || where === TAKEN_OVER[area];
  return described.find((each) => each.name === name && isOfArea(each.where))?.endpoint;
}

/** What one call asks first, of a server that answers `body`. */
async function asking(run: (rest: Rest) => unknown, body: string): Promise<HttpRequest | undefined> {
  const asked: HttpRequest[] = [];
  await settled(run, (request) => {
    asked.push(request);
    return Promise.resolve(answer({ body }));
  });
  return asked[0];
}

/** How a call ends; of an iterator, how the walk ends. */
async function settled(run: (rest: Rest) => unknown, http: HttpTransport): Promise<unknown> {
  const rest = createRest({ url: "https://chat.example.com", token: "t", http });
  try {
    const result = await run(rest);
    if (typeof result !== "object" || result === null || !(Symbol.asyncIterator in result)) return undefined;
    let seen = 0;
    for await (const _ of result as AsyncIterable<unknown>)
      if (++seen > 1_000) throw new Error("there is no end of it");
    return undefined;
  } catch (error) {
    return error;
  }
}

function answer({
  status = 200,
  headers = {},
  body = "{}",
}: Partial<Pick<HttpResponse, "status" | "headers">> & { body?: string }): HttpResponse {
  return {
    status,
    headers,
    text: () => Promise.resolve(body),
    // eslint-disable-next-line typescript/require-await -- an async generator is the shape that is asked for
    async *bytes() {
      yield new TextEncoder().encode(body);
    },
  };
}

describe("every method", () => {
  test.each(methods)("$name asks for the endpoint that its description names", async ({ name, run }) => {
    const endpoint = endpointOf(name);
    expect(endpoint, `the description of ${name} names no endpoint`).toBeDefined();
    const [method = "", path = ""] = endpoint?.split(" ") ?? [];
    const request = await asking(run, "{}");
    const [wanted = "", query = ""] = path.split("?");
    const pattern = wanted.replaceAll(/\{\w+\}/g, "[^/]+").replaceAll(".", "\\.");
    const { pathname, search } = new URL(request?.url ?? "");
    expect(`${request?.method} ${pathname.replace("/api/v4", "")}`).toMatch(new RegExp(`^${method} ${pattern}$`));
    expect(search).toContain(query);
  });

  test.each(methods)("$name ends well or with an error of ours, whatever is answered", async ({ run }) => {
    const json = fc.json({ maxDepth: 3 });
    const text = fc.oneof(
      json,
      fc.constantFrom("", "null", "[]", "{}", "<html>", '{"posts":1,"order":null}', "[null]"),
      fc.string(),
    );
    const foreign: unknown[] = [];
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constant(200), fc.integer({ min: 100, max: 599 })), text, async (status, body) => {
        const error = await settled(run, () => Promise.resolve(answer({ status, body })));
        if (error !== undefined && !(error instanceof MattermostError)) foreign.push([status, body, error]);
      }),
      { numRuns: 30 },
    );
    expect(foreign).toEqual([]);
  });
});

test.each(["", ".", "..", "%2e%2e"])("an id that is %j leads nowhere else", async (id) => {
  const asked: HttpRequest[] = [];
  const http: HttpTransport = (request) => {
    asked.push(request);
    return Promise.resolve(answer({}));
  };
  const rest = createRest({ url: "https://chat.example.com", http });
  const call = rest.channels.archive(id);
  if (id === "%2e%2e") await call;
  else await expect(call).rejects.toThrow("an id or a name is missing");
  expect(asked.map(({ url }) => new URL(url).pathname)).toEqual(id === "%2e%2e" ? ["/api/v4/channels/%252e%252e"] : []);
});

test("half a sign in a name is no reason to fall over", async () => {
  expect((await asking((rest) => rest.users.byUsername("\ud800"), "{}"))?.url).toContain("%EF%BF%BD");
});

test("any other route has its type from the one who looks at the answer", async () => {
  const rest = createRest({
    url: "https://chat.example.com",
    http: () => Promise.resolve(answer({ body: '{"n":1}' })),
  });
  const parse = (value: unknown): number => {
    if (typeof value === "object" && value !== null && "n" in value && typeof value.n === "number") return value.n;
    throw new Error("no n");
  };
  const n: number = await rest.call("GET", "/api/v4/x", { parse });
  expect(n).toBe(1);
  await expect(rest.call("GET", "/api/v4/x", { parse: () => parse({}) })).rejects.toThrow(
    "something else than what was expected",
  );
  expect(await (await rest.raw("GET", "/api/v4/x")).text()).toBe('{"n":1}');
});
