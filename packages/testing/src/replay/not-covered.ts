/**
 * The recordings that the simulator does not go through yet, each with the reason. The list only shrinks: `replay.test.ts` fails when a
 * scenario of it passes, when a name is unknown, and when a scenario fails that is not in it.
 */

/** Scenario names, by reason. */
export const NOT_COVERED: Readonly<Record<string, readonly string[]>> = {
  "slash commands are not simulated yet": [
    "command-autocomplete",
    "command-builtin",
    "command-create-refused",
    "command-crud",
    "command-execute-ephemeral",
    "command-execute-errors",
    "command-execute-in-channel-plain",
    "command-execute-in-channel",
    "command-execute-refused",
    "command-execute-text",
    "command-execute-timeout",
    "command-regen-token",
    "command-response-url",
    "dialog-open-by-command",
  ],
  "buttons are not simulated yet": [
    "action-ephemeral-post",
    "action-errors",
    "action-refused",
    "action-select",
    "action-update-details",
    "action-update",
  ],
  "dialogs are not simulated yet": [
    "dialog-cancel",
    "dialog-open-by-button",
    "dialog-open-refused",
    "dialog-submit-forms",
    "dialog-submit",
  ],
  "outgoing webhooks are not simulated yet": ["outgoing-form", "outgoing-json", "outgoing-replies"],
  "uploads in pieces are not simulated yet": ["file-upload-session"],
  "reminders, moving and lists of threads are not simulated yet": [
    "post-move-and-reminder",
    "post-thread-bot-follows",
    "post-thread-following",
    "posts-around-unread",
  ],
  "the routes of roles, jobs and plugins are not simulated yet": ["channel-member-roles", "plugins-and-misc", "roles"],
  "custom statuses are not simulated yet": ["status-custom"],
  "the keys of a real server's configuration are not all there yet": ["system-config", "system-ping"],
  "links to posts are not previewed yet": ["post-permalink"],
  "details of posts made by webhooks differ from the server": ["incoming-attachments", "incoming-override"],
  "details of users, their events and their lists differ from the server": [
    "user-rename",
    "users-lists",
    "users-search",
  ],
  "details of channels, teams, bots and statuses differ from the server": [
    "bot-conversation",
    "channel-archive-private",
    "channel-convert",
    "channel-create-refused",
    "channel-list-search",
    "channel-patch",
    "my-channels-none",
    "my-channels",
    "paging-clamp",
    "preferences",
  ],
  "details of sockets and of the rate limiter differ from the server": [
    "rate-limit-by-user",
    "ws-resume-from-zero",
    "ws-upgrade-origin",
  ],
  "details of posts, reactions and files differ from the server": [
    "file-reuse",
    "file-upload-image",
    "file-upload-refused",
    "post-attachments",
    "post-create-fields-ignored",
    "post-delete-root",
    "post-ephemeral",
    "post-hashtags",
    "post-mention-outsider",
    "post-mentions-all",
    "post-pending-id",
    "post-pin-unpin",
    "post-props-override",
    "post-props",
    "post-set-online",
    "posts-since",
    "reactions-refused",
    "reactions-too-many",
  ],
};

/** Why a scenario is not covered; nothing when it is. */
export function whyNotCovered(name: string): string | undefined {
  return Object.entries(NOT_COVERED).find(([, names]) => names.includes(name))?.[0];
}
