/**
 * The REST routes that this project uses, as paths below the server's address. One function each, so that no id is ever
 * pasted into a path unescaped.
 */
const id = encodeURIComponent;
const API = "/api/v4";

export const routes = {
  login: () => `${API}/users/login`,
  logout: () => `${API}/users/logout`,
  ping: () => `${API}/system/ping`,
  clientConfig: () => `${API}/config/client?format=old`,
  clientLicense: () => `${API}/license/client?format=old`,

  users: () => `${API}/users`,
  user: (user: string) => `${API}/users/${id(user)}`,
  userByUsername: (username: string) => `${API}/users/username/${id(username)}`,
  userByEmail: (email: string) => `${API}/users/email/${id(email)}`,
  usersByIds: () => `${API}/users/ids`,
  usersByUsernames: () => `${API}/users/usernames`,
  usersSearch: () => `${API}/users/search`,
  userStatus: (user: string) => `${API}/users/${id(user)}/status`,
  userStatuses: () => `${API}/users/status/ids`,
  userTyping: (user: string) => `${API}/users/${id(user)}/typing`,
  userTokens: (user: string) => `${API}/users/${id(user)}/tokens`,
  userTokenRevoke: () => `${API}/users/tokens/revoke`,
  userTeams: (user: string) => `${API}/users/${id(user)}/teams`,
  userChannels: (user: string) => `${API}/users/${id(user)}/channels`,
  userTeamChannels: (user: string, team: string) => `${API}/users/${id(user)}/teams/${id(team)}/channels`,
  userPreferences: (user: string) => `${API}/users/${id(user)}/preferences`,

  bots: () => `${API}/bots`,
  bot: (bot: string) => `${API}/bots/${id(bot)}`,

  teams: () => `${API}/teams`,
  team: (team: string) => `${API}/teams/${id(team)}`,
  teamByName: (name: string) => `${API}/teams/name/${id(name)}`,
  teamMembers: (team: string) => `${API}/teams/${id(team)}/members`,
  teamMember: (team: string, user: string) => `${API}/teams/${id(team)}/members/${id(user)}`,
  teamChannels: (team: string) => `${API}/teams/${id(team)}/channels`,
  teamChannelByName: (team: string, name: string) => `${API}/teams/${id(team)}/channels/name/${id(name)}`,

  channels: () => `${API}/channels`,
  channelDirect: () => `${API}/channels/direct`,
  channelGroup: () => `${API}/channels/group`,
  channel: (channel: string) => `${API}/channels/${id(channel)}`,
  channelPatch: (channel: string) => `${API}/channels/${id(channel)}/patch`,
  channelRestore: (channel: string) => `${API}/channels/${id(channel)}/restore`,
  channelStats: (channel: string) => `${API}/channels/${id(channel)}/stats`,
  channelPinned: (channel: string) => `${API}/channels/${id(channel)}/pinned`,
  channelMembers: (channel: string) => `${API}/channels/${id(channel)}/members`,
  channelMember: (channel: string, user: string) => `${API}/channels/${id(channel)}/members/${id(user)}`,
  channelPosts: (channel: string) => `${API}/channels/${id(channel)}/posts`,
  channelView: (user: string) => `${API}/channels/members/${id(user)}/view`,

  posts: () => `${API}/posts`,
  post: (post: string) => `${API}/posts/${id(post)}`,
  postPatch: (post: string) => `${API}/posts/${id(post)}/patch`,
  postPin: (post: string) => `${API}/posts/${id(post)}/pin`,
  postUnpin: (post: string) => `${API}/posts/${id(post)}/unpin`,
  postThread: (post: string) => `${API}/posts/${id(post)}/thread`,
  postReactions: (post: string) => `${API}/posts/${id(post)}/reactions`,
  postFiles: (post: string) => `${API}/posts/${id(post)}/files/info`,
  postsByIds: () => `${API}/posts/ids`,
  postEphemeral: () => `${API}/posts/ephemeral`,
  reactions: () => `${API}/reactions`,
  reaction: (user: string, post: string, emoji: string) =>
    `${API}/users/${id(user)}/posts/${id(post)}/reactions/${id(emoji)}`,

  files: () => `${API}/files`,
  file: (file: string) => `${API}/files/${id(file)}`,
  fileInfo: (file: string) => `${API}/files/${id(file)}/info`,

  incomingWebhooks: () => `${API}/hooks/incoming`,
  incomingWebhook: (hook: string) => `${API}/hooks/incoming/${id(hook)}`,
  /** Where a script posts; outside the API. */
  webhook: (hook: string) => `/hooks/${id(hook)}`,
} as const;
