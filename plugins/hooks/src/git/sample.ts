/** Events as they would come, for a test of a hook. */
import type { GitHook } from "./post.ts";

const URL = "https://example.com/demo/project";

export function sampleEvent(kind: GitHook["kind"]): { readonly event: string; readonly body: unknown } {
  return kind === "gitlab" ? { event: "issue", body: gitlabIssue } : { event: "issues", body: githubIssue };
}

const githubIssue = {
  action: "opened",
  issue: { number: 1, title: "A test of this hook", html_url: `${URL}/issues/1`, body: "Nothing is wrong." },
  repository: { full_name: "demo/project", html_url: URL },
  sender: { login: "somebody", html_url: "https://example.com/somebody" },
};

const gitlabIssue = {
  object_kind: "issue",
  user: { name: "Somebody", username: "somebody" },
  project: { path_with_namespace: "demo/project", web_url: URL },
  object_attributes: {
    iid: 1,
    title: "A test of this hook",
    url: `${URL}/-/issues/1`,
    description: "Nothing is wrong.",
    action: "open",
  },
};
