/** What GitHub and Gitea report, as people in the channel read it. */
import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Config } from "../index.ts";
import { SECRET, call, github, hooked, inOps } from "../../test/town.ts";

const HOME = "https://git.example.com";
const repository = { full_name: "acme/api", html_url: `${HOME}/acme/api` };
const sender = { login: "lea", html_url: `${HOME}/lea` };
const LEA = `**[lea](${HOME}/lea)**`;
const API = `[acme/api](${HOME}/acme/api)`;
const about = { repository, sender };
const thing = { number: 7, title: "Count *all* @here", html_url: `${HOME}/acme/api/pull/7`, body: "" };
const THING = `[#7 Count \\*all\\* @\u200Bhere](${HOME}/acme/api/pull/7)`;
const commit = (id: string, message: string): object => ({
  id: id.padEnd(40, "0"),
  message,
  url: `${HOME}/c/${id}`,
  author: { name: "Lea", username: "lea" },
});

describe("GitHub", () => {
  test.each<[string, string, object, string]>([
    [
      "a greeting",
      "ping",
      { zen: "Keep it logically awesome." },
      ":wave: GitHub found its way here. Keep it logically awesome.",
    ],
    [
      "a push",
      "push",
      {
        ...about,
        ref: "refs/heads/main",
        compare: `${HOME}/compare`,
        commits: [commit("a1", "Fix it\n\nat last"), commit("b2", "Test it")],
      },
      `${LEA} pushed [2 commits](${HOME}/compare) to \`main\` of ${API}\n- [a1000000](${HOME}/c/a1) Fix it (lea)\n- [b2000000](${HOME}/c/b2) Test it (lea)`,
    ],
    [
      "a push with force of more than are shown",
      "push",
      {
        ...about,
        ref: "refs/heads/x`y",
        forced: true,
        compare: "",
        commits: Array.from({ length: 7 }, (_each, index) => commit(`${index}`, "x")),
      },
      `${LEA} force-pushed 7 commits to \`\`x\`y\`\` of ${API}`,
    ],
    [
      "a branch that was set back with force",
      "push",
      { ...about, ref: "refs/heads/main", forced: true, deleted: false, compare: "", commits: [] },
      `${LEA} force-pushed \`main\` of ${API}`,
    ],
    [
      "a pull request",
      "pull_request",
      { ...about, action: "opened", pull_request: { ...thing, draft: true, body: "One\n\nTwo" } },
      `${LEA} opened draft pull request ${THING} in ${API}\n> One\n> Two`,
    ],
    [
      "a merge",
      "pull_request",
      { ...about, action: "closed", pull_request: { ...thing, merged: true } },
      `${LEA} merged pull request ${THING} in ${API}`,
    ],
    [
      "a pull request that was given up",
      "pull_request",
      { ...about, action: "closed", pull_request: { ...thing, merged: false } },
      `${LEA} closed without merging pull request ${THING} in ${API}`,
    ],
    [
      "an approval",
      "pull_request_review",
      { ...about, action: "submitted", review: { state: "approved", body: null, html_url: "" }, pull_request: thing },
      `${LEA} :white_check_mark: approved pull request ${THING} in ${API}`,
    ],
    ["an issue", "issues", { ...about, action: "closed", issue: thing }, `${LEA} closed issue ${THING} in ${API}`],
    [
      "a comment",
      "issue_comment",
      { ...about, action: "created", issue: thing, comment: { body: "Nice <b>", html_url: "" } },
      `${LEA} commented on ${THING} in ${API}\n> Nice \\<b\\>`,
    ],
    [
      "a release",
      "release",
      { ...about, action: "published", release: { tag_name: "v2", name: null, html_url: `${HOME}/v2`, body: "" } },
      `:package: ${LEA} published release [v2](${HOME}/v2) of ${API}`,
    ],
    [
      "a new branch",
      "create",
      { ...about, ref: "next", ref_type: "branch" },
      `${LEA} created branch \`next\` of ${API}`,
    ],
    [
      "a red run",
      "workflow_run",
      {
        ...about,
        action: "completed",
        workflow_run: {
          name: "CI",
          html_url: `${HOME}/run`,
          conclusion: "failure",
          head_branch: "main",
          run_number: 12,
        },
      },
      `:x: [CI #12](${HOME}/run) ended with \`failure\` for \`main\` in ${API}`,
    ],
    [
      "a deployment",
      "deployment_status",
      {
        ...about,
        deployment: { environment: "prod", ref: "v2" },
        deployment_status: { state: "success", target_url: "" },
      },
      `:rocket: Deployed \`v2\` of ${API} to prod`,
    ],
  ])("%s", async (_what, event, body, said) => {
    await using town = await hooked();
    expect((await github(town, event, body)).status).toBe(200);
    expect((await inOps(town)).sees.slice(0, said.length)).toBe(said);
  });

  test.each<[string, string, object]>([
    [
      "a green run",
      "workflow_run",
      { ...about, action: "completed", workflow_run: { name: "CI", conclusion: "success", run_number: 1 } },
    ],
    ["an edit", "issues", { ...about, action: "edited", issue: thing }],
    ["a push that only makes a branch", "push", { ...about, ref: "refs/heads/x", commits: [] }],
    ["an event without words", "star", { ...about, action: "created" }],
    ["one that is named like what every object has", "constructor", {}],
  ])("%s says nothing", async (_what, event, body) => {
    await using town = await hooked();
    const answer = await github(town, event, body);
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining("Nothing is said about")]);
    expect((await inOps(town)).posts).toEqual([]);
  });

  test("a payload of another shape is refused, and says where", async () => {
    await using town = await hooked();
    const answer = await github(town, "issues", { ...about, action: "opened" });
    expect([answer.status, answer.text]).toEqual([
      422,
      expect.stringContaining("no issues as GitHub sends it: issue: "),
    ]);
  });

  test("nobody is mentioned, and no link leads where it does not say", async () => {
    await using town = await hooked();
    const title = "](https://evil.example) @all `code` ~~~ <!channel>\n# big";
    const issue = { ...thing, title, html_url: "javascript:alert(1)", body: "@ann\n> quoted | cell" };
    await github(town, "issues", { ...about, action: "opened", issue });
    const seen = (await inOps(town)).sees;
    expect(seen).toContain(String.raw`#7 \](https://evil.example)`);
    expect(seen).not.toContain("javascript");
    expect(seen).not.toMatch(/@(?:all|ann)|<!channel|^# /m);
  });

  test("what is not wanted is left out", async () => {
    await using town = await hooked({ github: { kind: "github", channel: "~ops", secret: SECRET, events: ["push"] } });
    await github(town, "issues", { ...about, action: "closed", issue: thing });
    expect((await inOps(town)).posts).toEqual([]);
  });

  test("it is said once, also when Mattermost is away just then", async () => {
    await using town = await hooked();
    await github(town, "create", { ...about, ref: "one", ref_type: "tag" });
    town.sim.faults.requests.status(503, { on: "POST /api/v4/posts", times: 3 });
    await github(town, "create", { ...about, ref: "two", ref_type: "tag" });
    await town.wait("5m");
    expect((await inOps(town)).posts.map(({ message }) => /`(\w+)`/.exec(message)?.[1])).toEqual(["one", "two"]);
  });
});

