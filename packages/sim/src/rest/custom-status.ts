/** `/api/v4/users/{user_id}/status/custom`: an emoji and some words beside a name, which everybody hears of. */
import type { Id } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { goJson } from "../json.ts";
import { isSystemEmoji } from "../world/posts/emoji.ts";
import { changeUser } from "../world/people/users.ts";
import { under } from "../world/world.ts";
import { type Call, OK, text } from "./call.ts";
import type { Answer, Router } from "./router.ts";

interface CustomStatus {
  readonly emoji: string;
  readonly text: string;
  readonly duration: string;
  /** RFC 3339; the zero time when it never ends. */
  readonly expires_at: string;
}

const ZERO_TIME = "0001-01-01T00:00:00Z";
const DURATIONS = new Set(["thirty_minutes", "one_hour", "four_hours", "today", "this_week", "date_and_time"]);
const MAX_TEXT_CODE_POINTS = 100;
const MAX_RECENT = 5;
const RECENT = { category: "custom_status", name: "recent_custom_statuses" } as const;

export function customStatusRoutes(router: Router): void {
  router.add("PUT /api/v4/users/{user_id}/status/custom", set);
  router.add("DELETE /api/v4/users/{user_id}/status/custom", clear);
}

function set(call: Call): Answer {
  const id = call.id("user_id");
  const status = given(call);
  call.mineOrAdmin(id);
  if (status.emoji !== "" && !isSystemEmoji(status.emoji) && !call.world.emoji.has(status.emoji)) {
    const message = "Failed to update the custom status. The emoji was not found.";
    throw new AppError("api.custom_status.set_custom_statuses.emoji_not_found", message, 400);
  }
  store(call, id, goJson(status));
  remember(call, id, status);
  return OK;
}

function clear(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  store(call, id, "");
  return OK;
}

/** @throws AppError 400 for a status that says nothing, or ends at no time that there is. */
function given(call: Call): CustomStatus {
  const body = call.body("custom_status");
  const [emoji, words] = [text(body, "emoji") ?? "", text(body, "text") ?? ""];
  const duration = text(body, "duration") ?? "";
  const expiresAt = text(body, "expires_at") ?? ZERO_TIME;
  const isOpen = expiresAt === ZERO_TIME;
  const isToCome = Date.parse(expiresAt) >= call.act.now;
  const lasts = duration === "" ? isOpen || isToCome : DURATIONS.has(duration) && isToCome;
  if ((emoji === "" && words === "") || !lasts) throw refuse.bodyParam("custom_status");
  return {
    emoji,
    text: Array.from(words).slice(0, MAX_TEXT_CODE_POINTS).join(""),
    duration: duration === "" && isToCome ? "date_and_time" : duration,
    expires_at: expiresAt,
  };
}

function store(call: Call, id: Id, customStatus: string): void {
  const user = call.user(id);
  changeUser(call.act, user, { props: { ...user.props, customStatus } });
}

/** The latest ones are kept as a preference, of two with the same words the younger. */
function remember(call: Call, id: Id, status: CustomStatus): void {
  const preferences = under(call.world.preferences, id, () => new Map());
  const key = `${RECENT.category}/${RECENT.name}`;
  const earlier = JSON.parse(preferences.get(key)?.value ?? "[]") as CustomStatus[];
  const recent = [status, ...earlier.filter((each) => each.text !== status.text)].slice(0, MAX_RECENT);
  const preference = { user_id: id, ...RECENT, value: goJson(recent) };
  preferences.set(key, preference);
  call.act.emit({ event: "sidebar_category_updated", data: {}, to: { user_id: id } });
  call.act.emit({ event: "preferences_changed", data: { preferences: goJson([preference]) }, to: { user_id: id } });
}
