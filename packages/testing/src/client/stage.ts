/** Makes the stage of a deed on any server: a town, and the client as everybody in it. */
import { type HttpTransport, type Rest, createRest } from "@matterwright/client";
import { World } from "../conformance/world.ts";
import type { ServerUnderTest } from "../replay/server.ts";
import type { ClientStage } from "./deed.ts";

/** Builds a town. `http` reaches the same server as `server` does. */
export async function clientStage(server: ServerUnderTest, http: HttpTransport): Promise<ClientStage> {
  const world = await World.build(server);
  const network = { url: server.base, http };
  const known = new Map<string, Rest>();
  return {
    world,
    network,
    team: world.town.teamId,
    name: (of) => `${of}${server.suffix}`,
    async as(who) {
      const rest =
        known.get(who) ?? createRest(who === "nobody" ? network : { ...network, token: await world.town.tokenOf(who) });
      known.set(who, rest);
      return rest;
    },
  };
}

/** HTTP into a server under test, whatever that is. */
export function httpUnderTest(server: ServerUnderTest): HttpTransport {
  return async ({ method, url, headers, body }) => {
    const { pathname, search } = new URL(url);
    const sent =
      body === undefined
        ? {}
        : { body: typeof body === "string" || body instanceof Uint8Array ? body : await joined(body) };
    const answer = await server.request({ method, target: pathname + search, headers, ...sent });
    return {
      status: answer.status,
      headers: answer.headers as Record<string, string | string[]>,
      text: () => Promise.resolve(new TextDecoder().decode(answer.body)),
      // eslint-disable-next-line typescript/require-await -- an async generator is the shape that is asked for
      async *bytes() {
        yield answer.body;
      },
    };
  };
}

async function joined(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return Buffer.concat(await Array.fromAsync(stream));
}
