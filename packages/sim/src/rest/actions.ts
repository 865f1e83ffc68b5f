/** Clicks on buttons and choices in menus: the server asks the integration, and does what it answers. */
import type { AttachmentAction, Channel, Post, PostProps } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { callIntegration, integrationFailed } from "../outgoing/integration.ts";
import type { Act } from "../world/act.ts";
import { ephemeralPost } from "../world/posts/ephemeral.ts";
import { changePost } from "../world/posts/posts.ts";
import { newTrigger } from "../world/integrations/triggers.ts";
import { type Call, text } from "./call.ts";
import type { Answer, Router } from "./router.ts";

export function actionRoutes(router: Router): void {
  router.add("POST /api/v4/posts/{post_id}/actions/{action_id}", click);
}

async function click(call: Call): Promise<Answer> {
  const post = call.world.posts.get(call.id("post_id")) ?? untold(call);
  const channel = call.channel(post.channel_id);
  call.mayRead(channel);
  if (post.delete_at !== 0) throw refuse.postMissing();
  const action = actionOf(post, call.params["action_id"] ?? "");
  const { url = "" } = action?.integration ?? {};
  if (action === undefined || url === "")
    throw new AppError("api.post.do_action.action_id.app_error", "Invalid action id.", 404);
  const trigger = newTrigger(call.act, call.me.id);
  const answer = await callIntegration(call.outside, {
    url,
    body: request(call, { post, channel, action, triggerId: trigger.long }),
  });
  obey(call, post, { answer, act: call.newAct() });
  return { json: { status: "OK", trigger_id: trigger.clientId } };
}

/** An ephemeral post is kept nowhere: its cookie brings back what the buttons do. @throws AppError 403 without one, 400 with a bad one. */
function untold(call: Call): Post {
  const cookie = text(readBody(call), "cookie") ?? "";
  if (cookie === "") throw refuse.permission();
  const post = call.world.ephemeralByCookie.get(cookie);
  if (post === undefined) throw integrationFailed();
  return post;
}

function actionOf(post: Post, id: string): AttachmentAction | undefined {
  const cards = Array.isArray(post.props.attachments) ? post.props.attachments : [];
  return cards.flatMap(({ actions }) => actions ?? []).find((action) => action.id === id);
}

interface Clicked {
  readonly post: Post;
  readonly channel: Channel;
  readonly action: AttachmentAction;
  /** The longer id, which opens dialogs. */
  readonly triggerId: string;
}

/** What the integration is told. Nothing in it is signed. */
function request(call: Call, { post, channel, action, triggerId }: Clicked): Record<string, unknown> {
  const chosen = text(readBody(call), "selected_option") ?? "";
  const choice = chosen === "" ? {} : { selected_option: chosen };
  const context = { ...action.integration?.context, ...choice };
  return {
    user_id: call.me.id,
    user_name: call.me.username,
    channel_id: channel.id,
    channel_name: channel.name,
    team_id: channel.team_id,
    team_domain: call.world.teams.get(channel.team_id)?.name ?? "",
    post_id: post.id,
    trigger_id: triggerId,
    type: action.type ?? "",
    data_source: action.data_source ?? "",
    ...(Object.keys(context).length === 0 ? {} : { context }),
  };
}

function readBody(call: Call): Record<string, unknown> {
  return call.text() === "" ? {} : call.body("action");
}

const KEPT_PROPS = ["from_webhook", "override_username", "override_icon_url"] as const;

/** An update always takes the message; props that are given replace all but those that say who speaks. */
function obey(
  call: Call,
  post: Post,
  { answer, act }: { readonly answer: Record<string, unknown>; readonly act: Act },
): void {
  const { update } = answer;
  if (typeof update === "object" && update !== null) {
    // What nobody kept cannot be changed.
    if (!call.world.posts.has(post.id)) throw refuse.postMissing();
    const wanted = update as { readonly message?: string; readonly props?: PostProps; readonly file_ids?: string[] };
    const { props } = wanted;
    changePost(act, post, {
      message: wanted.message ?? "",
      file_ids: (wanted.file_ids ?? []).filter((id) => post.file_ids?.includes(id)),
      ...(props === undefined ? {} : { props: withKept(post, props) }),
    });
  }
  const said = text(answer, "ephemeral_text") ?? "";
  if (said === "") return;
  const draft = { message: said, root_id: post.root_id === "" ? post.id : post.root_id };
  ephemeralPost(act, post.channel_id, { to: call.me.id, from: call.me.id, draft });
}

function withKept(post: Post, props: PostProps): PostProps {
  const merged: Record<string, unknown> = { ...props };
  for (const name of KEPT_PROPS) {
    if (name in post.props) merged[name] = post.props[name];
    else delete merged[name];
  }
  return merged;
}
