import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type HookCall, type Secret, MisuseError, type Sender, senders } from "../../index.ts";

const SECRET = "a secret of the tests";
const OTHER = "another secret, of nobody";
const BODY = '{"action":"opened"}';
const NOW_MS = 1_700_000_000_000;
const SECONDS = String(NOW_MS / 1_000);

const sign = (text: string, secret: string | Buffer = SECRET, encoding: "hex" | "base64" = "hex"): string =>
  createHmac("sha256", secret).update(text).digest(encoding);

function call(headers: Record<string, string>, body = BODY): HookCall {
  return { method: "POST", headers: new Headers(headers), body: new TextEncoder().encode(body), nowMs: NOW_MS };
}

async function judged(sender: Sender, headers: Record<string, string>, body?: string): Promise<string> {
  const verdict = await sender.verify(call(headers, body));
  return verdict.ok ? "ok" : verdict.why;
}

const basicOf = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
const whsec = Buffer.from("0123456789abcdef0123456789abcdef");

/** Of each sender: how it is made, and what a right call of it looks like. */
const kinds: Record<string, { make: (secret: Secret) => Sender; right: (body?: string) => Record<string, string> }> = {
  bearer: { make: (secret) => senders.bearer(secret), right: () => ({ authorization: `Bearer ${SECRET}` }) },
  basic: { make: (secret) => senders.basic("ci", secret), right: () => ({ authorization: basicOf("ci", SECRET) }) },
  token: { make: (secret) => senders.token("X-Token", secret), right: () => ({ "x-token": SECRET }) },
  github: {
    make: (secret) => senders.github(secret),
    right: (body = BODY) => ({ "x-hub-signature-256": `sha256=${sign(body)}`, "x-github-delivery": "d1" }),
  },
  gitea: {
    make: (secret) => senders.gitea(secret),
    right: (body = BODY) => ({ "x-gitea-signature": sign(body), "x-gitea-delivery": "d1" }),
  },
  "gitlab's token": { make: (secret) => senders.gitlab(secret), right: () => ({ "x-gitlab-token": SECRET }) },
  "gitlab's signing token": {
    make: (secret) => senders.gitlab({ signingToken: secret }),
    right: (body = BODY) => ({
      "webhook-id": "m1",
      "webhook-timestamp": SECONDS,
      "webhook-signature": `v1,${sign(`m1.${SECONDS}.${body}`, SECRET, "base64")}`,
    }),
  },
  "alertmanager's bearer": {
    make: (secret) => senders.alertmanager({ bearer: secret }),
    right: () => ({ authorization: `Bearer ${SECRET}` }),
  },
  "alertmanager's name and password": {
    make: (secret) => senders.alertmanager({ username: "am", password: secret }),
    right: () => ({ authorization: basicOf("am", SECRET) }),
  },
  grafana: {
    make: (secret) => senders.grafana({ secret }),
    right: (body = BODY) => ({ "x-grafana-alerting-signature": sign(body) }),
  },
  "grafana with a timestamp": {
    make: (secret) => senders.grafana({ secret, timestampHeader: "X-Grafana-Alerting-Timestamp" }),
    right: (body = BODY) => ({
      "x-grafana-alerting-signature": sign(`${SECONDS}:${body}`),
      "x-grafana-alerting-timestamp": SECONDS,
    }),
  },
  stripe: {
    make: (secret) => senders.timestamped({ secret }),
    right: (body = BODY) => ({ "stripe-signature": `t=${SECONDS},v0=00,v1=${sign(`${SECONDS}.${body}`)}` }),
  },
  slack: {
    make: (secret) =>
      senders.hmac({
        secret,
        header: "X-Slack-Signature",
        prefix: "v0=",
        timestamp: { header: "X-Slack-Request-Timestamp", separator: ":" },
      }),
    right: (body = BODY) => ({
      "x-slack-signature": `v0=${sign(`${SECONDS}:${body}`)}`,
      "x-slack-request-timestamp": SECONDS,
    }),
  },
};
const signing = ["github", "gitea", "gitlab's signing token", "grafana", "grafana with a timestamp", "stripe", "slack"];
const timed = ["gitlab's signing token", "grafana with a timestamp", "stripe", "slack"];

