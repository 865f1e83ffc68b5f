/** The server's calls to a bot's own address, on a stage: commands, buttons and dialogs as people meet them there. */
import type { Outside } from "@matterwright/sim";
import { Bot } from "matterwright";
import { expect, test } from "vitest";
import { stage } from "./stage.ts";

const json = { "content-type": "application/json" };

/** Shows a button to who runs the command, and says something to who clicks it. */
const outside: Outside = {
  fetch: ({ url }) => {
    const integration = { url: "http://127.0.0.1:1/click" };
    const shown = { text: "Which one?", attachments: [{ actions: [{ id: "api", name: "api", integration }] }] };
    const answer = url.endsWith("/click") ? { ephemeral_text: "Deployed api." } : shown;
    return Promise.resolve({ status: 200, headers: json, body: JSON.stringify(answer) });
  },
};

test("a person runs a command, clicks what it shows, and is the only one to see it", async () => {
  await using town = await stage((options) => new Bot(options), { outside });
  const [ann, ben, cat] = [town.person("ann"), town.person("ben"), town.person("cat")];
  const place = { team_id: town.town.team.id, trigger: "deploy", method: "P", url: "http://127.0.0.1:1/command" };
  await ann.calls("POST /api/v4/commands", place);
  await cat.looksAt("ops");
  const answer = await ben.runs("/deploy", { in: "ops" });
  expect([answer.text, ben.sees]).toEqual(["Which one?", "Which one?"]);
  await ben.clicks("api");
  expect([ben.sees, ben.ephemerals.length, cat.sees]).toEqual(["Deployed api.", 2, ""]);
});
