/** GitHub's events as sentences; Gitea's and Forgejo's too, which send the same under almost the same names. */
import { z } from "matterwright";
import { count, firstLine, link, name, plain, quote } from "../words.ts";
import { type EventMapping, type Said, mapping, text } from "./event.ts";

const user = z.object({ login: z.string(), html_url: text });
const repository = z.object({ full_name: z.string(), html_url: text });
const about = { repository, sender: user };
const titled = z.object({ number: z.number(), title: text, html_url: text, body: text });

const ping = mapping(z.object({ zen: text, hook_id: z.number().optional() }), ({ zen }) =>
  `:wave: GitHub found its way here. ${plain(zen)}`.trim(),
);

const commit = z.object({
  id: z.string(),
  message: text,
  url: text,
  author: z.object({ name: text, username: text }).nullish(),
});
const pushed = z.object({
  ...about,
  ref: z.string(),
  deleted: z.boolean().optional(),
  forced: z.boolean().optional(),
  compare: text,
  compare_url: text,
  commits: z.array(commit).nullish(),
});
const SHOWN_COMMITS = 5;

const push = mapping(pushed, ({ repository: repo, sender, ref, forced, commits, ...more }): Said => {
  const list = commits ?? [];
  // Branches and tags that come and go have events of their own.
  if (list.length === 0)
    return forced === true && more.deleted !== true
      ? `${who(sender)} force-pushed ${name(ref)} of ${where(repo)}`
      : undefined;
  const url = more.compare === "" ? more.compare_url : more.compare;
  const verb = forced === true ? "force-pushed" : "pushed";
  const head = `${who(sender)} ${verb} ${link(count(list.length, "commit"), url)} to ${name(ref)} of ${where(repo)}`;
  const shown = list.slice(-SHOWN_COMMITS).map(({ id, message, url: of, author }) => {
    const by = author === null || author === undefined ? "" : ` (${plain(author.username || author.name)})`;
    return `- ${link(id.slice(0, 8), of)} ${plain(firstLine(message))}${by}`;
  });
  const before = list.length > SHOWN_COMMITS ? [`- and ${list.length - SHOWN_COMMITS} before them`] : [];
  return [head, ...shown, ...before].join("\n");
});

const pull = z.object({
  ...about,
  action: z.string(),
  pull_request: titled.extend({ merged: z.boolean().nullish(), draft: z.boolean().nullish() }),
});
const PULL_VERBS: Readonly<Record<string, string>> = {
  opened: "opened",
  reopened: "reopened",
  ready_for_review: "asks for reviews of",
};

const pullRequest = mapping(pull, ({ action, pull_request: it, repository: repo, sender }): Said => {
  const verb = action === "closed" ? (it.merged === true ? "merged" : "closed without merging") : PULL_VERBS[action];
  if (verb === undefined) return undefined;
  const what = `${who(sender)} ${verb} ${it.draft === true ? "draft " : ""}pull request ${number(it)} in ${where(repo)}`;
  return withQuote(what, action === "opened" ? it.body : "");
});

const reviewed = z.object({
  ...about,
  action: z.string(),
  review: z.object({ state: z.string(), body: text, html_url: text }),
  pull_request: titled,
});
const REVIEWS: Readonly<Record<string, string>> = {
  approved: ":white_check_mark: approved",
  changes_requested: ":no_entry_sign: wants changes in",
  commented: "reviewed",
};

const review = mapping(
  reviewed,
  ({ action, review: { state, body }, pull_request: it, repository: repo, sender }): Said => {
    const verb = REVIEWS[state.toLowerCase()];
    if (action !== "submitted" || verb === undefined || (state === "commented" && body === "")) return undefined;
    return withQuote(`${who(sender)} ${verb} pull request ${number(it)} in ${where(repo)}`, body);
  },
);

const issued = z.object({ ...about, action: z.string(), issue: titled });

const issues = mapping(issued, ({ action, issue, repository: repo, sender }): Said => {
  if (!["opened", "closed", "reopened"].includes(action)) return undefined;
  return withQuote(
    `${who(sender)} ${action} issue ${number(issue)} in ${where(repo)}`,
    action === "opened" ? issue.body : "",
  );
});

const commented = issued.extend({ comment: z.object({ body: text, html_url: text }) });

const issueComment = mapping(commented, ({ action, issue, comment, repository: repo, sender }): Said => {
  if (action !== "created") return undefined;
  const it = { ...issue, html_url: comment.html_url === "" ? issue.html_url : comment.html_url };
  return withQuote(`${who(sender)} commented on ${number(it)} in ${where(repo)}`, comment.body);
});