describe.each(Object.entries(kinds))("%s", (_name, { make, right }) => {
  test("lets in who knows the secret, also while it is replaced, and while it is fetched", async () => {
    expect(await judged(make(SECRET), right())).toBe("ok");
    expect(await judged(make([OTHER, SECRET]), right())).toBe("ok");
    expect(
      await judged(
        make(() => Promise.resolve(SECRET)),
        right(),
      ),
    ).toBe("ok");
  });

  test("refuses who shows nothing, knows another secret, or changes one letter of the proof", async () => {
    expect(await judged(make(SECRET), {})).toBe("missing");
    expect(await judged(make(OTHER), right())).toBe("wrong");
    for (const [header, value] of Object.entries(right())) {
      if (/delivery/.test(header)) continue;
      const cut = { ...right(), [header]: value.slice(0, -1) };
      expect(["wrong", "missing", "expired"]).toContain(await judged(make(SECRET), cut));
      const without = Object.fromEntries(Object.entries(right()).filter(([other]) => other !== header));
      expect(await judged(make(SECRET), without)).toBe("missing");
    }
  });

  test("refuses to be made with a secret that is none, and to let anybody in where it cannot be fetched", async () => {
    for (const none of ["", "   ", "short", [], [SECRET, ""]]) expect(() => make(none)).toThrow(MisuseError);
    await expect(
      judged(
        make(() => undefined),
        right(),
      ),
    ).rejects.toThrow(/needs a secret/);
    await expect(
      judged(
        make(() => Promise.reject(new Error("the vault is shut"))),
        right(),
      ),
    ).rejects.toThrow("shut");
  });
});

test.each(signing)("a signature of %s covers every byte", async (name) => {
  const { make, right } = kinds[name] as (typeof kinds)[string];
  expect(await judged(make(SECRET), right(), BODY.replace("opened", "closed"))).toBe("wrong");
  expect(await judged(make(SECRET), right(), BODY.slice(0, -1))).toBe("wrong");
  expect(await judged(make(SECRET), right(""), "")).toBe("ok");
});

describe("time", () => {
  test.each(timed)("a call of %s is too old after five minutes, and too early before them", async (name) => {
    const { make, right } = kinds[name] as (typeof kinds)[string];
    const at = async (byMs: number): Promise<string> => {
      const verdict = await make(SECRET).verify({ ...call(right()), nowMs: NOW_MS + byMs });
      return verdict.ok ? "ok" : verdict.why;
    };
    expect([await at(300_000), await at(-300_000)]).toEqual(["ok", "ok"]);
    expect([await at(301_000), await at(-301_000)]).toEqual(["expired", "expired"]);
  });

  test("that was put in by somebody else is a wrong signature", async () => {
    const late = String(NOW_MS / 1_000 + 60);
    const headers = { "stripe-signature": `t=${late},v1=${sign(`${SECONDS}.${BODY}`)}` };
    expect(await judged(senders.timestamped({ secret: SECRET }), headers)).toBe("wrong");
  });

  test("that is no number is refused although it is signed", async () => {
    const headers = { "stripe-signature": `t=soon,v1=${sign(`soon.${BODY}`)}` };
    expect(await judged(senders.timestamped({ secret: SECRET }), headers)).toBe("expired");
  });
});

describe("what names a delivery", () => {
  async function marks(sender: Sender, headers: Record<string, string>): Promise<readonly string[]> {
    const verdict = await sender.verify(call(headers));
    if (!verdict.ok) throw new Error(verdict.why);
    return verdict.marks;
  }
  const right = (name: string): Record<string, string> => kinds[name]?.right() ?? {};

  test("an id that is not signed does not hide a body that was sent before", async () => {
    const github = senders.github(SECRET);
    const first = await marks(github, right("github"));
    const again = await marks(github, { ...right("github"), "x-github-delivery": "d2" });
    expect(first.filter((mark) => again.includes(mark))).toEqual([`signature ${sign(BODY)}`]);
    expect(first).toContain("x-github-delivery d1");
  });

  test("senders who repeat themselves on purpose are not taken for replays", async () => {
    expect(await marks(senders.alertmanager({ bearer: SECRET }), right("bearer"))).toEqual([]);
    expect(await marks(senders.grafana({ secret: SECRET }), right("grafana"))).toEqual([]);
    expect(await marks(senders.bearer(SECRET, { idHeader: "X-Id" }), { ...right("bearer"), "x-id": "7" })).toEqual([
      "x-id 7",
    ]);
  });
});

test("secrets of Standard Webhooks are what they stand for", async () => {
  const signature = sign(`m1.${SECONDS}.${BODY}`, whsec, "base64");
  const headers = { "webhook-id": "m1", "webhook-timestamp": SECONDS, "webhook-signature": `v1a,x v1,${signature}` };
  expect(await judged(senders.standard(`whsec_${whsec.toString("base64")}`), headers)).toBe("ok");
});

test("switching it off takes a sentence", async () => {
  expect(() => senders.anyone("")).toThrow(/wants to know why/);
  expect(() => senders.anyone("because")).toThrow(MisuseError);
  const sender = senders.anyone("only the cluster's own network reaches it");
  expect([sender.isKnown, await judged(sender, {})]).toEqual([false, "ok"]);
});
