import { once } from "node:events";
import { Agent, type IncomingMessage, get } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { type Serving, serve } from "./serve.ts";

let door: Serving | undefined;

afterEach(() => door?.close({ withinMs: 0 }));

async function open(answer: () => Promise<Response> | Response): Promise<number> {
  door = await serve({ fetch: answer }, { port: 0, host: "127.0.0.1" });
  return door.port;
}

describe("a port that is closed", () => {
  test("waits for nobody who has connected and asked nothing", async () => {
    const port = await open(() => new Response("hello"));
    const line = connect(port, "127.0.0.1");
    await once(line, "connect");
    // Whoever came later has been accepted later: by now the silent one is known.
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe("hello");
    const gone = once(line, "close");
    await door?.close();
    await gone;
  });

  test("answers the call that it has taken, and keeps its connection no longer", async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<Response>();
    const port = await open(() => {
      asked.resolve();
      return answer.promise;
    });
    const agent = new Agent({ keepAlive: true });
    const call = once(get({ port, agent }), "response");
    await asked.promise;
    const closed = door?.close();
    answer.resolve(new Response("late, and whole"));
    const [response] = (await call) as [IncomingMessage];
    expect(await text(response)).toBe("late, and whole");
    await closed;
    agent.destroy();
  });

  test("cuts off what does not end in time", async () => {
    const asked = Promise.withResolvers<void>();
    const port = await open(() => {
      asked.resolve();
      return new Promise<Response>(() => {});
    });
    const call = fetch(`http://127.0.0.1:${port}`);
    const closed = asked.promise.then(() => door?.close({ withinMs: 0 }));
    await expect(call).rejects.toThrow("fetch failed");
    await closed;
  });
});
