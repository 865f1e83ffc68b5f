/** Alerts as people in the channel see them: one post for each group, changed in place until it is green. */
import { type Stage, httpInto, socketInto } from "@matterwright/testing";
import { Bot, memoryDurable } from "matterwright";
import { describe, expect, test } from "vitest";
import webhooks from "../index.ts";
import { SECRET, alertmanager, all, grafana, hooked, inOps } from "../../test/town.ts";

const START = "2026-11-19T08:00:00Z";

interface Named {
  readonly instance: string;
  readonly status?: "firing" | "resolved";
  readonly startsAt?: string;
}

/** A notification of Alertmanager about one group. */
function notification(alerts: readonly Named[], more: object = {}): object {
  const alertname = { alertname: "HighLatency" };
  const isOver = alerts.every(({ status }) => status === "resolved");
  return {
    version: "4",
    receiver: "ops",
    status: isOver ? "resolved" : "firing",
    groupKey: '{}/{team="api"}:{alertname="HighLatency"}',
    groupLabels: alertname,
    commonLabels: { ...alertname, severity: "critical" },
    commonAnnotations: {},
    externalURL: "http://alertmanager.example.com",
    truncatedAlerts: 0,
    alerts: alerts.map(({ instance, status = "firing", startsAt = START }) => ({
      status,
      labels: { ...alertname, severity: "critical", instance },
      annotations: { summary: `${instance} is slow` },
      startsAt,
      endsAt: "0001-01-01T00:00:00Z",
      generatorURL: "http://prometheus.example.com/graph",
      fingerprint: `f-${instance}`,
    })),
    ...more,
  };
}

const fires = notification([{ instance: "api-1" }]);
const ends = notification([{ instance: "api-1", status: "resolved" }]);

async function posts(town: Stage): Promise<readonly string[]> {
  const ann = await inOps(town);
  return ann.posts.map(({ message }) => message);
}

/** What the card of the only post says. */
async function card(
  town: Stage,
): Promise<{ readonly color?: string; readonly text?: string; readonly footer?: string }> {
  const ann = await inOps(town);
  expect(ann.posts).toHaveLength(1);
  return ann.posts[0]?.props.attachments?.[0] ?? {};
}

