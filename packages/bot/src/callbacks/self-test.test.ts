/** Whether the server reaches the bot, tried on a stage: there and back, and everything that may stand in the way. */
import { type Stage, type StageOptions, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot, type CallbackReport, type Look } from "../index.ts";
import { explainWords } from "./explain.ts";

type Fetch = NonNullable<StageOptions["outside"]>["fetch"];

/** A bot whose address leads to something else. */
function misled(
  fetch: Fetch,
  more: { readonly look?: Look; readonly settings?: Record<string, never> } = {},
): Promise<Stage> {
  const { look } = more;
  return stage((options) => new Bot({ ...options, callbackUrl: "http://elsewhere/wright", ...(look && { look }) }), {
    outside: { fetch },
  });
}

const answering =
  (status: number, body = "", type = "text/plain"): Fetch =>
  () =>
    Promise.resolve({ status, statusText: "Whatever", headers: { "content-type": type }, body });

const unreachable: Fetch = () => Promise.reject(new Error("no"));

function causeIn({ state, explanation }: CallbackReport): unknown {
  return [state, explanation?.cause];
}

test("at the start it is proven, and told once", async () => {
  await using town = await stage((options) => new Bot(options));
  expect(town.bot.status().callbacks).toMatchObject({ state: "works", url: "http://bot/self-test" });
  expect(await town.bot.testCallbacks()).toMatchObject({ state: "works" });
  expect(town.log.filter(({ message }) => message === "the server reaches the bot")).toHaveLength(1);
});

test("without an address there is nothing to be proven", async () => {
  await using town = await stage((options) => new Bot(options), { callbackUrl: false });
  expect(await town.bot.testCallbacks()).toEqual({ state: "none", url: "" });
});

test("whoever calls its path without a key finds what is at every unknown path", async () => {
  await using town = await stage((options) => new Bot(options));
  const call = async (path: string): Promise<readonly [number, string]> => {
    const answer = await town.bot.fetch(new Request(`http://bot${path}`, { method: "POST" }));
    return [answer.status, await answer.text()];
  };
  const unknown = await call("/nothing");
  expect(unknown[0]).toBe(404);
  expect(await call("/self-test")).toEqual(unknown);
  expect(await call(`/self-test?key=${crypto.randomUUID()}`)).toEqual(unknown);
});

describe("why it fails, is read from the server's own answer:", () => {
  test.each<[string, Fetch, string, string]>([
    ["a proxy that wants a password", answering(401), "proxy", "answered 401"],
    ["a proxy that lets nobody in", answering(403), "proxy", "Let the proxy pass"],
    ["a wrong path", answering(404), "path", "MATTERWRIGHT_PATH"],
    ["a proxy that does not find the bot", answering(502), "status", "could not reach the bot itself"],
    ["a login page", answering(200, "<!doctype html><title>Log in</title>", "text/html"), "html", "web page"],
    ["another program", answering(200, '{"error":"no"}', "application/json"), "html", "in place of the bot"],
  ])("%s", async (_what, fetch, cause, words) => {
    await using town = await misled(fetch);
    const { callbacks } = town.bot.status();
    expect(causeIn(callbacks)).toEqual(["fails", cause]);
    expect(`${callbacks.explanation?.why}. ${callbacks.explanation?.help}`).toContain(words);
    expect(town.log.find(({ level }) => level === "error")).toMatchObject({
      message: "the server does not reach the bot: slash commands, buttons and dialogs do not work",
      facts: { url: "http://elsewhere/wright/self-test" },
    });
    // What was made for the question is gone.
    const path = `GET /api/v4/commands?team_id=${town.town.team.id}&custom_only=true`;
    expect(JSON.stringify(await town.person("ann").calls(path))).not.toContain("matterwright-test");
  });

  test("an answer that does not get back", async () => {
    let reached = 0;
    const towns: Stage[] = [];
    const fetch: Fetch = async ({ url, method, headers, body }) => {
      const answer = await towns[0]?.bot.fetch(new Request(url, { method, headers, body }));
      reached += answer?.status === 200 ? 1 : 0;
      return { status: 502, headers: {}, body: "" };
    };
    await using town = await misled(fetch);
    towns.push(town);
    expect(causeIn(await town.bot.testCallbacks())).toEqual(["fails", "answer lost"]);
    expect(reached).toBe(1);
  });

  test.each([
    ['Post "http://nowhere.invalid/x": lookup nowhere.invalid on 10.1.0.53:53: no such host', "name"],
    [
      'Post "http://10.1.2.3/x": address forbidden, you may need to set AllowedUntrustedInternalConnections to allow an integration access to your internal network: IP 10.1.2.3 is in a reserved range and not in AllowedUntrustedInternalConnections',
      "internal address",
    ],
    ['Post "http://127.0.0.1:1/x": dial tcp 127.0.0.1:1: connect: connection refused', "refused"],
    ['Post "https://127.0.0.1:1/x": http: server gave HTTP response to HTTPS client', "tls"],
    ['Post "https://bot/x": tls: failed to verify certificate: x509: certificate signed by unknown authority', "tls"],
    [
      'Post "http://bot/x": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
      "no answer",
    ],
    ['Post "http://bot/x": EOF', "cut"],
    ["status=401", "proxy"],
    ["status=404", "path"],
    ["invalid character '<' looking for beginning of value", "html"],
    ["something that nobody has ever seen", undefined],
  ])("in developer mode: %s", (words, cause) => {
    expect(explainWords(words, "http://bot.example.com/x")?.cause).toBe(cause);
  });
});

