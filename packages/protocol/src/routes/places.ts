/** Routes of teams, channels, their members and their bookmarks. */
import { API, segment as id } from "./segment.ts";

const team = (which: string): string => `${API}/teams/${id(which)}`;
const teamByName = (name: string): string => `${API}/teams/name/${id(name)}`;
const channel = (which: string): string => `${API}/channels/${id(which)}`;
const bookmark = (where: string, which: string): string => `${channel(where)}/bookmarks/${id(which)}`;

export const placeRoutes = {
  teams: () => `${API}/teams`,
  team,
  teamByName,
  teamPatch: (which: string) => `${team(which)}/patch`,
  teamPrivacy: (which: string) => `${team(which)}/privacy`,
  teamRestore: (which: string) => `${team(which)}/restore`,
  teamStats: (which: string) => `${team(which)}/stats`,
  teamImage: (which: string) => `${team(which)}/image`,
  teamsSearch: () => `${API}/teams/search`,
  teamMembers: (which: string) => `${team(which)}/members`,
  teamMembersBatch: (which: string) => `${team(which)}/members/batch`,
  teamMember: (which: string, user: string) => `${team(which)}/members/${id(user)}`,
  teamMemberRoles: (which: string, user: string) => `${team(which)}/members/${id(user)}/roles`,
  teamChannels: (which: string) => `${team(which)}/channels`,
  teamChannelsArchived: (which: string) => `${team(which)}/channels/deleted`,
  teamChannelsByIds: (which: string) => `${team(which)}/channels/ids`,
  teamChannelsSearch: (which: string) => `${team(which)}/channels/search`,
  teamChannelByName: (which: string, name: string) => `${team(which)}/channels/name/${id(name)}`,
  teamChannelByNames: (name: string, channelName: string) => `${teamByName(name)}/channels/name/${id(channelName)}`,
  teamGroups: (which: string) => `${team(which)}/groups`,

  channels: () => `${API}/channels`,
  channelsSearch: () => `${API}/channels/search`,
  channelDirect: () => `${API}/channels/direct`,
  channelGroup: () => `${API}/channels/group`,
  channel,
  channelPatch: (which: string) => `${channel(which)}/patch`,
  channelPrivacy: (which: string) => `${channel(which)}/privacy`,
  channelRestore: (which: string) => `${channel(which)}/restore`,
  channelStats: (which: string) => `${channel(which)}/stats`,
  channelsMemberCounts: () => `${API}/channels/stats/member_count`,
  channelPinned: (which: string) => `${channel(which)}/pinned`,
  channelMembers: (which: string) => `${channel(which)}/members`,
  channelMembersByIds: (which: string) => `${channel(which)}/members/ids`,
  channelMember: (which: string, user: string) => `${channel(which)}/members/${id(user)}`,
  channelMemberRoles: (which: string, user: string) => `${channel(which)}/members/${id(user)}/roles`,
  channelMemberNotifyProps: (which: string, user: string) => `${channel(which)}/members/${id(user)}/notify_props`,
  channelPosts: (which: string) => `${channel(which)}/posts`,
  channelView: (user: string) => `${API}/channels/members/${id(user)}/view`,
  channelUnread: (user: string, which: string) => `${API}/users/${id(user)}/channels/${id(which)}/unread`,
  channelPostsUnread: (user: string, which: string) => `${API}/users/${id(user)}/channels/${id(which)}/posts/unread`,
  channelGroups: (which: string) => `${channel(which)}/groups`,

  bookmarks: (where: string) => `${channel(where)}/bookmarks`,
  bookmark,
  bookmarkSortOrder: (where: string, which: string) => `${bookmark(where, which)}/sort_order`,
} as const;
