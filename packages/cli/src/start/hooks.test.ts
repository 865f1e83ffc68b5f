/** The ready hooks as `matterwright start` brings them: set up from chat, beside the ChatOps commands. */
import chatops from "@matterwright/chatops";
import readyHooks from "@matterwright/hooks";
import { stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import { expect, test } from "vitest";

test("hooks are set up from chat; their secrets are taken in a direct message only, and never shown", async () => {
  await using town = await stage((options) => new Bot(options).plugin(chatops).plugin(readyHooks, { hooks: {} }));
  const ann = town.person("ann");
  await ann.says("!webhook test alerts", { in: "ops" });
  expect(ann.sees).toContain("No hook is set up here that I could test");
  const alerts = '{"kind": "grafana", "channel": "~ops", "secret": "swordfish-swordfish"}';
  await ann.says(`!plugin config hooks {"hooks": {"alerts": ${alerts}}}`, { in: "ops" });
  expect(ann.sees).toContain("is a secret, so I did not take it here");
  await ann.says(`plugin config hooks {"hooks": {"alerts": ${alerts}}}`, { in: "@wright" });
  expect(ann.sees).toContain('"secret": "•••"');
  await ann.says("webstatus");
  expect(ann.sees).toContain("| `/hooks/alerts` |");
  await ann.says("webhook test alerts");
  expect(ann.sees).toContain("An alert fires.");
  expect(JSON.stringify(await town.durable.store.list("", { limit: 1_000 }))).not.toContain("swordfish");
});
