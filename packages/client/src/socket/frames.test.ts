import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFrame } from "./frames.ts";

describe("frames", () => {
  test("an event, a reply and nonsense are told apart", () => {
    expect(
      readFrame('{"event": "posted", "data": {"post":"{}"}, "broadcast": {"channel_id":"c"}, "seq": 2}'),
    ).toMatchObject({
      kind: "event",
      frame: { event: "posted", seq: 2, broadcast: { channel_id: "c", user_id: "" } },
    });
    expect(readFrame('{"status":"OK","seq_reply":1}\n')).toEqual({
      kind: "reply",
      frame: { status: "OK", seq_reply: 1 },
    });
    expect(readFrame("{")).toEqual({ kind: "refused", reason: "a frame that is not JSON" });
    expect(readFrame("[]")).toEqual({ kind: "refused", reason: "a frame that is no object" });
    expect(readFrame("{}")).toEqual({ kind: "refused", reason: "a frame that is neither event nor reply" });
    expect(readFrame('{"event":"posted","data":{}}')).toEqual({
      kind: "refused",
      reason: "posted without a sequence number",
    });
    expect(readFrame('{"event":"posted","seq":1}')).toEqual({ kind: "refused", reason: "posted without data" });
  });

  test("whatever comes, reading it never throws", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((value) => JSON.stringify({ event: "x", seq: 1, ...value })),
        ),
        (text) => {
          expect(["event", "reply", "refused"]).toContain(readFrame(text).kind);
        },
      ),
    );
  });
});
