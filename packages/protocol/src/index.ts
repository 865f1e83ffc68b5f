/**
 * What Mattermost says: the types of its wire, its routes, its limits and the ids of its errors.
 *
 * Everybody reads this package, nothing in it does anything: no I/O, no run-time dependency.
 */

// What travels over REST
export type { Attachment, AttachmentAction, AttachmentField } from "./entities/attachment.ts";
export type { Channel, ChannelMember, ChannelStats, ChannelType } from "./entities/channel.ts";
export type { FileInfo, FileUpload } from "./entities/file.ts";
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
  PostType,
} from "./entities/post.ts";
export type { Emoji, Reaction } from "./entities/reaction.ts";
export type { ServerError } from "./entities/server-error.ts";
export type { Team, TeamMember, TeamType } from "./entities/team.ts";
export type { AccessToken, BotAccount, Preference, Presence, Status, User, UserTimezone } from "./entities/user.ts";
export type { IncomingWebhook, WebhookMessage } from "./entities/webhook.ts";

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