describe("a group of alerts is one post", () => {
  test("which says what fires, and since when", async () => {
    await using town = await hooked();
    expect((await alertmanager(town, fires)).text).toBe('{"status":"ok"}');
    expect(await posts(town)).toEqual([":fire: **HighLatency** is firing, critical"]);
    expect(await card(town)).toMatchObject({
      color: "#d24b4e",
      title: "HighLatency",
      title_link: "http://alertmanager.example.com/",
      text: ":fire: **[instance=api-1](http://prometheus.example.com/graph)** api-1 is slow, since 2026-11-19 08:00 UTC",
      footer: "Alertmanager",
    });
  });

  test("which counts what is repeated, and is changed in place", async () => {
    await using town = await hooked();
    for (let time = 0; time < 3; time++) {
      await alertmanager(town, fires);
      await town.wait("4h");
    }
    expect((await card(town)).footer).toMatch(/^Alertmanager, told 3 times, last 20/);
  });

  test("which takes in others of the group, and says which are over", async () => {
    await using town = await hooked();
    await alertmanager(town, fires);
    await town.wait("5m");
    await alertmanager(town, notification([{ instance: "api-1", status: "resolved" }, { instance: "api-2" }]));
    expect(await posts(town)).toEqual([":fire: **HighLatency** is firing (1 of 2), critical"]);
    const lines = (await card(town)).text?.split("\n").map((line) => line.slice(0, line.indexOf("]")));
    expect(lines).toEqual([":fire: **[instance=api-2", ":white_check_mark: **[instance=api-1"]);
  });

  test("which is green when it is over; when it begins again there is another", async () => {
    await using town = await hooked();
    await alertmanager(town, fires);
    await town.wait("14m");
    await alertmanager(town, ends);
    expect(await posts(town)).toEqual([":white_check_mark: **HighLatency** is resolved, after 14 minutes"]);
    expect((await card(town)).color).toBe("#3db887");
    await town.wait("1h");
    await alertmanager(town, notification([{ instance: "api-1", startsAt: "2026-11-19T09:30:00Z" }]));
    expect(await posts(town)).toEqual([
      ":white_check_mark: **HighLatency** is resolved, after 14 minutes",
      ":fire: **HighLatency** is firing, critical",
    ]);
  });

  test("each group its own", async () => {
    await using town = await hooked();
    await alertmanager(town, fires);
    await alertmanager(town, notification([{ instance: "api-1" }], { groupKey: "another" }));
    expect(await posts(town)).toHaveLength(2);
  });

  test("of many alerts it shows ten, and says how many more there are", async () => {
    await using town = await hooked();
    const many = Array.from({ length: 30 }, (_each, index) => ({ instance: `api-${index}` }));
    await alertmanager(town, notification(many, { truncatedAlerts: 5 }));
    const lines = (await card(town)).text?.split("\n") ?? [];
    expect([lines.length, lines.at(-1)]).toEqual([11, "and 25 more"]);
  });

  test("an end of what nobody was told about is not told either", async () => {
    await using town = await hooked();
    await alertmanager(town, ends);
    expect(await posts(town)).toEqual([]);
  });

  test("texts of others do nothing", async () => {
    await using town = await hooked();
    const body = notification([{ instance: "](http://evil.example) @all" }], {
      commonLabels: { alertname: "@here *big*", severity: "`x`" },
    });
    await alertmanager(town, body);
    const ann = await inOps(town);
    expect(ann.sees).not.toMatch(/@(?:all|here)/);
    expect(ann.posts[0]?.message).toBe(":fire: **@\u200Bhere \\*big\\*** is firing, \\`x\\`");
  });
});

describe("three Alertmanagers of one cluster", () => {
  test("who say the same at once make one post, which was told once", async () => {
    await using town = await hooked();
    const answers = await Promise.all([1, 2, 3].map(() => alertmanager(town, fires)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await card(town)).footer).toBe("Alertmanager");
  });

  test("who say the same one after another, and in another order, change nothing", async () => {
    await using town = await hooked();
    const two = [{ instance: "api-1" }, { instance: "api-2" }];
    await alertmanager(town, notification(two));
    await town.wait("15s");
    await alertmanager(town, notification(two.toReversed()));
    await town.wait("15s");
    await alertmanager(town, notification(two));
    expect((await card(town)).footer).toBe("Alertmanager");
    expect((await inOps(town)).posts[0]?.edit_at).toBe(0);
  });

  test("who tell several processes of one bot make one post", async () => {
    await using town = await hooked(undefined, {
      durable: (clock) => Object.assign(memoryDurable(clock), { isShared: true }),
    });
    const { clock, sim, durable } = town;
    const own = { clock, durable, http: httpInto(sim), connect: socketInto(sim), random: () => 0.3 };
    const second = new Bot({ url: "http://simulator", token: town.town.bot.token, callbackUrl: "http://bot", ...own });
    const started = second.plugin(webhooks, { hooks: all }).start();
    await town.wait("1s");
    await started;
    const answering = [town.bot, second, second].map((bot) => alertmanager({ bot, rest: () => town.rest() }, fires));
    await town.wait("1m");
    expect((await Promise.all(answering)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await card(town)).footer).toBe("Alertmanager");
    await alertmanager({ bot: second, rest: () => town.rest() }, ends);
    await town.wait("1m");
    expect(await posts(town)).toEqual([expect.stringMatching(/^:white_check_mark:/)]);
    await second.stop({ drainMs: 0 });
  });

  test("of whom one is late do not set fire to what is over", async () => {
    await using town = await hooked();
    await alertmanager(town, fires);
    await town.wait("10m");
    await alertmanager(town, ends);
    await alertmanager(town, fires);
    await town.wait("30s");
    await alertmanager(town, ends);
    expect(await posts(town)).toEqual([":white_check_mark: **HighLatency** is resolved, after 10 minutes"]);
  });
});

