import { readFileSync } from "node:fs";
import { type RequestListener, type Server, createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");
const certificate = {
  key: readFileSync(join(fixtures, "localhost-key.pem")),
  cert: readFileSync(join(fixtures, "localhost-certificate.pem")),
};
let open: Server | undefined;

afterEach(() => {
  open?.closeAllConnections();
  open?.close();
});

async function serve(server: Server): Promise<string> {
  open = server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startAt(url: string, more: Readonly<Record<string, string>> = {}): Promise<readonly [number, string]> {
  const terminal = fakeTerminal({ env: { MATTERMOST_URL: url, MATTERMOST_TOKEN: "quite-a-secret", ...more } });
  const code = await run(["start"], terminal);
  expect(terminal.all()).not.toContain("quite-a-secret");
  return [code, terminal.noted.join("\n")];
}

function always(status: number, body: string, headers: Readonly<Record<string, string>> = {}): RequestListener {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

const me = always(200, '{"id":"abcdefghijklmnopqrstuvwxyz","username":"wright"}', {
  "content-type": "application/json",
});

test.each<[string, RequestListener, string, number]>([
  ["a page of HTML", always(200, "<!doctype html><title>Log in</title>"), "answers with a web page", 78],
  ["a page of HTML for what is not there", always(404, "<html>nginx</html>"), "answers with a web page", 78],
  ["a redirect", always(301, "", { location: "https://chat.example.com" }), "redirects elsewhere", 78],
  ["something else entirely", always(418, "I am a teapot"), "does not answer as Mattermost does (status 418)", 78],
  ["a proxy without its server", always(502, "<html>Bad Gateway</html>"), "cannot serve us just now (status 502)", 75],
  ["too many requests", always(429, "limit exceeded"), "cannot serve us just now (status 429)", 75],
])("%s", async (_what, listener, sentence, code) => {
  const [ended, said] = await startAt(`http://${await serve(createServer(listener))}`);
  expect(said).toContain(sentence);
  expect(ended).toBe(code);
});

test("a self-signed certificate", async () => {
  const [code, said] = await startAt(`https://${await serve(createSecureServer(certificate, me))}`);
  expect(said).toContain(
    "is self-signed: name its authority's file in MATTERMOST_CA_FILE, or set MATTERMOST_VERIFY=false",
  );
  expect(code).toBe(78);
});

test.each([{ MATTERMOST_VERIFY: "false" }, { MATTERMOST_CA_FILE: join(fixtures, "localhost-certificate.pem") }])(
  "errbot-bug-27 a self-signed certificate that is trusted by %j",
  async (more) => {
    const host = await serve(createSecureServer(certificate, me));
    const [code, said] = await startAt(`https://${host}`, { ...more, MATTERMOST_USERNAME: "robo" });
    // The server was reached: it said who the token belongs to.
    expect(said).toContain("belongs to @wright");
    expect(code).toBe(78);
  },
);

test("plain http on a port of https", async () => {
  const [code, said] = await startAt(`http://${await serve(createSecureServer(certificate, me))}`);
  expect(said).toContain("https:// in MATTERMOST_URL");
  expect([75, 78]).toContain(code);
});

test("Ctrl-C while a server lets us wait ends it at once", async () => {
  const asked = Promise.withResolvers<void>();
  const host = await serve(createServer(() => asked.resolve()));
  const terminal = fakeTerminal({ env: { MATTERMOST_URL: `http://${host}`, MATTERMOST_TOKEN: "quite-a-secret" } });
  const code = run(["start"], terminal);
  await asked.promise;
  terminal.interrupt();
  expect(await code).toBe(0);
  expect(terminal.noted).toEqual(["Stopped before it had started."]);
});
