/**
 * Everything that the simulated server remembers. Only this folder writes to it, in functions that are given the moment and new
 * ids and that hand out events: no I/O, no clock, no chance. Whatever is looked up often has an index beside it.
 */
import type {
  AccessToken,
  BotAccount,
  Channel,
  ChannelMember,
  Command,
  Emoji,
  FileInfo,
  Id,
  IncomingWebhook,
  OutgoingWebhook,
  Post,
  Preference,
  Reaction,
  Status,
  Team,
  TeamMember,
  UnixMs,
  User,
} from "@matterwright/protocol";
import { SigningKey } from "./integrations/signing.ts";

export interface Session {
  readonly id: Id;
  readonly token: string;
  readonly userId: Id;
  readonly createdAt: UnixMs;
  expiresAt: UnixMs;
  /** The personal access token or bot token that it stands for. */
  readonly accessTokenId?: Id;
  readonly csrf: string;
  lastActivityAt: UnixMs;
}

export interface Account {
  readonly user: User;
  /** Of people; bots have none. */
  readonly password?: string;
  failedLogins: number;
}

export interface StoredFile {
  readonly info: FileInfo;
  readonly content: Uint8Array;
}

export interface StoredMember extends ChannelMember {}

/** Who follows a thread, and how far they have read it. */
export interface ThreadFollower {
  following: boolean;
  lastViewedAt: UnixMs;
  unreadMentions: number;
  updatedAt: UnixMs;
}

/** A post, and when it moved. One that moved again since has a younger entry too. */
export interface Move {
  readonly atMs: UnixMs;
  readonly post: Post;
}

export interface UploadSession {
  readonly id: Id;
  readonly type: "attachment";
  readonly create_at: UnixMs;
  readonly user_id: Id;
  readonly channel_id: Id;
  readonly filename: string;
  readonly file_size: number;
  file_offset: number;
  content: Uint8Array;
}

/** Where a slash command's integration may answer later. */
export interface ResponseUrl {
  readonly id: Id;
  readonly madeAt: UnixMs;
  readonly commandId: Id;
  readonly userId: Id;
  readonly channelId: Id;
  readonly rootId: Id | "";
  uses: number;
}

/** What somebody has begun to write. */
export interface Draft {
  readonly create_at: UnixMs;
  readonly update_at: UnixMs;
  readonly delete_at: 0;
  readonly user_id: Id;
  readonly channel_id: Id;
  readonly root_id: Id;
  readonly message: string;
  readonly type: string;
  readonly props: Post["props"];
  readonly metadata: Readonly<Record<string, never>>;
}

export class World {
  readonly accounts = new Map<Id, Account>();
  readonly userIdByName = new Map<string, Id>();
  readonly userIdByEmail = new Map<string, Id>();
  readonly bots = new Map<Id, BotAccount>();
  readonly statuses = new Map<Id, Status>();
  readonly preferences = new Map<Id, Map<string, Preference>>();

  readonly sessions = new Map<string, Session>();
  readonly sessionsOfUser = new Map<Id, Set<Session>>();
  readonly accessTokens = new Map<Id, AccessToken & { readonly token: string }>();
  readonly accessTokenBySecret = new Map<string, Id>();

  readonly teams = new Map<Id, Team>();
  readonly teamIdByName = new Map<string, Id>();
  readonly teamMembers = new Map<Id, Map<Id, TeamMember>>();
  readonly teamsOfUser = new Map<Id, Set<Id>>();

  readonly channels = new Map<Id, Channel>();
  /** By `<team id>/<name>`; direct and group channels have no team. */
  readonly channelIdByName = new Map<string, Id>();
  readonly channelsOfTeam = new Map<Id, Set<Id>>();
  readonly channelMembers = new Map<Id, Map<Id, StoredMember>>();
  readonly channelsOfUser = new Map<Id, Set<Id>>();

  readonly posts = new Map<Id, Post>();
  /** Of each channel, in the order of `create_at`, history rows left out. */
  readonly postsOfChannel = new Map<Id, Post[]>();
  /** What edits replaced, newest last. */
  readonly history = new Map<Id, Post[]>();
  /** How many history rows a channel has. */
  readonly historyOfChannel = new Map<Id, number>();
  /** Of each channel, those that are not deleted, in the order of `create_at`. */
  readonly aliveInChannel = new Map<Id, Post[]>();
  /** What moved in a channel, history rows too, in the order of `update_at`. */
  readonly movesIn = new Map<Id, Move[]>();
  /** Of each root post, those that are not deleted, in the order of `create_at`. */
  readonly repliesOf = new Map<Id, Post[]>();
  /** Who replied to a root post, in the order of their latest reply. */
  readonly repliersOf = new Map<Id, Set<Id>>();
  readonly reactionsOf = new Map<Id, Reaction[]>();
  readonly followersOf = new Map<Id, Map<Id, ThreadFollower>>();
  /** The root posts of all threads that somebody follows or once followed. */
  readonly threadsOfUser = new Map<Id, Set<Id>>();
  /** By the text that the client chose: the post, or nothing while it is being made. */
  readonly pendingPosts = new Map<string, { readonly postId: Id | undefined; readonly savedAt: UnixMs }>();

  /** Ephemeral posts with buttons, by the cookies of these. */
  readonly ephemeralByCookie = new Map<string, Post>();

  readonly files = new Map<Id, StoredFile>();
  /** By person, then by channel and thread. */
  readonly drafts = new Map<Id, Map<string, Draft>>();

  readonly uploads = new Map<Id, UploadSession>();
  readonly emoji = new Map<string, Emoji>();
  /** By the id of a custom emoji. */
  readonly emojiImages = new Map<Id, Uint8Array>();
  readonly incomingHooks = new Map<Id, IncomingWebhook>();
  readonly outgoingHooks = new Map<Id, OutgoingWebhook>();
  readonly commands = new Map<Id, Command>();
  /** By the id in a `response_url`, oldest first. */
  readonly responseUrls = new Map<Id, ResponseUrl>();
  /** Signs trigger ids. */
  readonly signing = new SigningKey();

  user(id: Id): User | undefined {
    return this.accounts.get(id)?.user;
  }

  userNamed(name: string): User | undefined {
    const id = this.userIdByName.get(name);
    return id === undefined ? undefined : this.user(id);
  }

  isMember(channelId: Id, userId: Id): boolean {
    return this.channelMembers.get(channelId)?.has(userId) ?? false;
  }

  isInTeam(teamId: Id, userId: Id): boolean {
    return this.teamMembers.get(teamId)?.get(userId)?.delete_at === 0;
  }

  isSystemAdmin(userId: Id): boolean {
    return this.user(userId)?.roles.split(" ").includes("system_admin") ?? false;
  }

  /** The clock was set. How long ago a pending post was made the server measures by one that nobody sets. */
  clockStepped(byMs: number): void {
    const { pendingPosts } = this;
    for (const [id, { postId, savedAt }] of pendingPosts) pendingPosts.set(id, { postId, savedAt: savedAt + byMs });
  }
}

/** The set or list that belongs to a key, made when it is first asked for. */
export function under<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