const released = z.object({
  ...about,
  action: z.string(),
  release: z.object({
    tag_name: z.string(),
    name: text,
    html_url: text,
    body: text,
    prerelease: z.boolean().nullish(),
  }),
});

const release = mapping(released, ({ action, release: it, repository: repo, sender }): Said => {
  if (action !== "published") return undefined;
  const what = it.prerelease === true ? "pre-release" : "release";
  const called = it.name === "" ? it.tag_name : it.name;
  return withQuote(
    `:package: ${who(sender)} published ${what} ${link(called, it.html_url)} of ${where(repo)}`,
    it.body,
  );
});

const branched = z.object({ ...about, ref: z.string(), ref_type: z.string() });
const came = (verb: string): EventMapping =>
  mapping(
    branched,
    ({ ref, ref_type: kind, repository: repo, sender }) =>
      `${who(sender)} ${verb} ${plain(kind)} ${name(ref)} of ${where(repo)}`,
  );

const ran = z.object({
  ...about,
  action: z.string(),
  workflow_run: z.object({
    name: text,
    html_url: text,
    conclusion: z.string().nullish(),
    head_branch: z.string().nullish(),
    run_number: z.number(),
  }),
});
const BAD_ENDS = new Set(["failure", "timed_out", "startup_failure", "action_required"]);

/** Only what somebody has to look at: a green run says nothing. */
const workflowRun = mapping(ran, ({ action, workflow_run: run, repository: repo }): Said => {
  const { conclusion, head_branch: branch, html_url: url } = run;
  if (action !== "completed" || conclusion === null || conclusion === undefined || !BAD_ENDS.has(conclusion))
    return undefined;
  const of = branch === null || branch === undefined ? "" : ` for ${name(branch)}`;
  return `:x: ${link(`${run.name} #${run.run_number}`, url)} ended with ${name(conclusion)}${of} in ${where(repo)}`;
});

const deployed = z.object({
  ...about,
  deployment: z.object({ environment: text, ref: text }),
  deployment_status: z.object({ state: z.string(), target_url: text, description: text }),
});
const DEPLOYMENTS: Readonly<Record<string, string>> = {
  success: ":rocket: Deployed",
  failure: ":x: Could not deploy",
  error: ":x: Could not deploy",
};

const deployment = mapping(deployed, ({ deployment: what, deployment_status: now, repository: repo }): Said => {
  const verb = DEPLOYMENTS[now.state];
  if (verb === undefined) return undefined;
  return `${verb} ${name(what.ref)} of ${where(repo)} to ${link(what.environment, now.target_url)}`;
});

/** By the header `X-GitHub-Event` or `X-Gitea-Event`. */
export const github: Readonly<Record<string, EventMapping>> = {
  ping,
  push,
  pull_request: pullRequest,
  pull_request_review: review,
  issues,
  issue_comment: issueComment,
  release,
  create: came("created"),
  delete: came("deleted"),
  workflow_run: workflowRun,
  deployment_status: deployment,
};

const giteaReviewed = z.object({
  ...about,
  review: z.object({ content: text }).nullish(),
  pull_request: titled,
});
const giteaReview = (verb: string): EventMapping =>
  mapping(giteaReviewed, ({ review: said, pull_request: it, repository: repo, sender }): Said => {
    const body = said?.content ?? "";
    if (verb === REVIEWS["commented"] && body === "") return undefined;
    return withQuote(`${who(sender)} ${verb} pull request ${number(it)} in ${where(repo)}`, body);
  });

/** By the header `X-Gitea-Event`: the same but for reviews, of which each kind is an event. */
export const gitea: Readonly<Record<string, EventMapping>> = {
  ...github,
  pull_request_approved: giteaReview(":white_check_mark: approved"),
  pull_request_rejected: giteaReview(":no_entry_sign: wants changes in"),
  pull_request_comment: giteaReview("reviewed"),
};

function who({ login, html_url: url }: z.output<typeof user>): string {
  return `**${link(login, url)}**`;
}

function where({ full_name: full, html_url: url }: z.output<typeof repository>): string {
  return link(full, url);
}

function number({
  number: id,
  title,
  html_url: url,
}: {
  readonly number: number;
  readonly title: string;
  readonly html_url: string;
}): string {
  return link(`#${id} ${title}`.trim(), url);
}

function withQuote(sentence: string, body: string): string {
  return body.trim() === "" ? sentence : `${sentence}\n${quote(body)}`;
}
