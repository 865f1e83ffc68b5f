/** Routes of people, bots, their sessions, statuses, pictures and preferences. */
import { API, segment as id } from "./segment.ts";

const user = (who: string): string => `${API}/users/${id(who)}`;
const bot = (which: string): string => `${API}/bots/${id(which)}`;
const preferences = (who: string): string => `${user(who)}/preferences`;

export const peopleRoutes = {
  login: () => `${API}/users/login`,
  logout: () => `${API}/users/logout`,

  users: () => `${API}/users`,
  user,
  userPatch: (who: string) => `${user(who)}/patch`,
  userActive: (who: string) => `${user(who)}/active`,
  userRoles: (who: string) => `${user(who)}/roles`,
  userByUsername: (username: string) => `${API}/users/username/${id(username)}`,
  userByEmail: (email: string) => `${API}/users/email/${id(email)}`,
  usersByIds: () => `${API}/users/ids`,
  usersByUsernames: () => `${API}/users/usernames`,
  usersSearch: () => `${API}/users/search`,
  usersAutocomplete: () => `${API}/users/autocomplete`,
  usersStats: () => `${API}/users/stats`,
  userTyping: (who: string) => `${user(who)}/typing`,
  userImage: (who: string) => `${user(who)}/image`,

  userStatus: (who: string) => `${user(who)}/status`,
  userStatuses: () => `${API}/users/status/ids`,
  userCustomStatus: (who: string) => `${user(who)}/status/custom`,

  userTokens: (who: string) => `${user(who)}/tokens`,
  userToken: (token: string) => `${API}/users/tokens/${id(token)}`,
  userTokenRevoke: () => `${API}/users/tokens/revoke`,
  userTokenDisable: () => `${API}/users/tokens/disable`,
  userTokenEnable: () => `${API}/users/tokens/enable`,
  userSessions: (who: string) => `${user(who)}/sessions`,
  userSessionRevoke: (who: string) => `${user(who)}/sessions/revoke`,

  userTeams: (who: string) => `${user(who)}/teams`,
  userChannels: (who: string) => `${user(who)}/channels`,
  userTeamChannels: (who: string, team: string) => `${user(who)}/teams/${id(team)}/channels`,
  userTeamMemberships: (who: string, team: string) => `${user(who)}/teams/${id(team)}/channels/members`,
  userGroups: (who: string) => `${user(who)}/groups`,

  userPreferences: preferences,
  userPreferencesDelete: (who: string) => `${preferences(who)}/delete`,
  userPreferencesOf: (who: string, category: string) => `${preferences(who)}/${id(category)}`,
  userPreference: (who: string, category: string, name: string) =>
    `${preferences(who)}/${id(category)}/name/${id(name)}`,

  bots: () => `${API}/bots`,
  bot,
  botDisable: (which: string) => `${bot(which)}/disable`,
  botEnable: (which: string) => `${bot(which)}/enable`,
  botAssign: (which: string, owner: string) => `${bot(which)}/assign/${id(owner)}`,
} as const;