describe("where the server says nothing, by what the bot sees itself:", () => {
  test.each<[string, Awaited<ReturnType<Look>>, string, string]>([
    ["a name that nobody knows", { addresses: [], code: "ENOTFOUND" }, "name", "elsewhere"],
    [
      "an internal address",
      { addresses: ["10.1.2.3"], status: 200, isBot: true },
      "internal address",
      "AllowedUntrustedInternalConnections",
    ],
    [
      "a certificate that nobody trusts",
      { addresses: ["203.0.113.5"], code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
      "tls",
      "certificate",
    ],
    ["nothing that listens", { addresses: ["203.0.113.5"], code: "ECONNREFUSED" }, "refused", "MATTERWRIGHT_HOST"],
    [
      "nothing that listens, at an internal address",
      { addresses: ["10.1.2.3"], code: "ECONNREFUSED" },
      "refused",
      "AllowedUntrustedInternalConnections",
    ],
    [
      "plain http where https was written",
      { addresses: ["127.0.0.1"], code: "ERR_SSL_WRONG_VERSION_NUMBER" },
      "tls",
      "Write http://",
    ],
    ["silence", { addresses: ["203.0.113.5"], code: "UND_ERR_CONNECT_TIMEOUT" }, "no answer", "firewall"],
    ["another path", { addresses: ["203.0.113.5"], status: 404, isBot: false }, "path", "MATTERWRIGHT_PATH"],
    ["the bot itself", { addresses: ["203.0.113.5"], status: 200, isBot: true }, "unknown", "firewall"],
  ])("%s", async (_what, seen, cause, words) => {
    const looked: string[] = [];
    const look: Look = (url) => {
      looked.push(url);
      return Promise.resolve(seen);
    };
    await using town = await misled(unreachable, { look });
    const { callbacks } = town.bot.status();
    expect(causeIn(callbacks)).toEqual(["fails", cause]);
    expect(JSON.stringify(callbacks.explanation)).toContain(words);
    expect(looked).toEqual(["http://elsewhere/wright/livez"]);
  });

  test("a bot that cannot look says where to read more", async () => {
    await using town = await misled(unreachable);
    expect(town.bot.status().callbacks.explanation?.help).toContain("EnableDeveloper");
  });
});

test("it is tried again every five minutes while it fails, and no more when it works", async () => {
  let calls = 0;
  const towns: Stage[] = [];
  const fetch: Fetch = async ({ url, method, headers, body }) => {
    calls++;
    const answer = await towns[0]?.bot.fetch(new Request(url, { method, headers, body }));
    if (answer === undefined) throw new Error("no");
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
  };
  await using town = await misled(fetch);
  expect(town.bot.status().callbacks.state).toBe("fails");
  towns.push(town);
  await town.wait("6m");
  expect(town.bot.status().callbacks.state).toBe("works");
  const before = calls;
  await town.wait("1h");
  expect(calls).toBe(before);
});

test("a bot in no team cannot try, and says so", async () => {
  await using town = await stage((options) => new Bot({ ...options, callbackUrl: "http://bot" }));
  const { team, bot } = town.town;
  await town.person("ann").calls(`DELETE /api/v4/teams/${team.id}/members/${bot.id}`);
  await town.wait("11m");
  const report = await town.bot.testCallbacks();
  expect([report.state, report.explanation?.help]).toEqual(["untested", "Add the bot to a team"]);
});

test("of several processes behind one address, the one that is called need not be the one that asks", async () => {
  const others: Bot[] = [];
  const fetch: Fetch = async ({ url, method, headers, body }) => {
    const answer = await others[0]?.fetch(new Request(url, { method, headers, body }));
    if (answer === undefined) throw new Error("no");
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
  };
  await using town = await stage(
    (options) => {
      const one = new Bot({ ...options, callbackUrl: "http://elsewhere/wright" });
      others.unshift(new Bot({ ...options, callbackUrl: "http://elsewhere/wright" }));
      return one;
    },
    { outside: { fetch } },
  );
  await others[0]?.start();
  expect(await town.bot.testCallbacks()).toMatchObject({ state: "works" });
  await others[0]?.stop({ drainMs: 0 });
});
