/** §2 The WebSocket: getting in, being known, and being cut off. */
import { expect } from "vitest";
import type { Case } from "./case.ts";

const challenge = (token: string, seq = 1): Readonly<Record<string, unknown>> => ({
  seq,
  action: "authentication_challenge",
  data: { token },
});

export const socket: readonly Case[] = [
  {
    section: "§2 trap 3",
    says: "hello, with number 0, comes before the reply to the challenge.",
    run: async (world) => {
      const wright = await world.socket("wright", { auth: "none" });
      expect(wright.texts).toEqual([]);
      await world.act(wright, challenge(await world.town.tokenOf("wright")));
      const [hello, reply] = wright.frames;
      expect([hello?.at("event"), hello?.at("seq")]).toEqual(["hello", 0]);
      expect([reply?.at("status"), reply?.at("seq_reply"), reply?.has("event")]).toEqual(["OK", 1, false]);
    },
  },
  {
    section: "§2 trap 4",
    says: "A challenge on a socket that is known already gets no reply.",
    run: async (world) => {
      const wright = await world.socket("wright");
      await world.act(wright, challenge(await world.town.tokenOf("wright")));
      expect(wright.replies).toEqual([]);
      await world.act(wright, { seq: 2, action: "ping" });
      expect(wright.replies.map((reply) => reply.at("data.text"))).toEqual(["pong"]);
    },
  },
  {
    section: "§2 trap 5",
    says: "A wrong token does not fail the upgrade: nothing is ever answered, and the line is cut after five seconds.",
    run: async (world) => {
      const stranger = await world.socket("wright", { token: "abcdefghijklmnopqrstuvwxyz" });
      await world.act(stranger, { seq: 1, action: "ping" });
      await world.server.wait(3_000);
      expect([stranger.texts, stranger.closedWith]).toEqual([[], undefined]);
      await world.server.wait(3_000);
      expect([stranger.texts, stranger.closedWith]).toEqual([[], 1006]);
    },
  },
  {
    section: "§2 trap 8",
    says: "A frame over 8192 bytes ends the line with 1009; one of 8192 does not.",
    run: async (world) => {
      const wright = await world.socket("wright");
      const frame = JSON.stringify({ seq: 1, action: "ping", data: { x: "" } });
      wright.line?.send(frame.replace('""', `"${"x".repeat(8_192 - frame.length)}"`));
      await world.rest();
      expect([wright.replies.length, wright.closedWith]).toEqual([1, undefined]);
      wright.line?.send(frame.replace('""', `"${"x".repeat(8_193 - frame.length)}"`));
      await world.rest();
      expect([wright.replies.length, wright.closedWith]).toEqual([1, 1009]);
    },
  },
  {
    section: "§2 trap 8",
    says: "Only pongs keep a line: without them it is cut after 100 seconds, whatever else is sent.",
    notOnReal: "takes 100 seconds",
    run: async (world) => {
      const [deaf, well] = [await world.socket("wright", { ignoresPings: true }), await world.socket("ben")];
      for (let seq = 1; seq <= 4; seq++) {
        await world.server.wait(24_000);
        await world.act(deaf, { seq, action: "ping" });
      }
      expect([deaf.replies.length, deaf.closedWith]).toEqual([4, undefined]);
      await world.server.wait(10_000);
      expect([deaf.closedWith, well.closedWith]).toEqual([1006, undefined]);
      await world.server.wait(600_000);
      expect(well.closedWith).toBeUndefined();
    },
  },
  {
    section: "§2 trap 9",
    says: "A revoked token leaves the socket open but deaf; only an action tells.",
    run: async (world) => {
      const ben = await world.socket("ben");
      await world.call("ben", "POST /api/v4/users/logout");
      await world.rest();
      ben.forget();
      await world.post("ann", "can you hear me?");
      await world.rest();
      expect([ben.texts, ben.closedWith]).toEqual([[], undefined]);
      await world.act(ben, { seq: 1, action: "ping" });
      expect(
        ben.replies.map((reply) => [reply.at("status"), reply.at("error.id"), reply.at("error.status_code")]),
      ).toEqual([["FAIL", "api.web_socket_router.not_authenticated.app_error", 401]]);
    },
  },
  {
    section: "§2 trap 9",
    says: "A line is looked at once more after five seconds: whose token was found to be no longer good by then is cut.",
    run: async (world) => {
      const ben = await world.socket("ben");
      await world.call("ben", "POST /api/v4/users/logout");
      // The server finds out when it has something for this line.
      await world.post("ann", "can you hear me?");
      await world.server.wait(6_000);
      expect(ben.closedWith).toBe(1006);
    },
  },
  {
    section: "§2 trap 9",
    says: "A bot that is disabled and enabled again hears nothing on its old line, which answers 401 although REST answers.",
    run: async (world) => {
      const wright = await world.socket("wright");
      await world.server.wait(6_000);
      await world.call("ann", `POST /api/v4/bots/${world.id("wright")}/disable`);
      await world.rest();
      await world.call("ann", `POST /api/v4/bots/${world.id("wright")}/enable`);
      expect((await world.call("wright", "GET /api/v4/users/me")).status).toBe(200);
      wright.forget();
      await world.post("ben", "can you hear me?");
      await world.act(wright, { seq: 1, action: "ping" });
      expect(wright.events("posted")).toEqual([]);
      expect(wright.replies.map((reply) => [reply.at("status"), reply.at("error.status_code")])).toEqual([
        ["FAIL", 401],
      ]);
      expect(wright.closedWith).toBeUndefined();
    },
  },
  {
    section: "§2",
    says: "Actions are answered by their number: unknown ones, bad numbers and missing names are refused.",
    run: async (world) => {
      const wright = await world.socket("wright");
      await world.act(wright, { seq: 5, action: "no_such_thing" });
      await world.act(wright, { seq: 0, action: "ping" });
      await world.act(wright, { seq: 7, action: "" });
      expect(wright.replies.map((reply) => [reply.at("status"), reply.at("seq_reply"), reply.at("error.id")])).toEqual([
        ["FAIL", 5, "api.web_socket_router.bad_action.app_error"],
        ["FAIL", undefined, "api.web_socket_router.bad_seq.app_error"],
        ["FAIL", 7, "api.web_socket_router.no_action.app_error"],
      ]);
    },
  },
];
