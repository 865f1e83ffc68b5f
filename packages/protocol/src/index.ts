/**
 * What Mattermost says: the types of its wire, its routes, its limits and the ids of its errors.
 *
 * Everybody reads this package, nothing in it does anything: no I/O, no run-time dependency.
 */

// What travels over REST
export type { Attachment, AttachmentAction, AttachmentField } from "./entities/attachment.ts";
export type { BookmarkUpdate, ChannelBookmark, NewBookmark } from "./entities/bookmark.ts";
export type {
  Channel,
  ChannelMember,
  ChannelPatch,
  ChannelStats,
  ChannelType,
  ChannelUnread,
  NewChannel,
} from "./entities/channel.ts";
export type { Command, CommandAnswer, CommandSuggestion, NewCommand } from "./entities/command.ts";
export type { Dialog, DialogAnswer, DialogElement, DialogOption, DialogSubmission } from "./entities/dialog.ts";
export type { FileInfo, FileList, FileUpload, UploadSession } from "./entities/file.ts";
export type { Group, GroupPatch, NewGroup } from "./entities/group.ts";
export type { ClientConfig, ClientLicense, Ping, ServerConfig } from "./entities/license.ts";
export type {
  NewPost,
  Post,
  PostAcknowledgement,
  PostEmbed,
  PostList,
  PostMetadata,
  PostPatch,
  PostPriority,
  PostProps,
  PostSearchResults,
  PostType,
} from "./entities/post.ts";
export type { Emoji, Reaction } from "./entities/reaction.ts";
export type { Role } from "./entities/role.ts";
export type { NewScheduledPost, ScheduledPost } from "./entities/scheduled-post.ts";
export type { ServerError } from "./entities/server-error.ts";
export type { NewTeam, Team, TeamMember, TeamMemberResult, TeamPatch, TeamStats, TeamType } from "./entities/team.ts";
export type { Thread, ThreadList } from "./entities/thread.ts";
export type {
  AccessToken,
  BotAccount,
  CustomStatus,
  NewUser,
  Preference,
  Presence,
  Session,
  Status,
  User,
  UserPatch,
  UserTimezone,
} from "./entities/user.ts";
export type {
  IncomingWebhook,
  NewIncomingWebhook,
  NewOutgoingWebhook,
  OutgoingWebhook,
  WebhookMessage,
} from "./entities/webhook.ts";

// What travels over the WebSocket
export { SOCKET_PATH } from "./events/frames.ts";
export type { ActionFrame, Broadcast, ClientAction, EventFrame, ReplyFrame } from "./events/frames.ts";
export type { EventName, EventPayloads, JsonText, PostedData } from "./events/payloads.ts";

// Names and numbers
export { ErrorId } from "./error-ids.ts";
export type { KnownErrorId } from "./error-ids.ts";
export { ID_ALPHABET, ID_LENGTH, directChannelName, idFromBytes, isId } from "./ids.ts";
export type { Id, UnixMs } from "./ids.ts";
export * from "./limits.ts";
export { routes } from "./routes.ts";
