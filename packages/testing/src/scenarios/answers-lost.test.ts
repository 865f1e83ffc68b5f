/** A post was made, but its answer never came: a proxy gave up, the line was cut. It is asked for again, and is not made twice. */
import type { HttpTransport } from "@matterwright/client";
import { Bot, type BotOptions } from "matterwright";
import { describe, expect, test } from "vitest";
import { stage } from "../stage/stage.ts";

type Loss = (answered: ReturnType<HttpTransport>) => ReturnType<HttpTransport>;

const cut: Loss = async (answered) => {
  await answered;
  throw Object.assign(new Error("cut"), { code: "ECONNRESET" });
};
const badGateway: Loss = async (answered) => {
  const answer = await answered;
  return { ...answer, status: 502, headers: {}, text: () => Promise.resolve("<html>Bad Gateway</html>") };
};
const halfABody: Loss = async (answered) => {
  const answer = await answered;
  return { ...answer, text: () => Promise.reject(new Error("aborted")) };
};

/** A bot that answers `!ping`, over a line that loses the first answers to its posts after the server has done what they ask. */
function unlucky(times: number, loss: Loss): (options: BotOptions) => Bot {
  let lost = 0;
  return ({ http, ...options }) => {
    const send = http as HttpTransport;
    const losing: HttpTransport = (request) => {
      const isPost = request.method === "POST" && request.url.endsWith("/api/v4/posts");
      return isPost && lost++ < times ? loss(send(request)) : send(request);
    };
    return new Bot({ ...options, http: losing }).command("ping", { about: "Answer" }, (ctx) => ctx.reply("pong"));
  };
}

describe.each<[string, Loss]>([
  ["was cut off", cut],
  ["was a proxy's", badGateway],
  ["broke off in the middle", halfABody],
])("an answer that %s", (_what, loss) => {
  test("is asked for again, and there is one post", async () => {
    await using town = await stage(unlucky(3, loss));
    const ann = town.person("ann");
    await ann.says("!ping", { in: "ops" });
    await town.wait("10s");
    expect(ann.posts.map(({ message }) => message)).toEqual(["!ping", "pong"]);
    expect(town.bot.status().failures).toBe(0);
  });

  test("is given up before the server would take it for another post", async () => {
    await using town = await stage(unlucky(Number.POSITIVE_INFINITY, loss));
    const ann = town.person("ann");
    await ann.says("!ping", { in: "ops" });
    await town.wait("5min");
    // The second is the word about the failure, whose answers are lost as well.
    expect(ann.posts.map(({ message }) => message.replace(/ Ref .*/, ""))).toEqual([
      "!ping",
      "pong",
      "Something went wrong.",
    ]);
    expect(town.bot.status().failures).toBe(1);
  });
});
