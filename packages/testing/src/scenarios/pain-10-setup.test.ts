/** Pain 10: the first start takes days, because nobody says what is wrong with the address. Ours says it in one sentence. */
import { Bot, type BotOptions } from "matterwright";
import { expect, test } from "vitest";
import { stage } from "../index.ts";

type Http = NonNullable<BotOptions["http"]>;

function answering(status: number, body: string, headers: Record<string, string> = {}): Http {
  return () =>
    Promise.resolve({
      status,
      headers,
      text: () => Promise.resolve(body),
      async *bytes() {
        yield await Promise.resolve(new TextEncoder().encode(body));
      },
    });
}

const failing =
  (code: string): Http =>
  () =>
    Promise.reject(Object.assign(new Error("as Node says it"), { code }));

/** What `start` says on a server that is none, or not there. */
async function saidBy(http: Http): Promise<string> {
  const options = { url: "chat.example.com", token: "a".repeat(26), http, connect: () => never };
  return new Bot(options).start().then(
    () => "it started",
    (error: Error) => error.message,
  );
}
const never = { send: () => {}, ping: () => {}, close: () => {}, terminate: () => {} };

test.each<readonly [what: string, http: Http, said: RegExp]>([
  [
    "a web page",
    answering(200, "<!doctype html><title>Login"),
    /answered with HTML.*web page.*sub-path.*login page of a proxy/,
  ],
  ["another sub-path", answering(404, "404 page not found\n"), /does not answer at this path: check the sub-path/],
  [
    "a redirect",
    answering(301, "", { location: "https://mm.example.com/x?y" }),
    /redirects to https:\/\/mm\.example\.com\/x: use that address/,
  ],
  ["nobody", failing("ECONNREFUSED"), /nobody listens at this address.*Check host and port/],
  ["a name that is misspelt", failing("ENOTFOUND"), /host's name is not known.*Check the spelling/],
  ["an own certificate", failing("SELF_SIGNED_CERT_IN_CHAIN"), /authority that is not known here.*setting `ca`/],
  ["no TLS", failing("ERR_SSL_WRONG_VERSION_NUMBER"), /does not speak TLS at this port.*Use http:\/\//],
])("at an address with %s, the sentence says what to do", async (_what, http, said) => {
  expect(await saidBy(http)).toMatch(said);
});

test("one address in whatever form leads to REST and WebSocket, and the bot learns its own name", async () => {
  for (const url of [
    "http://simulator",
    "http://simulator/",
    " http://simulator/api/v4 ",
    "ws://simulator/api/v4/websocket",
  ]) {
    await using town = await stage((options) => new Bot({ ...options, url }).on("mention", (ctx) => ctx.reply("here")));
    const ben = town.person("ben");
    await ben.says("@wright?");
    expect([town.bot.me.username, ben.sees]).toEqual(["wright", "here"]);
  }
});
