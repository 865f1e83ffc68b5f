/** GitLab's events as sentences. */
import { z } from "matterwright";
import { count, firstLine, link, name, plain, quote } from "../words.ts";
import { type EventMapping, type Said, mapping, text } from "./event.ts";

const project = z.object({ path_with_namespace: z.string(), web_url: text });
const person = z.object({ name: text, username: text });
const commit = z.object({
  id: z.string(),
  message: text,
  url: text,
  author: z.object({ name: text }).nullish(),
});
const NOWHERE = /^0+$/;
const SHOWN_COMMITS = 5;

const pushed = z.object({
  ref: z.string(),
  before: text,
  after: text,
  user_name: text,
  user_username: text,
  project,
  total_commits_count: z.number().nullish(),
  commits: z.array(commit).nullish(),
});

const push = mapping(
  pushed,
  ({ ref, before, after, project: at, commits, total_commits_count: total, ...user }): Said => {
    const by = who({ name: user.user_name, username: user.user_username });
    if (NOWHERE.test(after)) return `${by} deleted branch ${name(ref)} of ${where(at)}`;
    const list = commits ?? [];
    const all = total ?? list.length;
    if (all === 0) return NOWHERE.test(before) ? `${by} created branch ${name(ref)} of ${where(at)}` : undefined;
    const compare = NOWHERE.test(before) ? "" : `${at.web_url}/-/compare/${before}...${after}`;
    const head = `${by} pushed ${link(count(all, "commit"), compare)} to ${name(ref)} of ${where(at)}`;
    const shown = list.slice(-SHOWN_COMMITS).map(({ id, message, url, author }) => {
      const of = author === null || author === undefined || author.name === "" ? "" : ` (${plain(author.name)})`;
      return `- ${link(id.slice(0, 8), url)} ${plain(firstLine(message))}${of}`;
    });
    return [head, ...shown, ...(all > shown.length ? [`- and ${all - shown.length} before them`] : [])].join("\n");
  },
);

const tagPush = mapping(pushed, ({ ref, after, project: at, ...user }): Said => {
  const by = who({ name: user.user_name, username: user.user_username });
  return `${by} ${NOWHERE.test(after) ? "deleted" : "created"} tag ${name(ref)} of ${where(at)}`;
});

const attributes = z.object({
  iid: z.number(),
  title: text,
  url: text,
  description: text,
  action: text,
  draft: z.boolean().nullish(),
});
const opened = z.object({
  user: person,
  project,
  object_attributes: attributes,
  changes: z.object({ draft: z.object({ current: z.boolean() }).nullish() }).nullish(),
});
const VERBS: Readonly<Record<string, string>> = {
  open: "opened",
  reopen: "reopened",
  close: "closed",
};
// One more approval, and the one with which there are enough.
const APPROVED = ":white_check_mark: approved";
const REVIEW_VERBS: Readonly<Record<string, string>> = {
  ...VERBS,
  merge: "merged",
  approval: APPROVED,
  approved: APPROVED,
  unapproval: "took back the approval of",
  unapproved: "took back the approval of",
};

const mergeRequest = mapping(opened, ({ user, project: at, object_attributes: it, changes }): Said => {
  const isReady = it.action === "update" && changes?.draft?.current === false;
  const verb = isReady ? "asks for reviews of" : REVIEW_VERBS[it.action];
  if (verb === undefined) return undefined;
  const sentence = `${who(user)} ${verb} ${it.draft === true ? "draft " : ""}merge request ${link(`!${it.iid} ${it.title}`, it.url)} in ${where(at)}`;
  return it.action === "open" ? withQuote(sentence, it.description) : sentence;
});

/** Of a group, as epics are, there is no project. */
const raised = opened.extend({ project: project.nullish() });

const issue = mapping(raised, ({ user, project: at, object_attributes: it }): Said => {
  const verb = VERBS[it.action];
  if (verb === undefined) return undefined;
  const sentence = `${who(user)} ${verb} issue ${link(`#${it.iid} ${it.title}`, it.url)}${at === null || at === undefined ? "" : ` in ${where(at)}`}`;
  return it.action === "open" ? withQuote(sentence, it.description) : sentence;
});

const titled = z.object({ iid: z.number(), title: text }).nullish();
/** GitLab calls no hook for a comment that belongs to no project, such as one on an epic. */
const noted = z.object({
  user: person,
  project,
  object_attributes: z.object({ note: text, url: text, action: text }),
  merge_request: titled,
  issue: titled,
  commit: z.object({ id: z.string(), message: text }).nullish(),
});

const note = mapping(noted, ({ user, project: at, object_attributes: it, ...on }): Said => {
  if (it.action === "update") return undefined;
  const what =
    (on.merge_request && `!${on.merge_request.iid} ${on.merge_request.title}`) ||
    (on.issue && `#${on.issue.iid} ${on.issue.title}`) ||
    (on.commit && `${on.commit.id.slice(0, 8)} ${firstLine(on.commit.message)}`) ||
    "a snippet";
  return withQuote(`${who(user)} commented on ${link(what, it.url)} in ${where(at)}`, it.note);
});

const ran = z.object({
  user: person,
  project,
  object_attributes: z.object({ id: z.number(), ref: text, status: z.string(), url: text }),
});

/** Only what somebody has to look at: a green pipeline says nothing. */
const pipeline = mapping(ran, ({ user, project: at, object_attributes: it }): Said => {
  if (it.status !== "failed") return undefined;
  const url = it.url === "" ? `${at.web_url}/-/pipelines/${it.id}` : it.url;
  return `:x: ${link(`Pipeline #${it.id}`, url)} of ${who(user)} failed for ${name(it.ref)} in ${where(at)}`;
});

const released = z.object({ project, action: z.string(), tag: text, name: text, url: text, description: text });

const release = mapping(released, ({ project: at, action, tag, name: called, url, description }): Said => {
  if (action !== "create") return undefined;
  return withQuote(`:package: Release ${link(called === "" ? tag : called, url)} of ${where(at)}`, description);
});

const deployed = z.object({ project, status: z.string(), environment: text, ref: text, deployable_url: text });
const DEPLOYMENTS: Readonly<Record<string, string>> = { success: ":rocket: Deployed", failed: ":x: Could not deploy" };

const deployment = mapping(deployed, ({ project: at, status, environment, ref, deployable_url: url }): Said => {
  const verb = DEPLOYMENTS[status];
  return verb === undefined ? undefined : `${verb} ${name(ref)} of ${where(at)} to ${link(environment, url)}`;
});

/** By the `object_kind` of the payload. */
export const gitlab: Readonly<Record<string, EventMapping>> = {
  push,
  tag_push: tagPush,
  merge_request: mergeRequest,
  issue,
  work_item: issue,
  note,
  pipeline,
  release,
  deployment,
};

function who({ name: full, username }: z.output<typeof person>): string {
  return `**${plain(full === "" ? username : full)}**`;
}

function where({ path_with_namespace: path, web_url: url }: z.output<typeof project>): string {
  return link(path, url);
}

function withQuote(sentence: string, body: string): string {
  return body.trim() === "" ? sentence : `${sentence}\n${quote(body)}`;
}
