/**
 * A client for Mattermost, for bots and usable alone: typed REST calls and a WebSocket that stays.
 */

// To begin with
export { createRest } from "./rest/rest.ts";
export type { Parse, Rest, RestOptions } from "./rest/rest.ts";
export { Socket } from "./socket/socket.ts";
export type { SocketChange, SocketOptions } from "./socket/socket.ts";
export { tokenVerdict } from "./socket/verdict.ts";
export { nodeNetwork } from "./node/network.ts";
export type { NodeNetwork } from "./node/network.ts";
export { nodeHttp } from "./node/http.ts";
export { nodeSocket } from "./node/socket.ts";
export type { NetworkOptions } from "./node/line.ts";
export type { TlsOptions } from "./node/tls.ts";
export { serverUrl } from "./url.ts";

// What can go wrong
export {
  AuthenticationError,
  CallError,
  ConfigurationError,
  ConflictError,
  MattermostError,
  NetworkError,
  NotFoundError,
  PermissionError,
  ProtocolError,
  RateError,
  RefusedError,
  ServerFailure,
  TooLargeError,
} from "./errors.ts";
export { orNothing } from "./or-nothing.ts";

// The parts of REST
export type { BookmarkPlace, BookmarksApi } from "./rest/api/bookmarks.ts";
export type { BotsApi, BotsQuery, NewBotAccount } from "./rest/api/bots.ts";
export type { ChannelMembersApi } from "./rest/api/channel-members.ts";
export type { ChannelsApi } from "./rest/api/channels.ts";
export type { CommandCall, CommandsApi } from "./rest/api/commands.ts";
export type { DialogsApi } from "./rest/api/dialogs.ts";
export type { EmojiApi } from "./rest/api/emoji.ts";
export type { FilesApi, NewFile } from "./rest/api/files.ts";
export type { GroupsApi } from "./rest/api/groups.ts";
export type { AcknowledgementsApi, RemindersApi, ScheduledPostsApi } from "./rest/api/later.ts";
export type { OutgoingWebhooksApi, OutgoingWebhooksQuery } from "./rest/api/outgoing-webhooks.ts";
export type { PostListsApi, PostsQuery } from "./rest/api/post-lists.ts";
export type { PostSearch, PostsApi } from "./rest/api/posts.ts";
export type { PreferencesApi } from "./rest/api/preferences.ts";
export type { ReactionsApi } from "./rest/api/reactions.ts";
export type { RolesApi } from "./rest/api/roles.ts";
export type { SystemApi } from "./rest/api/system.ts";
export type { TeamMembersApi } from "./rest/api/team-members.ts";
export type { TeamsApi } from "./rest/api/teams.ts";
export type { ThreadsApi, ThreadsQuery } from "./rest/api/threads.ts";
export type { UploadsApi } from "./rest/api/uploads.ts";
export type { UserListsApi, UserSearch, UsersQuery } from "./rest/api/user-lists.ts";
export type { UserLoginApi } from "./rest/api/user-login.ts";
export type { UserStatusApi } from "./rest/api/user-status.ts";
export type { UserTokensApi } from "./rest/api/user-tokens.ts";
export type { UsersApi } from "./rest/api/users.ts";
export type { WebhooksApi } from "./rest/api/webhooks.ts";
export type { Picture } from "./rest/form.ts";
export type { PageQuery } from "./rest/pages.ts";
export type { CallManner, CallOptions, Query } from "./rest/request.ts";

// Keeping to the server's pace
export { UNSENT } from "./rest/pace/retry.ts";
export { sharedPace } from "./rest/pace/shared.ts";
export type { SharedPaceOptions } from "./rest/pace/shared.ts";
export type { Lane, Pace, Turn, TurnRequest } from "./rest/pace/pace.ts";

// For those who bring their own network
export type {
  HttpRequest,
  HttpResponse,
  HttpTransport,
  SocketEvents,
  SocketTransport,
  UpgradeFailure,
  WireSocket,
} from "./transport.ts";
export type { TokenVerdict } from "./socket/link.ts";
export { defaultLinkTimes } from "./socket/patience.ts";
export type { LinkTimes } from "./socket/patience.ts";
