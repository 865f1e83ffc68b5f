/** What people keep about themselves: statuses, preferences, typing. */
import type { Preference, Presence } from "@matterwright/protocol";
import { isId } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { goJson } from "../json.ts";
import { comeOnline, setStatus } from "../world/people/statuses.ts";
import { under } from "../world/world.ts";
import { type Call, OK, text } from "./call.ts";
import type { Answer, Router } from "./router.ts";

export function peopleRoutes(router: Router): void {
  router.add("GET /api/v4/users/{user_id}/status", status);
  router.add("PUT /api/v4/users/{user_id}/status", changeStatus);
  router.add("POST /api/v4/users/status/ids", statuses);
  router.add("POST /api/v4/users/{user_id}/typing", typing);
  router.add("GET /api/v4/users/{user_id}/preferences", preferences);
  router.add("PUT /api/v4/users/{user_id}/preferences", setPreferences);
  router.add("POST /api/v4/users/{user_id}/preferences/delete", deletePreferences);
  router.add("GET /api/v4/users/{user_id}/preferences/{category}", category);
  router.add("GET /api/v4/users/{user_id}/preferences/{category}/name/{preference_name}", preference);
}

function statusOf(call: Call, id: string): Record<string, unknown> {
  const found = call.world.statuses.get(id);
  const {
    user_id: userId,
    status: presence,
    manual,
    last_activity_at: last,
    dnd_end_time: dnd,
  } = found ?? { user_id: id, status: "offline", manual: false, last_activity_at: 0, dnd_end_time: 0 };
  return {
    user_id: userId,
    status: presence,
    manual,
    last_activity_at: last,
    dnd_end_time: dnd,
  };
}

function status(call: Call): Answer {
  call.session.lastActivityAt = call.act.now;
  return { json: statusOf(call, call.id("user_id")) };
}

function statuses(call: Call): Answer {
  const ids = call.texts("user_ids");
  if (ids.length === 0 || ids.some((id) => !isId(id))) throw refuse.bodyParam("user_ids");
  return { json: ids.map((id) => statusOf(call, id)) };
}

function changeStatus(call: Call): Answer {
  const id = call.id("user_id");
  const body = call.body("status");
  if (text(body, "user_id") !== id) throw refuse.bodyParam("user_id");
  call.mineOrAdmin(id);
  const wanted = text(body, "status") ?? "";
  if (!["online", "away", "offline", "dnd"].includes(wanted)) throw refuse.bodyParam("status");
  const end =
    typeof body["dnd_end_time"] === "number" && wanted === "dnd" ? Math.floor(body["dnd_end_time"] / 60) * 60 : 0;
  setStatus(call.act, id, { status: wanted as Presence, manual: true, dndEndTime: end });
  return { json: statusOf(call, id) };
}

function typing(call: Call): Answer {
  const id = call.id("user_id");
  const body = call.body("typing");
  const channelId = text(body, "channel_id") ?? "";
  call.mineOrAdmin(id);
  call.require(call.world.isMember(channelId, id));
  call.act.emit({
    event: "typing",
    data: { parent_id: text(body, "parent_id") ?? "", user_id: id },
    to: { channel_id: channelId, omit_users: { [id]: true } },
  });
  comeOnline(call.act, id);
  return OK;
}

function preferencesOf(call: Call): Map<string, Preference> {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  return under(call.world.preferences, id, () => new Map());
}

function preferences(call: Call): Answer {
  const all = [...preferencesOf(call).values()];
  return { json: all.length === 0 ? null : all };
}

function category(call: Call): Answer {
  const found = [...preferencesOf(call).values()].filter((each) => each.category === call.params["category"]);
  if (found.length === 0)
    throw new AppError("api.preference.preferences_category.get.app_error", "Unable to get user preferences.", 404);
  return { json: found };
}

function preference(call: Call): Answer {
  // The server takes no name of a single letter here.
  if ((call.params["preference_name"] ?? "").length < 2) throw refuse.urlParam("preference_name");
  const found = preferencesOf(call).get(`${call.params["category"]}/${call.params["preference_name"]}`);
  if (found === undefined)
    throw new AppError("app.preference.get.app_error", "We encountered an error while finding preferences.", 400);
  return { json: found };
}

function given(call: Call): Preference[] {
  const list = call.json("preferences");
  if (!Array.isArray(list) || list.length === 0 || list.length > 100) throw refuse.bodyParam("preferences");
  return (list as unknown[]).map((each) => {
    // The server reads null as a preference of nobody.
    const fields = each ?? {};
    if (typeof fields !== "object") throw refuse.bodyParam("preferences");
    const { user_id: userId = "", category: of = "", name = "", value = "" } = fields as Partial<Preference>;
    if ([userId, of, name, value].some((text) => typeof text !== "string")) throw refuse.bodyParam("preferences");
    return { user_id: userId, category: of, name, value };
  });
}

/** Those that are somebody's own. @throws AppError `refusal` when one is another's. */
function givenOwn(call: Call, refusal: AppError): Preference[] {
  const list = given(call);
  const id = call.id("user_id");
  if (list.some((each) => each.user_id !== id)) throw refusal;
  return list;
}

function setPreferences(call: Call): Answer {
  const all = preferencesOf(call);
  const list = givenOwn(
    call,
    new AppError("api.preference.update_preferences.set.app_error", "Unable to set user preferences.", 403),
  );
  for (const each of list) all.set(`${each.category}/${each.name}`, each);
  tell(call, "preferences_changed", { id: call.id("user_id"), list });
  return OK;
}

function deletePreferences(call: Call): Answer {
  const all = preferencesOf(call);
  const list = givenOwn(
    call,
    new AppError("api.preference.delete_preferences.delete.app_error", "Unable to delete user preferences.", 403),
  );
  for (const each of list) all.delete(`${each.category}/${each.name}`);
  tell(call, "preferences_deleted", { id: call.id("user_id"), list });
  return OK;
}

function tell(
  call: Call,
  event: string,
  { id, list }: { readonly id: string; readonly list: readonly Preference[] },
): void {
  call.act.emit({ event: "sidebar_category_updated", data: {}, to: { user_id: id } });
  call.act.emit({ event, data: { preferences: goJson(list) }, to: { user_id: id } });
}
