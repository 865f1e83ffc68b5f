/** §2 Coming back: what a socket that was lost is given when it returns. */
import { expect } from "vitest";
import type { Case } from "./case.ts";
import type { Listener, World } from "./world.ts";

/** A socket of the bot that has heard one post and was lost then. */
async function lost(world: World): Promise<{ readonly connection_id: string; readonly sequence_number: string }> {
  const wright = await world.socket("wright");
  await world.post("ben", "heard");
  await world.rest();
  wright.line?.reset();
  await world.server.wait(500);
  return { connection_id: wright.connectionId, sequence_number: String(wright.lastSeq + 1) };
}

const posted = (listener: Listener): unknown[] =>
  listener.events("posted").map((frame) => frame.at("data.post.message"));

async function postMany(world: World, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await world.post("ben", `missed ${index}`);
}

export const resume: readonly Case[] = [
  {
    section: "§2 trap 3",
    says: "After a resume there is no hello, and everything missed comes with the numbers going on.",
    run: async (world) => {
      const query = await lost(world);
      await postMany(world, 2);
      const back = await world.socket("wright", { query });
      expect(back.events("hello")).toEqual([]);
      expect(posted(back)).toEqual(["missed 0", "missed 1"]);
      const numbers = back.frames.map((frame) => Number(frame.at("seq")));
      expect(numbers).toEqual(numbers.map((_, index) => Number(query.sequence_number) + index));
    },
  },
  {
    section: "§2 trap 4",
    says: "With a connection_id that is no id, or without a number, the line is cut at once; an unknown one gets a fresh hello.",
    run: async (world) => {
      const query = await lost(world);
      const bad = await world.socket("wright", { query: { connection_id: "short", sequence_number: "1" } });
      const numberless = await world.socket("wright", { query: { connection_id: query.connection_id } });
      expect([bad.closedWith, numberless.closedWith]).toEqual([1006, 1006]);
      expect([bad.texts, numberless.texts]).toEqual([[], []]);
      const unknown = { connection_id: "abcdefghijkmnopqrstuwxyz13", sequence_number: "5" };
      const fresh = await world.socket("wright", { query: unknown });
      expect(fresh.events("hello").map((frame) => frame.at("seq"))).toEqual([0]);
      expect(fresh.connectionId).not.toBe(unknown.connection_id);
    },
  },
  {
    section: "§2 trap 4",
    says: "With the challenge instead of a token at the upgrade, connection_id is ignored.",
    run: async (world) => {
      const query = await lost(world);
      const back = await world.socket("wright", { query, auth: "none" });
      const data = { token: await world.town.tokenOf("wright") };
      await world.act(back, { seq: 1, action: "authentication_challenge", data });
      expect(back.events("hello").map((frame) => frame.at("seq"))).toEqual([0]);
      expect(back.connectionId).not.toBe(query.connection_id);
    },
  },
  {
    section: "§2 trap 6",
    says: "While the old socket still lives, a resume is a fresh hello.",
    run: async (world) => {
      const old = await world.socket("wright");
      const query = { connection_id: old.connectionId, sequence_number: String(old.lastSeq + 1) };
      const second = await world.socket("wright", { query });
      expect(second.events("hello").length).toBe(1);
      expect(second.connectionId).not.toBe(old.connectionId);
    },
  },
  {
    section: "§2 trap 7",
    says: "The 257th message that waits makes the server forget the connection.",
    run: async (world) => {
      const query = await lost(world);
      await postMany(world, 257);
      const back = await world.socket("wright", { query });
      expect(back.events("hello").length).toBe(1);
      expect(posted(back)).toEqual([]);
    },
  },
  {
    section: "§2 trap 7",
    says: "Only the last 128 events that were sent can be sent again.",
    run: async (world) => {
      const wright = await world.socket("wright");
      await postMany(world, 140);
      await world.rest();
      wright.line?.reset();
      await world.server.wait(500);
      const ask = async (from: number): Promise<Listener> =>
        world.socket("wright", { query: { connection_id: wright.connectionId, sequence_number: String(from) } });
      const back = await ask(wright.lastSeq - 127 + 1);
      expect([back.events("hello").length, posted(back).length]).toEqual([0, 127]);
    },
  },
  {
    section: "§2 trap 7",
    says: "What was left is kept for some minutes, and forgotten when nobody came back for it.",
    notOnReal: "takes more than ten minutes",
    run: async (world) => {
      const first = await lost(world);
      await world.server.wait(240_000);
      const back = await world.socket("wright", { query: first });
      expect(back.events("hello")).toEqual([]);
      back.line?.reset();
      await world.server.wait(660_000);
      const query = { connection_id: first.connection_id, sequence_number: String(back.lastSeq + 1) };
      expect((await world.socket("wright", { query })).events("hello").length).toBe(1);
    },
  },
];
