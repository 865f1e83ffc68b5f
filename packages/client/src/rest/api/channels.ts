import {
  type Channel,
  type ChannelMember,
  type ChannelStats,
  type ChannelType,
  type Id,
  routes,
} from "@matterwright/protocol";
import type { Requester } from "../request.ts";

export interface NewChannel {
  readonly team_id: Id;
  readonly name: string;
  readonly display_name: string;
  readonly type: Extract<ChannelType, "O" | "P">;
  readonly header?: string;
  readonly purpose?: string;
}

export type ChannelPatch = Partial<Pick<Channel, "name" | "display_name" | "header" | "purpose">>;

export interface PageQuery {
  /** From 0. */
  readonly page?: number;
  /** 60 by default, 200 at most. */
  readonly perPage?: number;
}

/** Channels and their members: `/api/v4/channels`. */
export interface ChannelsApi {
  get(channel: Id): Promise<Channel>;
  /** By the name in its address, without `~`. */
  byName(team: Id, name: string): Promise<Channel>;
  create(channel: NewChannel): Promise<Channel>;
  /** The direct channel of two users; made when it is not there yet. */
  direct(one: Id, other: Id): Promise<Channel>;
  /** A group message of three to eight. The caller is added. */
  group(users: readonly Id[]): Promise<Channel>;
  patch(channel: Id, patch: ChannelPatch): Promise<Channel>;
  archive(channel: Id): Promise<void>;
  restore(channel: Id): Promise<Channel>;
  members(channel: Id, page?: PageQuery): Promise<ChannelMember[]>;
  member(channel: Id, user: Id): Promise<ChannelMember>;
  addMember(channel: Id, user: Id): Promise<ChannelMember>;
  removeMember(channel: Id, user: Id): Promise<void>;
  stats(channel: Id): Promise<ChannelStats>;
}

export function channelsApi({ json }: Requester): ChannelsApi {
  return {
    get: (channel) => json("GET", routes.channel(channel)),
    byName: (team, name) => json("GET", routes.teamChannelByName(team, name)),
    create: (channel) => json("POST", routes.channels(), { body: channel }),
    direct: (one, other) => json("POST", routes.channelDirect(), { body: [one, other] }),
    group: (users) => json("POST", routes.channelGroup(), { body: users }),
    patch: (channel, patch) => json("PUT", routes.channelPatch(channel), { body: patch }),
    archive: async (channel) => void (await json("DELETE", routes.channel(channel))),
    restore: (channel) => json("POST", routes.channelRestore(channel)),
    members: (channel, { page, perPage } = {}) =>
      json("GET", routes.channelMembers(channel), { query: { page, per_page: perPage } }),
    member: (channel, user) => json("GET", routes.channelMember(channel, user)),
    addMember: (channel, user) => json("POST", routes.channelMembers(channel), { body: { user_id: user } }),
    removeMember: async (channel, user) => void (await json("DELETE", routes.channelMember(channel, user))),
    stats: (channel) => json("GET", routes.channelStats(channel)),
  };
}
