import { describe, expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeTerminal, fakeTerminal } from "../testing-terminal.ts";

/** Runs the simulator for as long as `visit` takes. */
async function visited(
  { args = [], env = {} }: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> },
  visit: (url: string) => Promise<void>,
): Promise<{ readonly code: number; readonly terminal: FakeTerminal }> {
  const terminal = fakeTerminal({ env });
  const code = run(["sim", "--port", "0", ...args], terminal);
  await visit(await terminal.firstPrint);
  terminal.interrupt();
  return { code: await code, terminal };
}

function logIn(url: string, name: string, password: string): Promise<Response> {
  return fetch(`${url}/api/v4/users/login`, { method: "POST", body: JSON.stringify({ login_id: name, password }) });
}

describe("the simulator alone", () => {
  test("has the demo town, prints its address and nothing else, and stops", async () => {
    const { code, terminal } = await visited({}, async (url) => {
      expect((await logIn(url, "ann", "matterwright")).status).toBe(200);
    });
    expect(code).toBe(0);
    expect(terminal.printed).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)]);
    expect(terminal.noted).toEqual([]);
  });

  test("is empty but for its administrator", async () => {
    const { terminal } = await visited({ args: ["--town", "empty", "--admin", "root:Very:secret-1"] }, async (url) => {
      expect((await logIn(url, "ann", "matterwright")).status).toBe(401);
      const answer = await logIn(url, "root", "Very:secret-1");
      expect(await answer.json()).toMatchObject({ username: "root", roles: "system_admin system_user" });
    });
    expect(terminal.all()).not.toContain("secret-1");
  });

  test("obeys the server's own variables, and names those that it does not know", async () => {
    const env = {
      MM_RATELIMITSETTINGS_ENABLE: "true",
      MM_RATELIMITSETTINGS_PERSEC: "1",
      MM_RATELIMITSETTINGS_MAXBURST: "1",
      MM_FOOSETTINGS_BAR: "1",
    };
    const { terminal } = await visited({ env }, async (url) => {
      const statuses: number[] = [];
      for (let each = 0; each < 4; each++) statuses.push((await fetch(`${url}/api/v4/system/ping`)).status);
      expect(statuses).toContain(429);
    });
    expect(terminal.noted).toEqual([expect.stringContaining("MM_FOOSETTINGS_BAR")]);
  });

  test.each([
    [{ MM_RATELIMITSETTINGS_PERSEC: "many" }, 'MM_RATELIMITSETTINGS_PERSEC must be a whole number, not "many".'],
    [{ MM_RATELIMITSETTINGS_MAXBURST: "0" }, "MM_RATELIMITSETTINGS_MAXBURST must be more than 0, not 0."],
    [{ MM_RATELIMITSETTINGS_ENABLE: "maybe" }, 'MM_RATELIMITSETTINGS_ENABLE must be true or false, not "maybe".'],
  ])("refuses a value with which no server would start: %j", async (env, sentence) => {
    const terminal = fakeTerminal({ env });
    // A simulator that takes it runs until it is stopped.
    terminal.interrupt();
    expect(await run(["sim", "--port", "0"], terminal)).toBe(78);
    expect(terminal.noted).toEqual([sentence]);
  });

  test("takes a limit that means none", async () => {
    const { terminal } = await visited({ env: { MM_SERVICESETTINGS_POSTEDITTIMELIMIT: "-1" } }, () =>
      Promise.resolve(),
    );
    expect(terminal.noted).toEqual([]);
  });

  test("says when its port is taken", async () => {
    await visited({}, async (url) => {
      const terminal = fakeTerminal();
      expect(await run(["sim", "--port", new URL(url).port], terminal)).toBe(75);
      expect(terminal.noted[0]).toContain("is taken");
    });
  });
});
