import { ManualClock } from "@matterwright/clock";
import { describe, expect, test } from "vitest";
import { mayCall } from "../outgoing/addresses.ts";
import { defaultSettings } from "../settings.ts";
import { Simulator } from "../simulator.ts";
import { demoTown } from "../towns.ts";

/** A town whose bot's address answers as told, and what it was asked. */
function town(answer: { readonly status: number; readonly body: string }) {
  const asked: { url: string; body: Record<string, unknown> }[] = [];
  const sim = new Simulator({
    clock: new ManualClock(),
    outside: {
      fetch: ({ url, body }) => {
        asked.push({ url, body: JSON.parse(body) as Record<string, unknown> });
        return Promise.resolve({ ...answer, headers: {} });
      },
    },
  });
  const { bot, channels } = demoTown(sim);
  const post = async (): Promise<void> => {
    const actions = [{ id: "go", name: "Go", integration: { url: "http://127.0.0.1:1/act", context: { secret: 7 } } }];
    const body = JSON.stringify({
      channel_id: channels.ops.id,
      message: "choose",
      props: { attachments: [{ actions }] },
    });
    await sim.handle({
      method: "POST",
      target: "/api/v4/posts",
      headers: { authorization: `Bearer ${bot.token}` },
      body,
    });
  };
  return { sim, asked, post };
}

describe("a click", () => {
  test("tells the integration who clicked, and does what it answers", async () => {
    const { sim, asked, post } = town({
      status: 200,
      body: '{"update":{"message":"chosen","props":{}},"ephemeral_text":"thanks"}',
    });
    await post();
    const ben = sim.person("ben");
    await ben.looksAt("ops");
    await ben.clicks("Go");
    expect(asked).toMatchObject([
      { url: "http://127.0.0.1:1/act", body: { user_name: "ben", channel_name: "ops", context: { secret: 7 } } },
    ]);
    expect(ben.posts.at(-1)?.message).toBe("chosen");
    expect(ben.sees).toBe("thanks");
    expect(ben.heard.map(({ event }) => event)).toContain("ephemeral_message");
    await expect(ben.clicks("Go")).rejects.toThrow('@ben sees no button "Go"');
  });

  test("shows nobody what the button does", async () => {
    const { sim, post } = town({ status: 200, body: "" });
    await post();
    const ben = sim.person("ben");
    await ben.looksAt("ops");
    const { body } = await sim.handle({
      method: "GET",
      target: `/api/v4/posts/${ben.posts.at(-1)?.id}`,
      headers: { authorization: `Bearer ${sim.world.sessionsOfUser.get(ben.user.id)?.values().next().value?.token}` },
    });
    expect(String(body)).toContain('"name":"Go"');
    expect(String(body)).not.toContain("secret");
  });

  test.each([
    { status: 500, body: "{}" },
    { status: 200, body: "<html>" },
    { status: 200, body: "[]" },
  ])("that is answered with %o is refused", async (answer) => {
    const { sim, post } = town(answer);
    await post();
    const ben = sim.person("ben");
    await ben.looksAt("ops");
    await expect(ben.clicks("Go")).rejects.toThrow("Action integration error.");
  });
});

describe("addresses inside a network", () => {
  const allowing = (text: string) => ({
    ...defaultSettings,
    "ServiceSettings.AllowedUntrustedInternalConnections": text,
  });

  test.each([
    ["http://127.0.0.1:80/x", "", false],
    ["http://127.0.0.1:80/x", "127.0.0.0/8", true],
    ["http://10.1.2.3/x", "10.1.0.0/16", true],
    ["http://10.2.2.3/x", "10.1.0.0/16", false],
    ["http://localhost/x", "localhost 127.0.0.1", true],
    ["http://bot.example.com/x", "", true],
    ["no address", "", false],
  ])("%s with %j allowed: %s", (url, allowed, expected) => {
    expect(mayCall(allowing(allowed), url)).toBe(expected);
  });
});
