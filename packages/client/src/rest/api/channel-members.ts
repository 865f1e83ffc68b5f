import { type ChannelMember, type ChannelUnread, type Id, routes } from "@matterwright/protocol";
import type { Calls } from "../calls.ts";
import { type PageQuery, pageIn } from "../pages.ts";

/** Who is in a channel: `/api/v4/channels/{channel_id}/members`. */
export interface ChannelMembersApi {
  /** `GET /channels/{channel_id}/members`. One page. */
  members(channel: Id, page?: PageQuery): Promise<ChannelMember[]>;
  /** `GET /channels/{channel_id}/members`. All, page by page. @example for await (const { user_id } of rest.channels.allMembers(channel)) */
  allMembers(channel: Id): AsyncIterable<ChannelMember>;
  /** `POST /channels/{channel_id}/members/ids`. Those of these users who are members. */
  membersByIds(channel: Id, users: readonly Id[]): Promise<ChannelMember[]>;
  /** `GET /channels/{channel_id}/members/{user_id}`. @throws NotFoundError when the user is not in it. */
  member(channel: Id, user: Id): Promise<ChannelMember>;
  /** `POST /channels/{channel_id}/members`. Somebody who is in it already stays as they are. */
  addMember(channel: Id, user: Id): Promise<ChannelMember>;
  /** `POST /channels/{channel_id}/members`. At most 1,000 at once. */
  addMembers(channel: Id, users: readonly Id[]): Promise<ChannelMember[]>;
  /** `DELETE /channels/{channel_id}/members/{user_id}`. */
  removeMember(channel: Id, user: Id): Promise<void>;
  /** `PUT /channels/{channel_id}/members/{user_id}/roles`. Separated by a space: `"channel_user channel_admin"`. */
  setMemberRoles(channel: Id, user: Id, roles: string): Promise<void>;
  /** `PUT /channels/{channel_id}/members/{user_id}/notify_props`. Only what is given changes. */
  setNotifyProps(channel: Id, user: Id, props: Readonly<Record<string, string>>): Promise<void>;
  /** `GET /users/{user_id}/channels/{channel_id}/unread`. */
  unread(user: Id, channel: Id): Promise<ChannelUnread>;
  /** `POST /channels/members/{user_id}/view`. Everything in it is read now. */
  view(user: Id, channel: Id): Promise<void>;
}

export function channelMembersApi({ one, list, done, pages }: Calls): ChannelMembersApi {
  return {
    members: (channel, page) => list("GET", routes.channelMembers(channel), { query: pageIn(page) }),
    allMembers: (channel) => pages(routes.channelMembers(channel)),
    membersByIds: (channel, users) => list("POST", routes.channelMembersByIds(channel), { body: users }),
    member: (channel, user) => one("GET", routes.channelMember(channel, user)),
    addMember: (channel, user) => one("POST", routes.channelMembers(channel), { body: { user_id: user } }),
    addMembers: (channel, users) => list("POST", routes.channelMembers(channel), { body: { user_ids: users } }),
    removeMember: (channel, user) => done("DELETE", routes.channelMember(channel, user)),
    setMemberRoles: (channel, user, roles) =>
      done("PUT", routes.channelMemberRoles(channel, user), { body: { roles } }),
    setNotifyProps: (channel, user, props) =>
      done("PUT", routes.channelMemberNotifyProps(channel, user), {
        body: { ...props, user_id: user, channel_id: channel },
      }),
    unread: (user, channel) => one("GET", routes.channelUnread(user, channel)),
    view: (user, channel) => done("POST", routes.channelView(user), { body: { channel_id: channel } }),
  };
}
