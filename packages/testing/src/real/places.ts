/**
 * Where a bot is tried with everything real about it: on the simulator behind a port of this machine, and on a Mattermost server when
 * MATTERMOST_CONFORMANCE_URL, …_ADMIN and …_PASSWORD are set. The same sockets, the same calls back, the same town; used by the tests here.
 */
import { Simulator, createAdministrator, standAt } from "@matterwright/sim";
import { listen, nodeOutside } from "@matterwright/sim/node";
import type { Bot } from "matterwright";
import { type Serving, serve } from "matterwright/node";
import { vi } from "vitest";
import { type Answered, World } from "../conformance/world.ts";
import { realServerFromEnv } from "../node/env.ts";
import { RealServer } from "../node/real.ts";

const ADMIN = { name: "admin", password: "Passw0rd!1" };

/** A kind of server. */
export interface Place {
  readonly name: string;
  /** A new town on it. */
  readonly build: () => Promise<{ readonly world: World; readonly leave: () => Promise<void> }>;
}

const onSimulator: Place = {
  name: "the simulator",
  async build() {
    const sim = new Simulator({ outside: nodeOutside() });
    createAdministrator(sim, ADMIN);
    const door = await listen(sim, { port: 0 });
    standAt(sim, door.url);
    const world = await World.build(await RealServer.reach({ url: door.url, admin: ADMIN }));
    return {
      world,
      async leave() {
        await world.leave();
        sim.stop();
        await door.close();
      },
    };
  },
};

/** @param env says which real server there is */
export function placesOf(env: Readonly<Record<string, string | undefined>>): readonly Place[] {
  const real = realServerFromEnv(env);
  if (real === undefined) return [onSimulator];
  const build: Place["build"] = async () => {
    const world = await World.build(await RealServer.reach(real));
    return { world, leave: () => world.leave() };
  };
  return [onSimulator, { name: "a real server", build }];
}

/** For what happens a moment later. */
export const SOON = { timeout: 15_000, interval: 25 };

/** A town, and a port on which the bot of the moment is reached. */
export class Stand {
  readonly world: World;
  readonly url: string;
  readonly #bots: Bot[] = [];
  readonly #ends: readonly (() => Promise<unknown>)[];

  private constructor(world: World, url: string, ends: readonly (() => Promise<unknown>)[]) {
    this.world = world;
    this.url = url;
    this.#ends = ends;
  }

  static async at(place: Place): Promise<Stand> {
    const { world, leave } = await place.build();
    const bot = (): Bot => stand.bot;
    const door: Serving = await serve({ fetch: (request) => bot().fetch(request) }, { port: 0, host: "127.0.0.1" });
    const stand: Stand = new Stand(world, `http://127.0.0.1:${door.port}`, [() => door.close(), leave]);
    return stand;
  }

  /** The bot of the moment. */
  get bot(): Bot {
    return this.#bots.at(-1) as Bot;
  }

  /** Starts a bot in the place of the last one. */
  async start(make: (options: { readonly url: string; readonly token: string }) => Bot): Promise<Bot> {
    await this.#bots.at(-1)?.stop();
    const bot = make({ url: this.world.server.base, token: await this.world.town.tokenOf("wright") });
    this.#bots.push(bot);
    await bot.start();
    return bot;
  }

  /** The newest post of ~dev that begins so, as cat sees it. */
  found(text: string): Promise<Answered & { readonly id: string }> {
    const { world } = this;
    return vi.waitFor(async () => {
      const list = await world.call("cat", `GET /api/v4/channels/${world.channel("dev")}/posts`);
      const order = list.at("order") as string[];
      const id = order.find((each) => String(list.at(`posts.${each}.message`)).startsWith(text));
      if (id === undefined) throw new Error(`nobody wrote "${text}"`);
      return Object.assign(await world.call("cat", `GET /api/v4/posts/${id}`), { id });
    }, SOON);
  }

  async leave(): Promise<void> {
    for (const bot of this.#bots) await bot.stop({ drainMs: 0 });
    for (const end of this.#ends) await end();
  }
}
