/** The deploy bot as people meet it, with a shipyard that ships at once or not at all. */
import { type Stage, stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { type Ship, type Shipment, deployBot } from "./bot.ts";

function staged(shipped: Shipment[] = [], ship: Ship = () => Promise.resolve("v7")): Promise<Stage> {
  return stage((options) =>
    deployBot(options, (shipment) => {
      shipped.push(shipment);
      return ship(shipment);
    }),
  );
}

describe("the deploy bot", () => {
  test.each([
    ["!deploy api", { service: "api", to: "staging", replicas: 2 }],
    ["!ship web --replicas 4", { service: "web", to: "staging", replicas: 4 }],
    ["@wright deploy worker PROD 3 —force", { service: "worker", to: "prod", replicas: 3 }],
  ])("%s", async (text, shipment) => {
    const shipped: Shipment[] = [];
    await using town = await staged(shipped);
    await town.person("ben").says(text, { in: "ops" });
    expect(shipped).toEqual([shipment]);
    expect(town.person("ben").sees).toBe(`${shipment.service} v7 runs on ${shipment.to}. :rocket:`);
  });

  test("ships to prod only what was on staging, and remembers that per channel", async () => {
    await using town = await staged();
    const ben = town.person("ben");
    await ben.says("!deploy api prod", { in: "ops" });
    expect(ben.sees).toBe("Nobody has seen api on staging yet. Ship it there first, or add `--force`.");
    await ben.says("!deploy api");
    await ben.says("!deploy api prod");
    expect(ben.sees).toBe("api v7 runs on prod. :rocket:");
    await ben.says("!deploy log");
    expect(ben.sees).toBe("api to staging: v7, by @ben\napi to prod: v7, by @ben");
    await ben.says("!deploy log", { in: "off-topic" });
    expect(ben.sees).toBe("Nothing yet.");
  });

  test("keeps a note as it was written", async () => {
    await using town = await staged();
    const cat = town.person("cat");
    await cat.says('!deploy note "web" is slow:\n  - see graph', { in: "ops" });
    await cat.says("!deploy log");
    expect(cat.sees).toBe('"web" is slow:\n  - see graph');
  });

  test("names the wrong word and a call that works", async () => {
    await using town = await staged();
    const ben = town.person("ben");
    await ben.says("!deploy wep", { in: "ops" });
    expect(ben.sees).toContain("`service` must be one of `api`, `web`, `worker`, not `wep`. Did you mean `web`?");
    expect(ben.sees).toContain("Usage: `!deploy <service> [to] [replicas] [--force]`");
    expect(ben.sees).toContain("For example: `!deploy api`");
  });

  test("a failed shipment tells a reference and nothing else, and is not remembered", async () => {
    await using town = await staged([], () => Promise.reject(new Error("10.0.0.7 refused the key")));
    const ben = town.person("ben");
    await ben.says("!deploy api", { in: "ops" });
    expect(ben.sees).toMatch(/^Something went wrong\. Ref [0-9A-F]{4}/);
    await ben.says("!deploy log");
    expect(ben.sees).toBe("Nothing yet.");
  });
});
