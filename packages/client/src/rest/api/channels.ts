import {
  type Channel,
  type ChannelPatch,
  type ChannelStats,
  type Id,
  type NewChannel,
  routes,
} from "@matterwright/protocol";
import type { Calls } from "../calls.ts";
import { type PageQuery, pageIn } from "../pages.ts";
import { type ChannelMembersApi, channelMembersApi } from "./channel-members.ts";

/** Channels and their members: `/api/v4/channels`. */
export interface ChannelsApi extends ChannelMembersApi {
  /** `GET /channels/{channel_id}`. */
  get(channel: Id): Promise<Channel>;
  /** `GET /teams/{team_id}/channels/name/{channel_name}`. By the name in its address, without `~`. */
  byName(team: Id, name: string): Promise<Channel>;
  /** `GET /teams/name/{team_name}/channels/name/{channel_name}`. Both by the names in their address. */
  byNames(team: string, name: string): Promise<Channel>;
  /** `POST /teams/{team_id}/channels/ids`. Open channels only. */
  byIds(team: Id, channels: readonly Id[]): Promise<Channel[]>;
  /** `POST /teams/{team_id}/channels/search`. Open channels by a part of their name, and private ones of the account. */
  search(team: Id, term: string): Promise<Channel[]>;
  /** `GET /teams/{team_id}/channels/deleted`. Archived channels of a team, one page. */
  archived(team: Id, page?: PageQuery): Promise<Channel[]>;
  /** `POST /channels`. The caller becomes its administrator. */
  create(channel: NewChannel): Promise<Channel>;
  /** `POST /channels/direct`. The direct channel of two users; made when it is not there yet. */
  direct(one: Id, other: Id): Promise<Channel>;
  /** `POST /channels/group`. A group message of three to eight. The caller is added. */
  group(users: readonly Id[]): Promise<Channel>;
  /** `PUT /channels/{channel_id}/patch`. Name, display name, header (1,024 code points) and purpose (250). */
  patch(channel: Id, patch: ChannelPatch): Promise<Channel>;
  /** `PUT /channels/{channel_id}/privacy`. Makes it open (`"O"`) or private (`"P"`). */
  convert(channel: Id, to: "O" | "P"): Promise<Channel>;
  /** `DELETE /channels/{channel_id}`. It can be read on, and restored. */
  archive(channel: Id): Promise<void>;
  /** `POST /channels/{channel_id}/restore`. */
  restore(channel: Id): Promise<Channel>;
  /** `GET /channels/{channel_id}/stats`. How many members, guests, pinned posts and files. */
  stats(channel: Id): Promise<ChannelStats>;
  /** `POST /channels/stats/member_count`. Members of many channels by their ids; refused where one is unknown, or may not be read. */
  memberCounts(channels: readonly Id[]): Promise<Readonly<Record<Id, number>>>;
}

export function channelsApi(calls: Calls): ChannelsApi {
  const { one, list, done } = calls;
  return {
    ...channelMembersApi(calls),
    get: (channel) => one("GET", routes.channel(channel)),
    byName: (team, name) => one("GET", routes.teamChannelByName(team, name)),
    byNames: (team, name) => one("GET", routes.teamChannelByNames(team, name)),
    byIds: (team, channels) => list("POST", routes.teamChannelsByIds(team), { body: channels }),
    search: (team, term) => list("POST", routes.teamChannelsSearch(team), { body: { term } }),
    archived: (team, page) => list("GET", routes.teamChannelsArchived(team), { query: pageIn(page) }),
    create: (channel) => one("POST", routes.channels(), { body: channel }),
    direct: (user, other) => one("POST", routes.channelDirect(), { body: [user, other] }),
    group: (users) => one("POST", routes.channelGroup(), { body: users }),
    patch: (channel, patch) => one("PUT", routes.channelPatch(channel), { body: patch }),
    convert: (channel, to) => one("PUT", routes.channelPrivacy(channel), { body: { privacy: to } }),
    archive: (channel) => done("DELETE", routes.channel(channel)),
    restore: (channel) => one("POST", routes.channelRestore(channel)),
    stats: (channel) => one("GET", routes.channelStats(channel)),
    memberCounts: (channels) => one("POST", routes.channelsMemberCounts(), { body: channels }),
  };
}
