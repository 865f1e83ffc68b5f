/** Reads in the server's events what is no longer as it was. Called by `People`; it remembers nothing, and what it cannot read is no news. */
import type { EventFrame, Id } from "@matterwright/protocol";

/** What has changed. */
export type News =
  | { readonly kind: "user" | "channel" | "team"; readonly id: Id }
  /** Somebody came into a channel, left it, or became something else in it. */
  | { readonly kind: "member"; readonly channelId: Id; readonly userId: Id }
  /** Somebody left a team, and with it its channels; the account itself may be meant. */
  | { readonly kind: "left-team"; readonly userId: Id }
  /** The account itself came into a team. */
  | { readonly kind: "my-teams" }
  | { readonly kind: "everybody" };

/** What an event says has changed, if anything. */
export function newsOf({ event, data, broadcast }: EventFrame): News | undefined {
  switch (event) {
    case "user_updated":
      return changed("user", idIn(data["user"], "id"));
    case "user_role_updated":
      return changed("user", idIn(data, "user_id"));
    case "guests_deactivated":
      return { kind: "everybody" };
    case "channel_updated":
      return changed("channel", idIn(parsed(data["channel"]), "id") || broadcast.channel_id);
    case "channel_created":
    case "channel_converted":
    case "channel_deleted":
    case "channel_restored":
      return changed("channel", idIn(data, "channel_id") || broadcast.channel_id);
    case "user_added":
    case "user_removed":
      return member(idIn(data, "channel_id") || broadcast.channel_id, idIn(data, "user_id") || broadcast.user_id);
    case "channel_member_updated": {
      const row = parsed(data["channelMember"]);
      return member(idIn(row, "channel_id"), idIn(row, "user_id"));
    }
    case "added_to_team":
      return { kind: "my-teams" };
    case "leave_team":
      return { kind: "left-team", userId: idIn(data, "user_id") };
    case "update_team":
    case "delete_team":
    case "restore_team":
      return changed("team", idIn(parsed(data["team"]), "id"));
    default:
      return undefined;
  }
}

function changed(kind: "user" | "channel" | "team", id: Id): News | undefined {
  return id === "" ? undefined : { kind, id };
}

function member(channelId: Id, userId: Id): News | undefined {
  return channelId === "" || userId === "" ? undefined : { kind: "member", channelId, userId };
}

function idIn(value: unknown, name: string): Id {
  if (typeof value !== "object" || value === null) return "";
  const id = (value as Readonly<Record<string, unknown>>)[name];
  return typeof id === "string" ? id : "";
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === "string" ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}
