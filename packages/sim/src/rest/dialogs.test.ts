/** Dialogs as people of a town meet them. */
import { ManualClock } from "@matterwright/clock";
import { describe, expect, test } from "vitest";
import { Simulator } from "../simulator.ts";
import { demoTown } from "../towns.ts";

const AT = "http://127.0.0.1:1";

/** A town whose bot has a button `Deploy`, opens this dialog for who clicks, and says these things to submissions in turn. */
async function town(dialog: object, answers: readonly object[]) {
  const told: Record<string, unknown>[] = [];
  const waiting = [...answers];
  const sim: Simulator = new Simulator({
    clock: new ManualClock(),
    outside: {
      fetch: async ({ url, body }) => {
        const asked = JSON.parse(body) as Record<string, unknown>;
        if (url === `${AT}/click`) {
          const opened = { trigger_id: asked["trigger_id"], url: `${AT}/dialog`, dialog };
          await call("POST", "/api/v4/actions/dialogs/open", opened);
          return { status: 200, headers: {}, body: "" };
        }
        told.push(asked);
        return { status: 200, headers: {}, body: JSON.stringify(waiting.shift() ?? {}) };
      },
    },
  });
  const { bot, channels } = demoTown(sim);
  const call = (method: string, target: string, body: object) =>
    sim.handle({ method, target, headers: { authorization: `Bearer ${bot.token}` }, body: JSON.stringify(body) });
  const actions = [{ id: "go", name: "Deploy", integration: { url: `${AT}/click` } }];
  const post = { channel_id: channels.ops.id, message: "ready", props: { attachments: [{ actions }] } };
  await call("POST", "/api/v4/posts", post);
  const ben = sim.person("ben");
  await ben.looksAt("ops");
  return { sim, ben, told };
}

const DEPLOY = {
  title: "Deploy",
  callback_id: "deploy",
  state: "s",
  notify_on_cancel: true,
  elements: [
    { name: "service", display_name: "Service", type: "text" },
    { name: "env", display_name: "Where", type: "text", default: "prod" },
    { name: "sure", display_name: "Sure", type: "bool" },
    {
      name: "who",
      display_name: "Who",
      type: "select",
      data_source: "dynamic",
      data_source_url: `${AT}/who`,
      optional: true,
    },
  ],
};

describe("a dialog", () => {
  test("is in front of who clicked, and is submitted with its defaults", async () => {
    const { sim, ben, told } = await town(DEPLOY, []);
    const cat = sim.person("cat");
    await ben.clicks("Deploy");
    expect([ben.dialog?.title, cat.dialog]).toEqual(["Deploy", undefined]);
    expect(await ben.submits({ service: "api" })).toEqual({});
    const { submission, callback_id, state } = told[0] ?? {};
    expect([submission, callback_id, state]).toEqual([{ service: "api", env: "prod", sure: false }, "deploy", "s"]);
    expect(ben.dialog).toBeUndefined();
    await expect(ben.submits({})).rejects.toThrow("@ben sees no dialog");
  });

  test("stays while there are errors, and becomes what the integration makes of it", async () => {
    const next = { type: "form", form: { title: "Really?", elements: [] } };
    const { ben, told } = await town(DEPLOY, [{ errors: { service: "unknown" } }, next]);
    await ben.clicks("Deploy");
    expect(await ben.submits()).toEqual({ errors: { service: "This field is required." } });
    expect(told).toEqual([]);
    expect(await ben.submits({ service: "apy" })).toEqual({ errors: { service: "unknown" } });
    await ben.submits({ service: "api" });
    expect(ben.dialog?.title).toBe("Really?");
    await ben.submits();
    expect(ben.dialog).toBeUndefined();
  });

  test("looks choices up, tells of being closed, and has the fields that it has", async () => {
    const { ben, told } = await town(DEPLOY, [{ items: [{ text: "Cat", value: "c" }] }]);
    await ben.clicks("Deploy");
    expect(await ben.looksUp("who", "ca")).toEqual([{ text: "Cat", value: "c" }]);
    await expect(ben.submits({ wer: "c" })).rejects.toThrow(
      'the dialog "Deploy" has no field "wer", but service, env, sure, who',
    );
    await ben.cancels();
    expect(told.map(({ type, cancelled }) => [type, cancelled])).toEqual([
      ["dialog_lookup", false],
      ["dialog_submission", true],
    ]);
  });
});
