/** Channels of all four kinds: made, changed, archived, and who is in them. */
import {
  CHANNEL_HEADER_MAX_CODE_POINTS,
  CHANNEL_NAME_MAX_CHARS,
  type Channel,
  type ChannelType,
  type Id,
  type User,
  directChannelName,
} from "@matterwright/protocol";
import { AppError } from "../../errors.ts";
import { goJson } from "../../json.ts";
import type { Act } from "../act.ts";
import { addMember } from "./members.ts";
import { systemPost } from "../posts/system-posts.ts";
import { under } from "../world.ts";

const NAME = /^[a-z0-9]+(?:[a-z\-_0-9]+|(?:__)?)[a-z0-9]*$/;

export interface NewChannel {
  readonly team_id: Id | "";
  readonly name: string;
  readonly display_name: string;
  readonly type: ChannelType;
  readonly header?: string;
  readonly purpose?: string;
}

/** Makes a channel. With a creator, that one is its first member and administrator, and hears of it. */
export function createChannel(act: Act, wanted: NewChannel, creator?: User): Channel {
  const { world, now } = act;
  if (wanted.type !== "D" && wanted.type !== "G") checkChannel(wanted);
  if (wanted.team_id !== "" && world.channelIdByName.has(`${wanted.team_id}/${wanted.name}`)) {
    throw new AppError(
      "store.sql_channel.save_channel.exists.app_error",
      "A channel with that name already exists on the same team.",
      400,
    );
  }
  const isTalk = wanted.type === "D" || wanted.type === "G";
  const channel: Channel = {
    id: act.newId(),
    create_at: now,
    update_at: now,
    delete_at: 0,
    team_id: wanted.team_id,
    type: wanted.type,
    display_name: wanted.display_name,
    name: wanted.name,
    header: wanted.header ?? "",
    purpose: wanted.purpose ?? "",
    last_post_at: 0,
    total_msg_count: 0,
    extra_update_at: 0,
    creator_id: wanted.type === "G" ? "" : (creator?.id ?? ""),
    scheme_id: null,
    props: null,
    group_constrained: null,
    autotranslation: false,
    shared: isTalk ? false : null,
    total_msg_count_root: 0,
    policy_id: null,
    last_root_post_at: 0,
    banner_info: null,
    policy_enforced: false,
    policy_is_active: false,
    default_category_name: "",
  };
  world.channels.set(channel.id, channel);
  world.channelIdByName.set(`${channel.team_id}/${channel.name}`, channel.id);
  if (channel.team_id !== "") under(world.channelsOfTeam, channel.team_id, () => new Set()).add(channel.id);
  if (creator !== undefined && !isTalk) {
    addMember(act, channel, creator, { admin: true });
    systemPost(act, channel, creator, {
      type: "system_join_channel",
      message: `${creator.username} joined the channel.`,
      props: { username: creator.username },
    });
    act.emit({
      event: "channel_created",
      data: { channel_id: channel.id, team_id: channel.team_id },
      to: { user_id: creator.id },
    });
  }
  return channel;
}

function checkChannel({ name, type, header = "" }: NewChannel): void {
  if (
    !NAME.test(name) ||
    name.length > CHANNEL_NAME_MAX_CHARS ||
    /^[0-9a-f]{40}$/.test(name) ||
    /^[a-z0-9]{26}__[a-z0-9]{26}$/.test(name)
  ) {
    throw new AppError(
      "model.channel.is_valid.1_or_more.app_error",
      "Name must be 1 or more lowercase alphanumeric character.",
      400,
    );
  }
  if (!["O", "P", "D", "G"].includes(type))
    throw new AppError("model.channel.is_valid.type.app_error", "Invalid type.", 400);
  if (Array.from(header).length > CHANNEL_HEADER_MAX_CODE_POINTS) {
    throw new AppError("model.channel.is_valid.header.app_error", "Invalid header.", 400);
  }
}

/** The direct channel of two users, made when it is not there. */
export function directChannel(act: Act, one: User, other: User): Channel {
  const name = directChannelName(one.id, other.id);
  const existing = act.world.channelIdByName.get(`/${name}`);
  if (existing !== undefined) return act.world.channels.get(existing) as Channel;
  const channel = createChannel(act, { team_id: "", name, display_name: "", type: "D" }, one);
  addMember(act, channel, one);
  if (other.id !== one.id) addMember(act, channel, other);
  act.emit({
    event: "direct_added",
    data: { creator_id: one.id, teammate_id: other.id },
    to: { channel_id: channel.id },
  });
  return channel;
}

/** A group message. `hash` is the server's name for this set of people. */
export function groupChannel(
  act: Act,
  creator: User,
  { users, hash }: { readonly users: readonly User[]; readonly hash: string },
): Channel {
  const existing = act.world.channelIdByName.get(`/${hash}`);
  if (existing !== undefined) return act.world.channels.get(existing) as Channel;
  const display_name = users
    .map((user) => user.username)
    .toSorted()
    .join(", ");
  const channel = createChannel(act, { team_id: "", name: hash, display_name, type: "G" }, creator);
  for (const user of users) addMember(act, channel, user);
  const teammate_ids = goJson(users.map((user) => user.id));
  for (const user of users)
    act.emit({ event: "group_added", data: { teammate_ids }, to: { channel_id: channel.id, user_id: user.id } });
  return channel;
}

