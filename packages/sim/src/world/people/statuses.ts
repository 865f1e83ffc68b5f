/** Who is online. Only the user itself is told when its status changes. */
import type { Id, Presence, Status } from "@matterwright/protocol";
import type { Act } from "../act.ts";

export function setStatus(
  act: Act,
  userId: Id,
  change: { readonly status: Presence; readonly manual?: boolean; readonly dndEndTime?: number },
): Status {
  const before = act.world.statuses.get(userId);
  const status: Status = {
    user_id: userId,
    status: change.status,
    manual: change.manual ?? false,
    last_activity_at: act.now,
    dnd_end_time: change.dndEndTime ?? 0,
  };
  act.world.statuses.set(userId, status);
  if (before?.status !== status.status)
    act.emit({ event: "status_change", data: { status: status.status, user_id: userId }, to: { user_id: userId } });
  return status;
}

/** Opening a socket, or doing something, brings a user online, unless the user chose otherwise. */
export function comeOnline(act: Act, userId: Id): void {
  const before = act.world.statuses.get(userId);
  if (before?.manual === true && before.status !== "offline") {
    before.last_activity_at = act.now;
    return;
  }
  setStatus(act, userId, { status: "online" });
}

export function goOffline(act: Act, userId: Id): void {
  if (act.world.statuses.get(userId)?.manual === true) return;
  setStatus(act, userId, { status: "offline" });
}
