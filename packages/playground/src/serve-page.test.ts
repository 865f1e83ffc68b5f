import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { servePage } from "./index.ts";

describe("the server of the page", () => {
  let server: Server;
  let url = "";

  beforeAll(async () => {
    const answer = servePage();
    server = createServer((request, response) => {
      if (!answer(request, response)) response.writeHead(501).end("not the page's");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test.each([
    ["/", "text/html; charset=utf-8", "<!doctype html>"],
    ["/?from=somewhere", "text/html; charset=utf-8", "<!doctype html>"],
    ["/page/page.css", "text/css; charset=utf-8", ":root"],
    ["/page/main.ts", "text/javascript; charset=utf-8", "import"],
    ["/page/icon.svg", "image/svg+xml", "<svg"],
  ])("gives out %s as %s", async (path, type, beginning) => {
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
    expect(await response.text()).toContain(beginning);
  });

  test("takes the types out of modules", async () => {
    const text = await (await fetch(`${url}/page/api.ts`)).text();
    expect(text).toContain("class Api");
    expect(text).not.toMatch(/import type|Promise<|: string/);
  });

  test("lets nothing in from elsewhere, and nobody keep or frame what it gives out", async () => {
    const { headers } = await fetch(url);
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'self';.*frame-ancestors 'none'/);
    expect(headers.get("content-security-policy")).not.toContain("unsafe");
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
      "cache-control": "no-store",
    });
  });

  test.each([
    "/nowhere",
    "/page/",
    "/page/tsconfig.json",
    "/page/page.html",
    "/page/..%2fserve-page.ts",
    "/page/%2e%2e/index.ts",
    "/page/view/../../index.ts%00",
    "//page/main.ts",
    "/page/<script>alert(1)</script>",
  ])("has the same constant answer for %s", async (path) => {
    const response = await fetch(url + path);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await response.text()).toBe(await (await fetch(`${url}/another`)).text());
  });

  test("answers HEAD without a body, and leaves to others what is no question", async () => {
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(Number(head.headers.get("content-length"))).toBeGreaterThan(1_000);
    expect((await fetch(url, { method: "POST" })).status).toBe(501);
  });
});
