/**
 * The server's limits, each with its unit in its name. Values are those of a default Mattermost 11.6.
 */

/** Unicode code points, not UTF-16 units. */
export const POST_MESSAGE_MAX_CODE_POINTS = 16_383;
export const POST_MAX_FILES = 10;
/** The JSON text of all props, in code points; the request body's limit is met long before. */
export const POST_PROPS_MAX_CODE_POINTS = 800_000;
/** Of all requests that carry no file. */
export const REQUEST_BODY_MAX_BYTES = 300_000;
/** What the server adds to each of its body limits before it refuses. */
export const REQUEST_BODY_GRACE_BYTES = 512;
export const FILE_MAX_BYTES = 104_857_600;
export const IMAGE_MAX_PIXELS = 7680 * 4320;
/** Path and query together; beyond it the answer is 414. */
export const REQUEST_URI_MAX_CHARS = 2_048;
export const TOKEN_MAX_CHARS = 50;

export const PAGE_DEFAULT_ROWS = 60;
export const PAGE_MAX_ROWS = 200;
/** A larger gap is cut to this many rows, in no defined order: walk forward with `after` instead. */
export const POSTS_SINCE_MAX_ROWS = 1_000;
export const POSTS_BY_IDS_MAX = 1_000;

export const USERNAME_MAX_CHARS = 64;
export const CHANNEL_NAME_MAX_CHARS = 64;
export const CHANNEL_DISPLAY_NAME_MAX_CODE_POINTS = 64;
export const CHANNEL_HEADER_MAX_CODE_POINTS = 1_024;
export const CHANNEL_PURPOSE_MAX_CODE_POINTS = 250;
export const GROUP_MESSAGE_MIN_USERS = 3;
export const GROUP_MESSAGE_MAX_USERS = 8;
export const REACTIONS_MAX_DISTINCT_PER_POST = 50;
export const EMOJI_NAME_MAX_CHARS = 64;
/** Above this many members `@channel`, `@all` and `@here` do not notify. */
export const CHANNEL_MENTION_MAX_MEMBERS = 1_000;

/** How long a `pending_post_id` protects against a second post. */
export const PENDING_POST_ID_TTL_MS = 30_000;
export const PENDING_POST_ID_CACHE_ENTRIES = 25_000;

/** Inbound WebSocket frames beyond it close the connection with 1009. */
export const SOCKET_FRAME_MAX_BYTES = 8_192;
/** An unauthenticated socket is cut after this. */
export const SOCKET_AUTH_DEADLINE_MS = 5_000;
export const SOCKET_PING_INTERVAL_MS = 60_000;
/** Extended by Pong frames only, not by data. */
export const SOCKET_READ_DEADLINE_MS = 100_000;
/** Sent events that a resume can have replayed. */
export const SOCKET_SENT_QUEUE_EVENTS = 128;
/** Unsent messages that the server keeps; one more and the connection's state is gone. */
export const SOCKET_SEND_QUEUE_MESSAGES = 256;
/** When the server looks for abandoned connections, and how old one must be. */
export const SOCKET_REAPER_INTERVAL_MS = 300_000;
export const SOCKET_ABANDONED_AFTER_MS = 300_000;

export const MEMBERSHIP_CACHE_TTL_MS = 1_800_000;
export const LOGIN_MAX_FAILURES = 10;
export const SESSION_LENGTH_MS = 30 * 86_400_000;

/** Of the server's calls to an integration. */
export const INTEGRATION_TIMEOUT_MS = 30_000;
export const TRIGGER_ID_TTL_MS = 30_000;
export const RESPONSE_URL_TTL_MS = 1_800_000;
export const RESPONSE_URL_MAX_USES = 5;

export const RATE_LIMIT_DEFAULT_PER_SECOND = 10;
export const RATE_LIMIT_DEFAULT_BURST = 100;
