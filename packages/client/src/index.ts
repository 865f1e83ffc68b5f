/**
 * A client for Mattermost, for bots and usable alone: typed REST calls and a WebSocket that stays.
 */

// To begin with
export { createRest } from "./rest/rest.ts";
export type { Rest, RestOptions } from "./rest/rest.ts";
export { Socket } from "./socket/socket.ts";
export type { SocketChange, SocketOptions } from "./socket/socket.ts";
export { nodeHttp } from "./node/http.ts";
export type { NodeHttpOptions } from "./node/http.ts";
export { nodeSocket } from "./node/socket.ts";
export type { TlsOptions } from "./node/tls.ts";
export { serverUrl } from "./url.ts";

// What can go wrong
export {
  AuthenticationError,
  CallError,
  ConfigurationError,
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

// The parts of REST
export type { BotsApi } from "./rest/api/bots.ts";
export type { ChannelPatch, ChannelsApi, NewChannel, PageQuery } from "./rest/api/channels.ts";
export type { FilesApi, NewFile } from "./rest/api/files.ts";
export type { PostsApi, PostsQuery } from "./rest/api/posts.ts";
export type { ReactionsApi } from "./rest/api/reactions.ts";
export type { SystemApi } from "./rest/api/system.ts";
export type { TeamsApi } from "./rest/api/teams.ts";
export type { UsersApi } from "./rest/api/users.ts";
export type { WebhooksApi } from "./rest/api/webhooks.ts";
export type { CallManner, CallOptions, Query } from "./rest/request.ts";

// Keeping to the server's pace
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
  WireSocket,
} from "./transport.ts";
export { defaultLinkTimes } from "./socket/link.ts";
export type { LinkTimes } from "./socket/link.ts";
