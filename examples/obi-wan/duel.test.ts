/** The duel in the demo town: first in the webhook's own channel, then on Mustafar. */
import { type Stage, httpInto, stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import { webhook } from "matterwright/webhook";
import { expect, test } from "vitest";
import { duel } from "./duel.ts";

/** As Integrations > Incoming Webhooks makes one. */
async function newWebhook(town: Stage): Promise<string> {
  const { id } = await town.person("ann").calls<{ id: string }>("POST /api/v4/hooks/incoming", {
    channel_id: town.town.channels["off-topic"].id,
  });
  return `http://simulator/hooks/${id}`;
}

test("both are heard in their order, under their own names", async () => {
  await using town = await stage((options) => new Bot(options));
  const url = await newWebhook(town);
  const ben = town.person("ben");
  await ben.looksAt("off-topic");
  await duel(url, { http: httpInto(town.sim) });
  await town.rest();
  expect(ben.posts.map(({ message, props }) => [props["override_username"], message])).toEqual([
    ["Obi-Wan Kenobi", "It's over Anakin! I have the high ground."],
    ["Anakin Skywalker", "You underestimate my power!"],
  ]);
});

test("a message says itself where it goes", async () => {
  await using town = await stage((options) => new Bot(options));
  const url = await newWebhook(town);
  const ann = town.person("ann");
  const team = town.town.team.id;
  await ann.calls("POST /api/v4/channels", { team_id: team, name: "mustafar", display_name: "Mustafar", type: "O" });
  await ann.looksAt("mustafar");
  await webhook(url, { http: httpInto(town.sim) }).post({
    channel: "Mustafar",
    username: "Obi-Wan Kenobi",
    icon_url: "https://bit.ly/2nQZ6vg",
    text: "It's over Anakin! I have the high ground.",
  });
  await town.rest();
  expect(ann.sees).toBe("It's over Anakin! I have the high ground.");
});
