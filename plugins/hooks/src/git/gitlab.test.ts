/** What GitLab reports, as people in the channel read it. */
import { describe, expect, test } from "vitest";
import { gitlab, hooked, inOps } from "../../test/town.ts";

const HOME = "https://git.example.com";
const API = `[acme/api](${HOME}/acme/api)`;
const commit = (id: string, message: string): object => ({
  id: id.padEnd(40, "0"),
  message,
  url: `${HOME}/c/${id}`,
  author: { name: "Lea" },
});

describe("GitLab", () => {
  const project = { path_with_namespace: "acme/api", web_url: `${HOME}/acme/api` };
  const user = { name: "Lea", username: "lea" };
  const it = { iid: 7, title: "Count it", url: `${HOME}/7`, description: "Please" };
  const NONE = "0".repeat(40);
  const ONE = "1".repeat(40);
  const push = { object_kind: "push", ref: "refs/heads/main", user_name: "Lea", user_username: "lea", project };

  test.each<[string, object, string]>([
    [
      "a push",
      { ...push, before: ONE, after: ONE, total_commits_count: 1, commits: [commit("a1", "Fix")] },
      `**Lea** pushed [1 commit](${HOME}/acme/api/-/compare/${ONE}...${ONE}) to \`main\` of ${API}\n- [a1000000](${HOME}/c/a1) Fix (Lea)`,
    ],
    [
      "a new branch",
      { ...push, before: NONE, after: ONE, total_commits_count: 0, commits: [] },
      `**Lea** created branch \`main\` of ${API}`,
    ],
    [
      "a branch that goes",
      { ...push, before: ONE, after: NONE, commits: [] },
      `**Lea** deleted branch \`main\` of ${API}`,
    ],
    [
      "a tag",
      { ...push, object_kind: "tag_push", ref: "refs/tags/v1", before: NONE, after: ONE },
      `**Lea** created tag \`v1\` of ${API}`,
    ],
    [
      "a merge request",
      { object_kind: "merge_request", user, project, object_attributes: { ...it, action: "open" } },
      `**Lea** opened merge request [!7 Count it](${HOME}/7) in ${API}\n> Please`,
    ],
    [
      "a merge",
      { object_kind: "merge_request", user, project, object_attributes: { ...it, action: "merge" } },
      `**Lea** merged merge request [!7 Count it](${HOME}/7) in ${API}`,
    ],
    [
      "one more approval",
      { object_kind: "merge_request", user, project, object_attributes: { ...it, action: "approval" } },
      `**Lea** :white_check_mark: approved merge request [!7 Count it](${HOME}/7) in ${API}`,
    ],
    [
      "an approval that is taken back",
      { object_kind: "merge_request", user, project, object_attributes: { ...it, action: "unapproved" } },
      `**Lea** took back the approval of merge request [!7 Count it](${HOME}/7) in ${API}`,
    ],
    [
      "a draft that is ready",
      {
        object_kind: "merge_request",
        user,
        project,
        object_attributes: { ...it, action: "update", draft: false },
        changes: { draft: { previous: true, current: false } },
      },
      `**Lea** asks for reviews of merge request [!7 Count it](${HOME}/7) in ${API}`,
    ],
    [
      "an issue",
      { object_kind: "issue", user, project, object_attributes: { ...it, action: "close" } },
      `**Lea** closed issue [#7 Count it](${HOME}/7) in ${API}`,
    ],
    [
      "a comment",
      {
        object_kind: "note",
        user,
        project,
        object_attributes: { note: "Nice", url: `${HOME}/n`, action: "create" },
        merge_request: { iid: 7, title: "Count it" },
      },
      `**Lea** commented on [!7 Count it](${HOME}/n) in ${API}\n> Nice`,
    ],
    [
      "what is in a group and in no project",
      { object_kind: "work_item", user, project: null, object_attributes: { ...it, action: "reopen" } },
      `**Lea** reopened issue [#7 Count it](${HOME}/7)`,
    ],
    [
      "a red pipeline",
      { object_kind: "pipeline", user, project, object_attributes: { id: 9, ref: "main", status: "failed" } },
      `:x: [Pipeline #9](${HOME}/acme/api/-/pipelines/9) of **Lea** failed for \`main\` in ${API}`,
    ],
    [
      "a release",
      {
        object_kind: "release",
        project,
        action: "create",
        tag: "v2",
        name: "Two",
        url: `${HOME}/v2`,
        description: "New",
      },
      `:package: Release [Two](${HOME}/v2) of ${API}\n> New`,
    ],
    [
      "a deployment",
      {
        object_kind: "deployment",
        project,
        status: "failed",
        environment: "prod",
        ref: "main",
        deployable_url: `${HOME}/d`,
      },
      `:x: Could not deploy \`main\` of ${API} to [prod](${HOME}/d)`,
    ],
  ])("%s", async (_what, body, said) => {
    await using town = await hooked();
    expect((await gitlab(town, body)).status).toBe(200);
    expect((await inOps(town)).sees).toBe(said);
  });

  test("a green pipeline and what has no words say nothing", async () => {
    await using town = await hooked();
    await gitlab(town, {
      object_kind: "pipeline",
      user,
      project,
      object_attributes: { id: 9, ref: "main", status: "success" },
    });
    expect((await gitlab(town, { object_kind: "wiki_page" })).text).toBe("Nothing is said about wiki_page.");
    expect((await gitlab(town, {})).text).toBe("Nothing is said about this.");
    expect((await inOps(town)).posts).toEqual([]);
  });
});
