/** The whole surface of the Elixir package, in the demo town. */
import { type Stage, httpInto, stage } from "@matterwright/testing";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { api } from "./api.ts";
import { callbacks } from "./callbacks.ts";
import { manage } from "./commands.ts";
import { application } from "./mount.ts";

describe("callbacks", () => {
  test("a message, and not one that only has it in it", async () => {
    await using town = await stage(callbacks);
    const ben = town.person("ben");
    await ben.says("ping");
    expect(ben.sees).toBe("pong");
    await ben.says("pinging");
    expect(ben.sees).toBe("pinging");
  });

  test("a command, as a message and as a slash command", async () => {
    await using town = await stage(callbacks);
    const ben = town.person("ben");
    await ben.runs("/deploy staging now", { in: "ops" });
    expect(ben.sees).toBe("Deploying to staging now...");
    await ben.runs("/wright status");
    expect(ben.sees).toBe("All systems operational.");
    await ben.says("!deploy production");
    expect(ben.posts.at(-1)?.message).toBe("Deploying to production...");
  });

  test("events", async () => {
    await using town = await stage(callbacks);
    const [ann, ben] = [town.person("ann"), town.person("ben")];
    const place = { team_id: town.town.team.id, name: "new", display_name: "New", type: "O" };
    const { id } = await ann.calls<{ id: string }>("POST /api/v4/channels", place);
    await ann.calls(`POST /api/v4/channels/${id}/members`, { user_id: town.town.bot.id });
    await ben.joins("new");
    await ann.looksAt("new");
    expect(ann.sees).toBe("Welcome, @ben!");
    await ann.calls(`PUT /api/v4/channels/${id}/patch`, { header: "changed" });
    await ann.looksAt("ops");
    expect(ann.sees).toBe("A channel was changed.");
  });
});

describe("API", () => {
  const after = async (town: Stage, command: string): Promise<string> => {
    const ben = town.person("ben");
    await ben.says(command, { in: "ops" });
    return ben.sees;
  };

  test("messages", async () => {
    await using town = await stage(api);
    const ben = town.person("ben");
    expect(await after(town, "!hello")).toBe("Hello!");
    await ben.says("!done", { in: "ops" });
    const asked = ben.posts.find(({ message }) => message === "!done");
    expect(ben.posts.find(({ message }) => message === "Done.")?.root_id).toBe(asked?.id);
    await ben.says("!passed ~off-topic", { in: "ops" });
    await ben.looksAt("off-topic");
    expect(ben.sees).toBe("Build passed!");
    await ben.says("!warn", { in: "ops" });
    await ben.looksAt("@wright");
    expect(ben.sees).toBe("Heads up!");
    expect(await after(town, "!correct")).toBe("Corrected text");
  });

  test("files and props", async () => {
    await using town = await stage(api);
    const ben = town.person("ben");
    await after(town, "!report");
    expect(ben.posts.at(-1)?.file_ids).toHaveLength(1);
    await after(town, '!card "**more**"');
    expect(ben.posts.at(-1)?.props["card"]).toBe("**more**");
  });

  test("people, channels, errors and the context", async () => {
    await using town = await stage(api);
    expect(await after(town, "!look")).toBe("true wright ops");
    expect(await after(town, "!missing")).toBe("not found (404)");
    const { ops } = town.town.channels;
    const ben = await town.person("ben").calls<{ id: string }>("GET /api/v4/users/me");
    expect(await after(town, "!context")).toBe(`http://simulator ${ops.id} ${ben.id} !context`);
    await town.person("ben").runs("/context");
    expect(town.person("ben").sees).toContain("a slash command");
  });

  test("slash commands", async () => {
    await using town = await stage(api);
    const token = await tokenOf(town, "ann");
    const config = { url: "http://simulator", token, http: httpInto(town.sim) };
    expect(await manage(config, "http://127.0.0.1/agent/ship")).toEqual([
      "ship",
      "listed true",
      "http://127.0.0.1/agent/ship/new",
      "gone true",
    ]);
  });
});

test("a bot is mounted into an application", async () => {
  await using town = await stage(callbacks, { callbackUrl: "http://bot/agent" });
  const server = application(town.bot).listen(0);
  const { port } = server.address() as AddressInfo;
  const get = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  expect(await get("/")).toBe("The application's own page");
  expect(await get("/agent/unknown")).toContain("there is nothing here");
  await new Promise((resolve) => server.close(resolve));
  await town.person("ben").runs("/wright status", { in: "ops" });
  expect(town.person("ben").sees).toBe("All systems operational.");
});

/** As somebody logs in. */
async function tokenOf({ sim }: Stage, name: string): Promise<string> {
  const body = JSON.stringify({ login_id: name, password: "matterwright" });
  const answer = await httpInto(sim)({
    method: "POST",
    url: "http://simulator/api/v4/users/login",
    headers: {},
    body,
    timeoutMs: 1_000,
  });
  return String(answer.headers["token"]);
}
