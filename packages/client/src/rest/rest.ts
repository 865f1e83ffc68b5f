/** The REST side of the client: one object whose parts mirror the server's own. */
import type { Call } from "../errors.ts";
import { checkedToken } from "../token.ts";
import type { HttpResponse, HttpTransport } from "../transport.ts";
import { serverUrl } from "../url.ts";
import { type BookmarksApi, bookmarksApi } from "./api/bookmarks.ts";
import { type BotsApi, botsApi } from "./api/bots.ts";
import { type ChannelsApi, channelsApi } from "./api/channels.ts";
import { type CommandsApi, commandsApi } from "./api/commands.ts";
import { type DialogsApi, dialogsApi } from "./api/dialogs.ts";
import { type EmojiApi, emojiApi } from "./api/emoji.ts";
import { type FilesApi, filesApi } from "./api/files.ts";
import { type GroupsApi, groupsApi } from "./api/groups.ts";
import {
  type AcknowledgementsApi,
  type RemindersApi,
  type ScheduledPostsApi,
  acknowledgementsApi,
  remindersApi,
  scheduledPostsApi,
} from "./api/later.ts";
import { type PostsApi, postsApi } from "./api/posts.ts";
import { type PreferencesApi, preferencesApi } from "./api/preferences.ts";
import { type ReactionsApi, reactionsApi } from "./api/reactions.ts";
import { type RolesApi, rolesApi } from "./api/roles.ts";
import { type SystemApi, systemApi } from "./api/system.ts";
import { type TeamsApi, teamsApi } from "./api/teams.ts";
import { type ThreadsApi, threadsApi } from "./api/threads.ts";
import { type UsersApi, usersApi } from "./api/users.ts";
import { type WebhooksApi, webhooksApi } from "./api/webhooks.ts";
import { callOf, callsOf, otherThan } from "./calls.ts";
import type { Pace } from "./pace/pace.ts";
import { type CallManner, type CallOptions, type RequesterOptions, createRequester } from "./request.ts";

export interface Rest {
  /** The server's address, as `serverUrl` writes it. */
  readonly url: string;
  // What people write
  readonly posts: PostsApi;
  readonly threads: ThreadsApi;
  readonly reactions: ReactionsApi;
  readonly files: FilesApi;
  readonly emoji: EmojiApi;
  readonly scheduledPosts: ScheduledPostsApi;
  readonly reminders: RemindersApi;
  readonly acknowledgements: AcknowledgementsApi;

  // Where
  readonly teams: TeamsApi;
  readonly channels: ChannelsApi;
  readonly bookmarks: BookmarksApi;

  // Who
  readonly users: UsersApi;
  readonly bots: BotsApi;
  readonly groups: GroupsApi;
  readonly roles: RolesApi;
  readonly preferences: PreferencesApi;

  // Integrations
  readonly commands: CommandsApi;
  readonly webhooks: WebhooksApi;
  readonly dialogs: DialogsApi;

  readonly system: SystemApi;

  /**
   * Any other route, with the same errors.
   *
   * @param path below the server's address: `"/api/v4/drafts"`. Ids in it are the caller's to escape.
   * @param options `parse` looks at the answer and gives it its type, such as the `parse` of a zod schema; without it the type is the
   *   caller's word.
   * @throws CallError, one of its kinds; a ProtocolError when `parse` throws.
   * @example
   * const limits = await rest.call("GET", "/api/v4/limits/server", { parse: z.object({ activeUserCount: z.number() }).parse });
   */
  call<Shape>(method: string, path: string, options?: CallOptions & { readonly parse?: Parse<Shape> }): Promise<Shape>;
  /**
   * The answer to any other route whose body is not JSON.
   *
   * @throws CallError, one of its kinds, unless the answer is 2xx.
   * @example
   * const logs = await (await rest.raw("GET", "/api/v4/logs/download")).text();
   */
  raw(method: string, path: string, options?: CallOptions): Promise<HttpResponse>;
  /**
   * The same calls made in another manner: less urgent, within a time, until a signal. What is not given stays as it is.
   *
   * @example
   * const bulk = rest.with({ lane: "bulk" });
   * for (const id of channels) await bulk.posts.create({ channel_id: id, message: "The canteen is closed tomorrow" });
   */
  with(manner: CallManner): Rest;
}

/** Looks at an answer. @throws anything when it is not what was expected. */
export type Parse<Shape> = (answer: unknown) => Shape;

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
  const calls = callsOf(createRequester(options));
  return {
    url: options.url,
    posts: postsApi(calls),
    threads: threadsApi(calls),
    reactions: reactionsApi(calls),
    files: filesApi(calls),
    emoji: emojiApi(calls),
    scheduledPosts: scheduledPostsApi(calls),
    reminders: remindersApi(calls),
    acknowledgements: acknowledgementsApi(calls),
    teams: teamsApi(calls),
    channels: channelsApi(calls),
    bookmarks: bookmarksApi(calls),
    users: usersApi(calls),
    bots: botsApi(calls),
    groups: groupsApi(calls),
    roles: rolesApi(calls),
    preferences: preferencesApi(calls),
    commands: commandsApi(calls),
    webhooks: webhooksApi(calls),
    dialogs: dialogsApi(calls),
    system: systemApi(calls),
    call: async (method, path, { parse, ...callOptions } = {}) =>
      typed(callOf(method, path), await calls.json<never>(method, path, callOptions), parse),
    raw: calls.raw,
    with: (manner) => restOf({ ...options, manner: { ...options.manner, ...manner } }),
  };
}

function typed<Shape>(call: Call, answer: unknown, parse: Parse<Shape> | undefined): Shape {
  if (parse === undefined) return answer as Shape;
  try {
    return parse(answer);
  } catch (error) {
    throw otherThan("what was expected", call, error);
  }
}
