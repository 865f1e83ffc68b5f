/** The REST side of the client: one object whose parts mirror the server's own. */
import { checkedToken } from "../token.ts";
import type { HttpTransport } from "../transport.ts";
import { serverUrl } from "../url.ts";
import { type BotsApi, botsApi } from "./api/bots.ts";
import { type ChannelsApi, channelsApi } from "./api/channels.ts";
import { type FilesApi, filesApi } from "./api/files.ts";
import { type PostsApi, postsApi } from "./api/posts.ts";
import { type ReactionsApi, reactionsApi } from "./api/reactions.ts";
import { type SystemApi, systemApi } from "./api/system.ts";
import { type TeamsApi, teamsApi } from "./api/teams.ts";
import { type UsersApi, usersApi } from "./api/users.ts";
import { type WebhooksApi, webhooksApi } from "./api/webhooks.ts";
import type { Pace } from "./pace/pace.ts";
import { type CallManner, type CallOptions, type RequesterOptions, createRequester } from "./request.ts";

export interface Rest {
  /** The server's address, as `serverUrl` writes it. */
  readonly url: string;
  readonly posts: PostsApi;
  readonly reactions: ReactionsApi;
  readonly users: UsersApi;
  readonly channels: ChannelsApi;
  readonly teams: TeamsApi;
  readonly files: FilesApi;
  readonly bots: BotsApi;
  readonly webhooks: WebhooksApi;
  readonly system: SystemApi;
  /**
   * Any other route, with the same errors.
   *
   * @param path below the server's address: `"/api/v4/emoji"`.
   * @throws CallError, one of its kinds.
   * @example
   * const emoji = await rest.call<Emoji[]>("GET", "/api/v4/emoji", { query: { page: 0 } });
   */
  call<Shape>(method: string, path: string, options?: CallOptions): Promise<Shape>;
  /**
   * The same calls made in another manner: less urgent, within a time, until a signal. What is not given stays as it is.
   *
   * @example
   * const bulk = rest.with({ lane: "bulk" });
   * for (const id of channels) await bulk.posts.create({ channel_id: id, message: "The canteen is closed tomorrow" });
   */
  with(manner: CallManner): Rest;
}

export interface RestOptions {
  /** Of the server: `https://chat.example.com`, with its sub-path if it has one. */
  readonly url: string;
  /** Of a bot or a person. Without one only a few routes answer. */
  readonly token?: string;
  readonly http: HttpTransport;
  /** For one call, in milliseconds. 30,000 by default. */
  readonly timeoutMs?: number;
  /** Sent with every call: what a proxy before the server may ask for. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Keeps to the server's rate limit and repeats what may safely be repeated: `sharedPace`, or one of your own. Without one, every call
   * is sent at once, and once.
   */
  readonly pace?: Pace;
}

export const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * Makes the REST side of a client.
 *
 * @throws ConfigurationError when the address cannot be one, or the token could not be sent.
 * @example
 * const rest = createRest({ url: "https://chat.example.com", token, http: nodeHttp() });
 * const me = await rest.users.me();
 */
export function createRest(options: RestOptions): Rest {
  const { url, token, http, timeoutMs = DEFAULT_TIMEOUT_MS, headers = {}, pace } = options;
  return restOf({
    url: serverUrl(url),
    token: token === undefined ? undefined : checkedToken(token),
    http,
    timeoutMs,
    headers,
    pace,
  });
}

function restOf(options: RequesterOptions): Rest {
  const requester = createRequester(options);
  return {
    url: options.url,
    posts: postsApi(requester),
    reactions: reactionsApi(requester),
    users: usersApi(requester),
    channels: channelsApi(requester),
    teams: teamsApi(requester),
    files: filesApi(requester),
    bots: botsApi(requester),
    webhooks: webhooksApi(requester),
    system: systemApi(requester),
    call: (method, path, callOptions) => requester.json(method, path, callOptions),
    with: (manner) => restOf({ ...options, manner: { ...options.manner, ...manner } }),
  };
}
