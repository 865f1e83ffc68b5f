/** Drafts, reminders, and moving threads, which is a feature that is off. */
import type { Id, Post } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { goJson, sortedDeep } from "../json.ts";
import { under } from "../world/world.ts";
import { type Call, OK, text } from "./call.ts";
import { mayPost } from "./posts.ts";
import type { Answer, Router } from "./router.ts";

export function draftRoutes(router: Router): void {
  router.add("POST /api/v4/drafts", keep);
  router.add("GET /api/v4/users/{user_id}/teams/{team_id}/drafts", list);
  router.add("DELETE /api/v4/users/{user_id}/channels/{channel_id}/drafts", remove);
  router.add("DELETE /api/v4/users/{user_id}/channels/{channel_id}/drafts/{thread_id}", remove);
  router.add("POST /api/v4/users/{user_id}/posts/{post_id}/reminder", remind);
  router.add("POST /api/v4/posts/{post_id}/move", move);
}

/** Keeps what somebody has begun to write in a channel or thread, in place of what was kept there. */
function keep(call: Call): Answer {
  const body = call.body("draft");
  const channel = call.world.channels.get(text(body, "channel_id") ?? "");
  if (channel === undefined) throw refuse.permission();
  call.require(mayPost(call, channel));
  const drafts = under(call.world.drafts, call.me.id, () => new Map());
  const key = keyOf(channel.id, text(body, "root_id") ?? "");
  const old = drafts.get(key);
  const draft = {
    create_at: old?.create_at ?? call.act.now,
    update_at: call.act.now,
    delete_at: 0,
    user_id: call.me.id,
    channel_id: channel.id,
    root_id: text(body, "root_id") ?? "",
    message: text(body, "message") ?? "",
    type: text(body, "type") ?? "",
    props: sortedDeep(body["props"] ?? {}) as Post["props"],
    metadata: {},
  };
  drafts.set(key, draft);
  tell(call, old === undefined ? "draft_created" : "draft_updated", draft);
  return { status: 201, json: draft };
}

function list(call: Call): Answer {
  const userId = call.id("user_id");
  const teamId = call.id("team_id");
  call.mineOrAdmin(userId);
  call.require(call.world.isInTeam(teamId, userId));
  const all = [...(call.world.drafts.get(userId)?.values() ?? [])].filter((draft) => {
    const team = call.world.channels.get(draft.channel_id)?.team_id;
    return team === teamId || team === "";
  });
  return { json: all.toSorted((one, other) => other.update_at - one.update_at) };
}

function remove(call: Call): Answer {
  const userId = call.id("user_id");
  call.mineOrAdmin(userId);
  const drafts = call.world.drafts.get(userId);
  const key = keyOf(call.id("channel_id"), call.params["thread_id"] ?? "");
  const draft = drafts?.get(key);
  if (draft !== undefined) {
    drafts?.delete(key);
    tell(call, "draft_deleted", draft);
  }
  return OK;
}

function keyOf(channelId: Id, rootId: Id): string {
  return `${channelId}/${rootId}`;
}

/** The connection that it came from knows already. */
function tell(call: Call, event: string, draft: { readonly channel_id: Id; readonly user_id: Id }): void {
  const from = call.request.headers["connection-id"] ?? "";
  call.act.emit({ event, data: { draft: goJson(draft) }, to: { user_id: draft.user_id, omit_connection_id: from } });
}

/** Takes a reminder. Nobody is reminded: the simulator runs none of the server's jobs. */
function remind(call: Call): Answer {
  call.mineOrAdmin(call.id("user_id"));
  call.readablePost(call.id("post_id"));
  if (typeof call.body("target_time")["target_time"] !== "number") throw refuse.bodyParam("target_time");
  return OK;
}

function move(call: Call): Answer {
  call.id("post_id");
  throw new AppError("api.post.move_thread.disabled.app_error", "Thread moving is disabled", 501);
}
