/** What is not let in by a hook: each wrong call has a status that says so, and no handler hears of it. */
import { createHmac } from "node:crypto";
import type { Stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { BEARER, JSON_TYPE, SECRET, type Sent, call, json, request, spec, staged } from "../../test/hook-calls.ts";
import { type HookSpec, senders } from "../index.ts";

describe("what goes wrong has a status that says so, and no handler hears of it", () => {
  const calls: unknown[] = [];
  const town = (wanted: HookSpec = spec): Promise<Stage> => {
    calls.length = 0;
    return staged(wanted, (_ctx, body) => void calls.push(body));
  };
  const good = { service: "api", version: 1 };

  test.each<[string, Sent, number, RegExp]>([
    ["no token", json(good, {}), 401, /Bearer … is missing/],
    ["a wrong token", json(good, { authorization: "Bearer another secret" }), 401, /is wrong/],
    ["a token that begins right", json(good, { authorization: `Bearer ${SECRET}x` }), 401, /is wrong/],
    ["another way to show it", json(good, { authorization: `Basic ${SECRET}` }), 401, /is missing/],
    [
      "JSON that was cut off",
      { headers: { ...JSON_TYPE, ...BEARER }, body: '{"service":"api"' },
      400,
      /no JSON, or not all/,
    ],
    [
      "what is no UTF-8",
      { headers: { ...JSON_TYPE, ...BEARER }, body: new Uint8Array([34, 255, 34]) },
      400,
      /not UTF-8/,
    ],
    ["nothing at all", { headers: { ...JSON_TYPE, ...BEARER } }, 400, /no JSON/],
    ["no content type", { headers: BEARER, body: new Uint8Array([123, 125]) }, 415, /no content type/],
    [
      "another content type",
      { headers: { ...BEARER, "content-type": "text/xml" }, body: "<a/>" },
      415,
      /text\/xml, and has to be/,
    ],
    ["a body that does not fit", json({ service: "api" }), 422, /does not fit: version: /],
    ["another method", { method: "GET", headers: BEARER }, 405, /call this with POST/],
    ["a body that is too large", json({ service: "x".repeat(1_100_000), version: 1 }), 413, /bytes/],
    ["another path", { ...json(good), path: "/deployed/more" }, 404, /nothing here/],
  ])("%s", async (_what, sent, status, sentence) => {
    await using stood = await town();
    const answer = await call(stood, sent);
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(sentence)]);
    expect(calls).toEqual([]);
    expect(answer.text + JSON.stringify(stood.log)).not.toContain(SECRET);
  });

  test.each<[string, (body: string, proof: string) => [body: string, proof: string]]>([
    ["forged", (body) => [body, createHmac("sha256", "another secret, of nobody").update(body).digest("hex")]],
    ["of another body", (body, proof) => [body.replace("1", "2"), proof]],
    ["of a body that was cut off", (body, proof) => [body.slice(0, -1), proof]],
    ["cut off", (body, proof) => [body, proof.slice(0, -2)]],
    ["empty", (body) => [body, ""]],
    ["no hex", (body) => [body, "zz".repeat(32)]],
    ["made with the body for a secret", (body) => [body, createHmac("sha256", body).update(SECRET).digest("hex")]],
  ])("a signature that is %s", async (_what, spoil) => {
    await using stood = await town({ from: senders.github(SECRET), body: spec.body });
    const body = JSON.stringify(good);
    const [sent, proof] = spoil(body, createHmac("sha256", SECRET).update(body).digest("hex"));
    const headers = { ...JSON_TYPE, "x-hub-signature-256": `sha256=${proof}` };
    expect((await call(stood, { headers, body: sent })).status).toBe(401);
    expect(calls).toEqual([]);
  });

  test("whoever has to prove something is told how, and whoever uses another method which", async () => {
    await using stood = await town();
    expect((await call(stood, json(good, {}))).headers.get("www-authenticate")).toBe("Bearer");
    expect((await call(stood, { method: "DELETE" })).headers.get("allow")).toBe("POST");
  });

  test("a body of the wrong kind where only one is taken", async () => {
    await using stood = await town({ from: senders.bearer(SECRET), format: "form" });
    expect((await call(stood, json(good))).status).toBe(415);
    expect(calls).toEqual([]);
  });

  test("a secret that cannot be had lets nobody in", async () => {
    const shut = senders.bearer(() => Promise.reject(new Error("the vault is shut")));
    await using stood = await town({ from: shut });
    const answer = await call(stood, json(good));
    expect([answer.status, answer.text]).toEqual([500, expect.not.stringContaining("vault")]);
    expect(calls).toEqual([]);
  });

  test("a body that never ends", async () => {
    await using stood = await town();
    const stuck = stood.bot.fetch(request({ headers: { ...JSON_TYPE, ...BEARER }, body: new ReadableStream() }));
    await stood.wait("30s");
    expect((await stuck).status).toBe(408);
    expect(calls).toEqual([]);
  });

  test("a bot that has stopped", async () => {
    await using stood = await town();
    await stood.stop();
    expect((await stood.bot.fetch(request(json(good)))).status).toBe(503);
    expect(calls).toEqual([]);
  });

  test("forgeries do not fill the log", async () => {
    await using stood = await town();
    for (let index = 0; index < 50; index++) await call(stood, json(good, {}));
    await stood.wait("2m");
    await call(stood, json(good, {}));
    const lines = stood.log.filter(({ message }) => message === "a call of a hook was refused");
    expect(lines.map(({ facts }) => facts["others"])).toEqual([undefined, 49]);
  });
});
