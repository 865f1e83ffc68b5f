/** A hook behind a real port: what a line does to a call that the caller did not mean. */
import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { type Stage, stage } from "@matterwright/testing";
import { afterEach, expect, test } from "vitest";
import { SECRET, spec } from "../../test/hook-calls.ts";
import { Bot, senders } from "../index.ts";
import { type Serving, serve } from "../node/serve.ts";

let town: Stage | undefined;
let door: Serving | undefined;
const handled: unknown[] = [];

afterEach(async () => {
  await door?.close();
  await town?.[Symbol.asyncDispose]();
});

async function opened(): Promise<number> {
  handled.length = 0;
  const signed = { from: senders.github(SECRET), body: spec.body };
  town = await stage((given) => new Bot(given).hook("/deployed", signed, (_ctx, body) => void handled.push(body)));
  door = await serve(town.bot, { port: 0, host: "127.0.0.1" });
  return door.port;
}

const body = JSON.stringify({ service: "api", version: 1 });
const proof = (text: string): string => `sha256=${createHmac("sha256", SECRET).update(text).digest("hex")}`;

/** The head of a call, whatever its length. */
const head = (lines: readonly string[]): string =>
  ["POST /deployed HTTP/1.1", "Host: bot", "Content-Type: application/json", ...lines, "", ""].join("\r\n");

/** Writes bytes as they are, and resolves with everything that is answered until the line is closed. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const line = connect(port, "127.0.0.1", () => line.end(text));
    line.setEncoding("utf8");
    line.on("data", (piece: string) => (answer += piece));
    line.on("error", () => {});
    line.on("close", () => resolve(answer));
  });
}

test("a right call arrives", async () => {
  const answer = await raw(
    await opened(),
    head([`X-Hub-Signature-256: ${proof(body)}`, `Content-Length: ${body.length}`, "Connection: close"]) + body,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(handled).toEqual([{ service: "api", version: 1 }]);
});

test.each([
  ["is cut off before its end, signed as a whole", body, body.length, body.slice(0, -3)],
  ["is cut off, and what arrived is signed", body.slice(0, -3), body.length, body.slice(0, -3)],
  ["goes on behind its length", body, body.length - 2, body],
  ["says that it is empty", "", 0, body],
])("a body that %s reaches no handler", async (_what, signed, length, sent) => {
  const answer = await raw(
    await opened(),
    head([`X-Hub-Signature-256: ${proof(signed)}`, `Content-Length: ${length}`]) + sent,
  );
  expect(answer).not.toMatch(/^HTTP\/1\.1 200 /);
  expect(handled).toEqual([]);
});

test("what stands before an answer arrives as well: which method, and how long to wait", async () => {
  const port = await opened();
  expect(await raw(port, head(["Connection: close"]).replace("POST", "PUT"))).toMatch(
    /^HTTP\/1\.1 405 [^]*\r\nallow: POST\r\n/,
  );
  await town?.stop();
});

test("two lengths, and a length beside pieces, are no request at all", async () => {
  const port = await opened();
  const signature = `X-Hub-Signature-256: ${proof(body)}`;
  const twice = head([signature, `Content-Length: ${body.length}`, "Content-Length: 3"]) + body;
  const both = head([signature, `Content-Length: ${body.length}`, "Transfer-Encoding: chunked"]) + body;
  for (const text of [twice, both]) expect(await raw(port, text)).toMatch(/^HTTP\/1\.1 400 /);
  expect(handled).toEqual([]);
});
