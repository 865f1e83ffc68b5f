/** What the server does without a licence: it says that it needs one. Each area has its own way of saying so. */
import { AppError } from "../errors.ts";
import type { Answer, Router } from "./router.ts";

type Refusal = () => Answer;

function refusal(id: string, message: string, status: number): Refusal {
  return () => {
    throw new AppError(id, message, status);
  };
}

const groups = refusal("api.license_error", "Your license does not support this feature.", 501);
const scheduled = refusal("api.scheduled_posts.license_error", "Your license does not support scheduled posts.", 400);
/** The server has no words for it. */
const acknowledgement = refusal("<untranslated>", "<untranslated>", 501);
const bookmarks = refusal(
  "api.channel.bookmark.channel_bookmark.license.error",
  "Your license does not support channel bookmarks.",
  501,
);

const guests = refusal(
  "api.team.demote_user_to_guest.license.error",
  "Your license does not support guest accounts",
  501,
);

const routes: readonly (readonly [what: string, refusal: Refusal])[] = [
  ["POST /api/v4/users/{user_id}/demote", guests],
  ["GET /api/v4/groups", groups],
  ["POST /api/v4/groups", groups],
  ["GET /api/v4/groups/{group_id}", groups],
  ["GET /api/v4/groups/{group_id}/members", groups],
  ["GET /api/v4/teams/{team_id}/groups", groups],
  ["GET /api/v4/channels/{channel_id}/groups", groups],
  ["POST /api/v4/posts/schedule", scheduled],
  ["PUT /api/v4/posts/schedule/{scheduled_post_id}", scheduled],
  ["DELETE /api/v4/posts/schedule/{scheduled_post_id}", scheduled],
  ["GET /api/v4/posts/scheduled/team/{team_id}", scheduled],
  ["POST /api/v4/users/{user_id}/posts/{post_id}/ack", acknowledgement],
  ["DELETE /api/v4/users/{user_id}/posts/{post_id}/ack", acknowledgement],
  ["GET /api/v4/channels/{channel_id}/bookmarks", bookmarks],
  ["POST /api/v4/channels/{channel_id}/bookmarks", bookmarks],
];

export function licensedRoutes(router: Router): void {
  for (const [what, refuse] of routes) router.add(what, refuse);
}