export type ChannelChange = Partial<Pick<Channel, "name" | "display_name" | "header" | "purpose">>;

export interface ChannelChanged {
  readonly change: ChannelChange;
  readonly by: User;
  /** What of it the system says in the channel. */
  readonly says: "everything" | "the display name";
}

/** Changes a channel and lets the system say what was changed. Answers the channel as it was before that was said. */
export function changeChannel(act: Act, channel: Channel, { change, by, says }: ChannelChanged): Channel {
  const before = { ...channel };
  checkChannel({ ...channel, ...change });
  if (change.name !== undefined && change.name !== channel.name) {
    if (channel.name === "town-square") {
      const message = "Tried to perform an invalid update of the default channel town-square.";
      throw new AppError("api.channel.update_channel.tried.app_error", message, 400);
    }
    if (act.world.channelIdByName.has(`${channel.team_id}/${change.name}`)) {
      throw new AppError(
        "store.sql_channel.save_channel.exists.app_error",
        "A channel with that name already exists on the same team.",
        400,
      );
    }
    act.world.channelIdByName.delete(`${channel.team_id}/${channel.name}`);
    act.world.channelIdByName.set(`${channel.team_id}/${change.name}`, channel.id);
  }
  Object.assign(channel, change, { update_at: act.now });
  const answer = { ...channel };
  act.emit({ event: "channel_updated", data: { channel: goJson(channel) }, to: { channel_id: channel.id } });
  if (channel.type === "D") return answer;
  const { username } = by;
  if (before.display_name !== channel.display_name) {
    systemPost(act, channel, by, {
      ...(says === "the display name" ? { eventTeamId: "" } : {}),
      type: "system_displayname_change",
      message: `${username} updated the channel display name from: ${before.display_name} to: ${channel.display_name}`,
      props: { username, old_displayname: before.display_name, new_displayname: channel.display_name },
    });
  }
  if (says === "the display name") return answer;
  if (before.header !== channel.header)
    sayChange(act, channel, { by, what: "header", before: before.header, after: channel.header });
  if (before.purpose !== channel.purpose)
    sayChange(act, channel, { by, what: "purpose", before: before.purpose, after: channel.purpose });
  return answer;
}

interface Change {
  readonly by: User;
  readonly what: "header" | "purpose";
  readonly before: string;
  readonly after: string;
}

function sayChange(act: Act, channel: Channel, { by, what, before, after }: Change): void {
  const message =
    after === ""
      ? `${by.username} removed the channel ${what} (was: ${before})`
      : before === ""
        ? `${by.username} updated the channel ${what} to: ${after}`
        : `${by.username} updated the channel ${what} from: ${before} to: ${after}`;
  systemPost(act, channel, by, {
    type: `system_${what}_change`,
    message,
    props: { username: by.username, [`old_${what}`]: before, [`new_${what}`]: after },
  });
}

export function archiveChannel(act: Act, channel: Channel, by: User): void {
  systemPost(act, channel, by, {
    type: "system_channel_deleted",
    message: `${by.username} archived the channel.`,
    props: { username: by.username },
  });
  Object.assign(channel, { delete_at: act.now, update_at: act.now });
  const to = channel.type === "O" ? { team_id: channel.team_id } : { channel_id: channel.id };
  act.emit({ event: "channel_deleted", data: { channel_id: channel.id, delete_at: act.now }, to });
}

export function restoreChannel(act: Act, channel: Channel, by: User): Channel {
  Object.assign(channel, { delete_at: 0, update_at: act.now });
  const answer = { ...channel };
  const to = channel.type === "O" ? { team_id: channel.team_id } : { channel_id: channel.id };
  act.emit({ event: "channel_restored", data: { channel_id: channel.id }, to });
  systemPost(act, channel, by, {
    type: "system_channel_restored",
    message: `${by.username} unarchived the channel.`,
    props: { username: by.username },
  });
  return answer;
}

export function convertChannel(
  act: Act,
  channel: Channel,
  { to, by }: { readonly to: "O" | "P"; readonly by: User },
): Channel {
  if (channel.name === "town-square") {
    throw new AppError(
      "api.channel.update_channel_privacy.default_channel_error",
      "The default channel cannot be made private.",
      400,
    );
  }
  Object.assign(channel, { type: to, update_at: act.now });
  const answer = { ...channel };
  act.emit({ event: "channel_updated", data: { channel: goJson(channel) }, to: { channel_id: channel.id } });
  const message =
    to === "P"
      ? "This channel has been converted to a Private Channel."
      : "This channel has been converted to a Public Channel and can be joined by any team member.";
  systemPost(act, channel, by, { type: "system_change_chan_privacy", message, props: { username: by.username } });
  act.emit({ event: "channel_converted", data: { channel_id: channel.id }, to: { team_id: channel.team_id } });
  return answer;
}
