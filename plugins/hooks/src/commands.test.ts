/** `!webhook list` and `!webhook test`, as an administrator sees them. */
import { expect, test } from "vitest";
import { stage } from "@matterwright/testing";
import { Bot, outgoingWebhook } from "matterwright";
import webhooks from "./index.ts";
import { alertmanager, hooked, inOps } from "../test/town.ts";

test("!webhook list tells which hooks there are, who may call them, and how they are doing", async () => {
  await using town = await hooked(undefined, { callbackUrl: "http://bot/wright" });
  const ann = town.person("ann");
  await town.bot.fetch(new Request("http://bot/wright/hooks/github", { method: "POST" }));
  await ann.says("!webhook list", { in: "@wright" });
  const lines = ann.sees.split("\n");
  expect(lines[0]).toBe("| Hook | What for | Who may call | Calls | Last |");
  expect(lines[2]).toBe("| `/hooks/alerts` | Alertmanager to ~ops | Alertmanager | 0 handled | never called |");
  expect(lines[4]).toMatch(
    /^\| `\/hooks\/github` \| GitHub to ~ops \| GitHub \| 0 handled, 1 refused \| \d{4}-.* UTC, answered 401 \|$/,
  );
  expect(lines.at(-1)).toBe("They are reached below http://bot/wright.");
});

test("it tells of the bot's own hooks too, and of outgoing webhooks", async () => {
  await using town = await stage((given) =>
    new Bot(given)
      .plugin(webhooks, { hooks: {} })
      .use(outgoingWebhook("/outgoing", { token: "a secret of the tests" })),
  );
  const headers = { "content-type": "application/json" };
  await town.bot.fetch(new Request("http://bot/outgoing", { method: "POST", headers, body: "{}" }));
  const ann = town.person("ann");
  await ann.says("!webhook list", { in: "@wright" });
  expect(ann.sees).toMatch(
    /\| `\/outgoing` \| Posts of this server \| outgoing webhook \| 0 handled, 1 refused \| .* answered 400 \|/,
  );
});

test("it says when nobody can call, and when there is nothing", async () => {
  await using town = await hooked(undefined, { callbackUrl: false });
  const ann = town.person("ann");
  await ann.says("!webhook list");
  expect(ann.sees).toContain("was not told where it is reached");
  await using empty = await hooked({});
  await empty.person("ann").says("!webhook list");
  expect(empty.person("ann").sees).toBe("This bot has no hooks.");
});

test("!webhook test posts what the hook would post, and tells where its calls go", async () => {
  await using town = await hooked();
  const ann = town.person("ann");
  await ann.says("!webhook test gitlab", { in: "@wright" });
  expect(ann.sees).toBe(
    "An issue was opened. Look into ~ops. The calls themselves go to `http://bot/hooks/gitlab`: set that in GitLab under Settings > Webhooks, with the same secret token.",
  );
  expect((await inOps(town)).sees).toContain("opened issue [#1 A test of this hook]");
});

test("an alert of a test fires until the next test, and real ones do not mind", async () => {
  await using town = await hooked();
  const ann = town.person("ann");
  await ann.says("!webhook test alerts", { in: "@wright" });
  expect(ann.sees).toContain("An alert fires. Test again, and it is resolved.");
  expect((await inOps(town)).posts[0]?.message).toBe(":fire: **A test of this hook** is firing, warning");
  await ann.says("!webhook test alerts", { in: "@wright" });
  const posts = (await inOps(town)).posts.map(({ message }) => message);
  expect(posts).toEqual([expect.stringMatching(/^:white_check_mark: \*\*A test of this hook\*\* is resolved/)]);
  const alert = { status: "firing", startsAt: "2026-11-19T08:00:00Z", labels: { alertname: "Real" } };
  expect((await alertmanager(town, { status: "firing", groupKey: "real", alerts: [alert] })).status).toBe(200);
  expect((await inOps(town)).posts).toHaveLength(2);
});

test("a hook that is not there is named, and both are for administrators", async () => {
  await using town = await hooked();
  const ann = town.person("ann");
  await ann.says("!webhook test gitlob");
  expect(ann.sees).toBe("There is no hook called `gitlob`. Did you mean `gitlab`?");
  await ann.says("!webhook test x");
  expect(ann.sees).toContain("There are 5 hooks: `github`,");
  const ben = town.person("ben");
  await ben.says("!webhook list");
  expect(ben.sees).toContain("Only administrators");
});
