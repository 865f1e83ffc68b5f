/** Slash commands as people of a town meet them. */
import { ManualClock } from "@matterwright/clock";
import { describe, expect, test } from "vitest";
import type { OutgoingCall, Outside } from "../outgoing/outside.ts";
import type { Settings } from "../settings.ts";
import { Simulator } from "../simulator.ts";
import { demoTown } from "../towns.ts";

const SITE = { "ServiceSettings.SiteURL": "http://town" };

/** A town with the command `/deploy`, whose integration answers as told. */
function town(answer: unknown, settings: Partial<Settings> = SITE, silentMs?: number) {
  const asked: OutgoingCall[] = [];
  const clock = new ManualClock();
  const json = { "content-type": "application/json" };
  const answering: Outside = {
    fetch: (call) => {
      asked.push(call);
      if (silentMs !== undefined) {
        queueMicrotask(() => clock.advance(silentMs));
        return new Promise(() => {});
      }
      return Promise.resolve({ status: 200, headers: json, body: JSON.stringify(answer) });
    },
  };
  const sim = new Simulator({ clock, settings, outside: answering });
  const { team, people } = demoTown(sim);
  sim.world.commands.set("c", {
    id: "c",
    token: "t".repeat(26),
    create_at: 1,
    update_at: 1,
    delete_at: 0,
    creator_id: people.ann.id,
    team_id: team.id,
    trigger: "deploy",
    method: "P",
    username: "",
    icon_url: "",
    auto_complete: false,
    auto_complete_desc: "",
    auto_complete_hint: "",
    display_name: "",
    description: "",
    url: "http://127.0.0.1:9/deploy",
    plugin_id: "",
  });
  return { sim, asked, clock };
}

describe("a slash command", () => {
  test("is told who ran it where, and its ephemeral answer is seen by that person alone", async () => {
    const { sim, asked } = town({ text: "Deploying." });
    const [ben, cat] = [sim.person("ben"), sim.person("cat")];
    await cat.looksAt("ops");
    const answer = await ben.runs("/deploy api", { in: "ops" });
    const form = new URLSearchParams(asked[0]?.body);
    expect([form.get("user_name"), form.get("channel_name"), form.get("text")]).toEqual(["ben", "ops", "api"]);
    expect(asked[0]?.headers["Authorization"]).toBe(`Token ${form.get("token")}`);
    expect([answer.text, ben.sees, cat.sees]).toEqual(["Deploying.", "Deploying.", ""]);
  });

  test("works in a direct message, for the person's own team", async () => {
    const { sim, asked } = town({ response_type: "in_channel", text: "Here." });
    const ben = sim.person("ben");
    await ben.runs("/deploy", { in: "@cat" });
    expect(new URLSearchParams(asked[0]?.body).get("team_domain")).toBe("demo");
    expect(ben.posts.at(-1)?.props.from_webhook).toBe("true");
  });

  test("has as much time as the settings give", async () => {
    const settings = { ...SITE, "ServiceSettings.OutgoingIntegrationRequestsTimeout": 5 };
    const { sim } = town({}, settings, 5_001);
    await expect(sim.person("ben").runs("/deploy")).rejects.toThrow("Command with a trigger of 'deploy' failed.");
  });

  test("needs a server that knows its own address, and an address that the server may call", async () => {
    const nowhere = town({ text: "" }, {});
    await expect(nowhere.sim.person("ben").runs("/deploy")).rejects.toThrow("SiteURL must be configured");
    const closed = town({}, { ...SITE, "ServiceSettings.AllowedUntrustedInternalConnections": "" });
    await expect(closed.sim.person("ben").runs("/deploy")).rejects.toThrow("failed");
    expect(closed.asked).toEqual([]);
  });

  test("of the server itself is run by the server", async () => {
    const { sim, clock } = town({});
    const ben = sim.person("ben");
    await ben.runs("/me waves", { in: "ops" });
    expect(ben.sees).toBe("*waves*");
    await ben.runs("/echo later 3");
    expect(ben.sees).toBe("*waves*");
    clock.advance(3_000);
    await ben.runs("/online");
    expect(ben.posts.at(-1)?.message).toBe("later");
    expect((await ben.runs("/mute")).text).toBe(
      "You will not receive notifications for Ops until channel mute is turned off.",
    );
    expect((await ben.runs("/mute ~ops")).text).toBe("Ops is no longer muted.");
    expect((await ben.runs("/help")).text).toContain("[View documentation and guides]");
    await expect(ben.runs("/groupmsg @cat hi")).rejects.toThrow("The simulator has no /groupmsg");
    await expect(ben.runs("/unheard")).rejects.toThrow("Command with a trigger of 'unheard' not found.");
  });
});