describe("whatever happens meanwhile", () => {
  test("Mattermost that is away is waited for, and the post shows what is known then", async () => {
    await using town = await hooked();
    town.sim.faults.requests.status(503, { on: "POST /api/v4/posts", times: 4 });
    expect((await alertmanager(town, fires)).status).toBe(200);
    await alertmanager(town, notification([{ instance: "api-1" }, { instance: "api-2" }]));
    await town.wait("10m");
    expect(await posts(town)).toEqual([":fire: **HighLatency** is firing (2 of 2), critical"]);
  });

  test("a restart between fire and end", async () => {
    await using town = await hooked();
    await alertmanager(town, fires);
    town.kill();
    await town.restart();
    await town.wait("5m");
    await alertmanager(town, ends);
    expect(await posts(town)).toEqual([expect.stringMatching(/^:white_check_mark: \*\*HighLatency\*\* is resolved/)]);
  });

  test("a death at any moment makes neither a second post nor none", async () => {
    for (let after = 1; after <= 45; after++) {
      await using town = await hooked();
      town.life.endAfter(after);
      void alertmanager(town, fires);
      await town.rest();
      town.kill();
      await town.restart();
      // As Alertmanager does when nobody answered.
      await alertmanager(town, fires);
      await town.wait("2m");
      expect([after, await posts(town)]).toEqual([after, [":fire: **HighLatency** is firing, critical"]]);
      await town.wait("10m");
      await alertmanager(town, ends);
      expect([after, await posts(town)]).toEqual([after, [expect.stringMatching(/^:white_check_mark:/)]]);
    }
  });

  test("a post that somebody deleted is made anew", async () => {
    await using town = await hooked();
    await alertmanager(town, fires);
    const ann = await inOps(town);
    const [post] = ann.posts;
    if (post !== undefined) await ann.deletes(post);
    await town.wait("10m");
    await alertmanager(town, ends);
    expect(await posts(town)).toEqual([expect.stringMatching(/^:white_check_mark:/)]);
  });

  test("a channel that is not there yet is found when it is", async () => {
    await using town = await hooked({ alerts: { kind: "alertmanager", channel: "~alerts", bearer: SECRET } });
    expect((await alertmanager(town, fires)).status).toBe(200);
    const ann = town.person("ann");
    const team = town.town.team.id;
    const made = await ann.calls<{ id: string }>("POST /api/v4/channels", {
      team_id: team,
      name: "alerts",
      display_name: "Alerts",
      type: "O",
    });
    await ann.calls(`POST /api/v4/channels/${made.id}/members`, { user_id: town.town.bot.id });
    await town.wait("10m");
    await ann.looksAt("alerts");
    expect(ann.posts.at(-1)?.message).toBe(":fire: **HighLatency** is firing, critical");
  });
});

test("Grafana's notifications are taken as well, with its links", async () => {
  await using town = await hooked();
  const body = notification([{ instance: "api-1" }]) as { alerts: object[] };
  const dashboard = "https://grafana.example.com/d/latency";
  const alerts = body.alerts.map((alert) => ({
    ...alert,
    values: { B: 44.2 },
    silenceURL: "",
    dashboardURL: dashboard,
    panelURL: `${dashboard}?viewPanel=1`,
  }));
  const answer = await grafana(town, {
    ...body,
    orgId: 1,
    title: "[FIRING:1] HighLatency",
    state: "alerting",
    message: "x",
    alerts,
  });
  expect(answer.status).toBe(200);
  expect(await card(town)).toMatchObject({
    title_link: dashboard,
    footer: "Grafana",
    text: expect.stringContaining("viewPanel=1") as string,
  });
});

test("what is no notification is refused, and says where", async () => {
  await using town = await hooked();
  const answer = await alertmanager(town, { status: "firing", alerts: [] });
  expect([answer.status, answer.text]).toEqual([422, expect.stringMatching(/groupKey: .*alerts: /)]);
});
