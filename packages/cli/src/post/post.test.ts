import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Simulator, type Settings, demoTown } from "@matterwright/sim";
import { type Listening, listen } from "@matterwright/sim/node";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeTerminal, type FakeTerminalOptions, fakeTerminal } from "../testing-terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "post test "));
let sim: Simulator;
let door: Listening;
let hook = "";

async function open(settings: Partial<Settings> = {}): Promise<void> {
  sim = new Simulator({ settings });
  const town = demoTown(sim);
  door = await listen(sim, { port: 0 });
  const logIn = { method: "POST", body: JSON.stringify({ login_id: "ann", password: "matterwright" }) };
  const token = (await fetch(`${door.url}/api/v4/users/login`, logIn)).headers.get("token") ?? "";
  const made = await fetch(`${door.url}/api/v4/hooks/incoming`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ channel_id: town.channels.ops.id }),
  });
  hook = `${door.url}/hooks/${((await made.json()) as { readonly id?: string }).id ?? ""}`;
}

beforeEach(() => open());
afterEach(async () => {
  sim.stop();
  await door.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function post(
  args: readonly string[],
  options: FakeTerminalOptions = {},
): Promise<{ readonly code: number; readonly terminal: FakeTerminal }> {
  const terminal = fakeTerminal({ cwd: folder, ...options });
  const code = await run(["post", "--webhook", hook, ...args], terminal);
  return { code, terminal };
}

/** What the webhook wrote, oldest first. */
function written(): { readonly message: string; readonly props: Readonly<Record<string, unknown>> }[] {
  return [...sim.world.posts.values()].filter(({ props }) => props.from_webhook === "true");
}

describe("posting", () => {
  test("a text, silently", async () => {
    const { code, terminal } = await post(["Hello **you**"]);
    expect([code, terminal.all()]).toEqual([0, ""]);
    expect(written().map(({ message }) => message)).toEqual(["Hello **you**"]);
  });

  test("standard input, without its last line break", async () => {
    expect((await post([], { input: "one\ntwo\n" })).code).toBe(0);
    expect(written()[0]?.message).toBe("one\ntwo");
  });

  test("a list in its order, with options for what the messages do not say", async () => {
    const list = [{ username: "Obi-Wan Kenobi", text: "It's over Anakin!" }, { text: "You underestimate my power!" }];
    writeFileSync(join(folder, "list.json"), JSON.stringify(list));
    expect((await post(["--json", "list.json", "--username", "Anakin"])).code).toBe(0);
    expect(written().map(({ message, props }) => [props["override_username"], message])).toEqual([
      ["Obi-Wan Kenobi", "It's over Anakin!"],
      ["Anakin", "You underestimate my power!"],
    ]);
  });

  test("one message, with the escaped apostrophe that examples on the web have", async () => {
    expect((await post(["--json", "-"], { input: String.raw`{"text" : "It\'s over\\n"}` })).code).toBe(0);
    expect(written()[0]?.message).toBe(String.raw`It's over\n`);
  });

  test("picture and emoji", async () => {
    await post(["x", "--icon-url", "https://example.com/a.png", "--icon-emoji", "robot_face"]);
    expect(written()[0]?.props).toMatchObject({ override_icon_emoji: "robot_face" });
  });
});

describe("what cannot be posted is told in a sentence", () => {
  test.each<[string, readonly string[], string, number]>([
    ["an unknown channel", ["x", "--channel", "nowhere"], "does not know the channel nowhere", 78],
    ["no text", [], "There is nothing to post", 64],
    ["text and file", ["x", "--json", "y"], "not both", 64],
    ["a missing file", ["--json", "missing.json"], "cannot be read (ENOENT)", 78],
  ])("%s", async (_what, args, sentence, code) => {
    const ended = await post(args);
    expect(ended.terminal.noted.join("\n")).toContain(sentence);
    expect(ended.code).toBe(code);
    expect(written()).toEqual([]);
  });

  test.each([
    ["[]", "is an empty list"],
    ["", "it is empty"],
    ['{"text": "a",\n "b" 3}', "look at line 2, column 6"],
    ['[{"text":"a"},{"txt":"b"}]', "Message 2 in standard input has neither `text` nor `attachments`"],
    ['{"text": 3}', "`text` has to be text"],
    ["3", "has to be an object"],
  ])("%j", async (input, sentence) => {
    const ended = await post(["--json", "-"], { input });
    expect(ended.terminal.noted.join("\n")).toContain(sentence);
    expect([ended.code, written()]).toEqual([78, []]);
  });

  test("the second of two, and how far it came", async () => {
    const { code, terminal } = await post(["--json", "-"], {
      input: '[{"text":"a"},{"text":"b","channel":"nowhere"}]',
    });
    expect(terminal.noted[0]).toMatch(/^Message 2 of 2 \(1 posted before it\): .*does not know the channel nowhere/);
    expect([code, written().length]).toEqual([78, 1]);
  });

  test("a deleted webhook, whose id is shown nowhere", async () => {
    hook = hook.replace(/[^/]*$/, "a".repeat(26));
    const { code, terminal } = await post(["x"]);
    expect(terminal.noted[0]).toContain("the webhook was deleted");
    expect(terminal.all()).not.toContain("a".repeat(26));
    expect(code).toBe(78);
  });

  test("webhooks that are switched off", async () => {
    sim.stop();
    await door.close();
    await open({ "ServiceSettings.EnableIncomingWebhooks": false });
    hook = `${door.url}/hooks/${"a".repeat(26)}`;
    const { code, terminal } = await post(["x"]);
    expect(terminal.noted[0]).toContain("switched off");
    expect(code).toBe(78);
  });

  test("a server that is not there", async () => {
    await door.close();
    const { code, terminal } = await post(["x", "--retry-for", "0"]);
    expect(terminal.noted[0]).toContain("Nobody listens at");
    expect(terminal.all()).not.toContain(hook.slice(-26));
    expect(code).toBe(75);
  });

  test("an address that is no webhook's", async () => {
    hook = "https://chat.example.com/secret-path";
    const { code, terminal } = await post(["x"]);
    expect(terminal.all()).not.toContain("secret-path");
    expect(code).toBe(78);
  });
});