describe("Gitea says the same under its own names", () => {
  const reviewed = (type: string, content: string): object => ({
    ...about,
    action: "reviewed",
    number: 7,
    pull_request: thing,
    requested_reviewer: null,
    commit_id: "",
    review: { type, content },
  });

  test.each<[string, object, string]>([
    ["issues", { ...about, action: "closed", issue: thing }, `${LEA} closed issue ${THING} in ${API}`],
    [
      "pull_request_approved",
      reviewed("pull_request_review_approved", ""),
      `${LEA} :white_check_mark: approved pull request ${THING} in ${API}`,
    ],
    [
      "pull_request_rejected",
      reviewed("pull_request_review_rejected", "Not yet"),
      `${LEA} :no_entry_sign: wants changes in pull request ${THING} in ${API}\n> Not yet`,
    ],
    [
      "pull_request_comment",
      reviewed("pull_request_review_comment", "Hm"),
      `${LEA} reviewed pull request ${THING} in ${API}\n> Hm`,
    ],
  ])("%s", async (event, body, said) => {
    await using town = await hooked();
    const proof = createHmac("sha256", SECRET).update(JSON.stringify(body)).digest("hex");
    const headers = { "x-gitea-event": event, "x-gitea-delivery": "d1", "x-gitea-signature": proof };
    expect((await call(town, "/hooks/gitea", body, headers)).status).toBe(200);
    expect((await inOps(town)).sees).toBe(said);
  });
});

describe("a configuration that cannot work is told at the start", () => {
  test.each<[string, object, string]>([
    ["no secret", { kind: "github", channel: "~ops" }, "secret"],
    ["an empty secret", { kind: "github", channel: "~ops", secret: "" }, "needs a secret of 8 characters or more"],
    ["neither of GitLab's tokens", { kind: "gitlab", channel: "~ops" }, "its `token` or its `signingToken`"],
    ["no credentials", { kind: "alertmanager", channel: "~ops" }, "needs a secret of 8 characters or more"],
    ["no channel", { kind: "github", secret: SECRET }, "channel"],
    ["an option that is none", { kind: "github", channel: "~ops", secret: SECRET, event: ["push"] }, "event"],
    [
      "a path outside",
      { kind: "github", channel: "~ops", secret: SECRET, path: "../github" },
      "lies outside the bot's base",
    ],
  ])("%s", async (_what, hook, sentence) => {
    await using town = await hooked({ bad: hook } as Config["hooks"]);
    const line = town.log.find(({ message }) => message === "a plugin could not be set up");
    expect(line?.facts["error"]).toMatchObject({ message: expect.stringContaining(sentence) as string });
  });
});
