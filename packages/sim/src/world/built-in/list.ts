/** The commands that every server has, as it lists them: trigger, description, hint, and the name where it is not the trigger. */
import type { Command } from "@matterwright/protocol";

const LISTED: readonly (readonly [trigger: string, about: string, hint?: string, name?: string])[] = [
  ["away", "Set your status away"],
  ["code", "Display text as a code block", "[text]"],
  ["collapse", "Turn on auto-collapsing of image previews"],
  ["dnd", "Do not disturb disables desktop and mobile push notifications."],
  ["echo", "Echo back text from your account", "'message' [delay in seconds]"],
  ["expand", "Turn off auto-collapsing of image previews"],
  ["groupmsg", "Sends a Group Message to the specified users", "@[username1],@[username2] 'message'", "message"],
  ["header", "Edit the channel header", "[text]"],
  ["help", "Show Mattermost help message"],
  ["invite", "Invite a user to a channel", "@[username]... ~[channel]..."],
  ["join", "Join the open channel", "~[channel]"],
  ["kick", "Remove a member from the channel", "@[username]"],
  ["leave", "Leave the current channel"],
  ["logout", "Logout of Mattermost"],
  ["me", "Do an action", "[message]"],
  ["msg", "Send Direct Message to a user", "@[username] 'message'", "message"],
  [
    "mute",
    "Turns off desktop, email and push notifications for the current channel or the [channel] specified.",
    "~[channel]",
  ],
  ["offline", "Set your status offline"],
  ["online", "Set your status online"],
  ["open", "Join the open channel", "~[channel]"],
  ["purpose", "Edit the channel purpose", "[text]"],
  ["remove", "Remove a member from the channel", "@[username]"],
  ["rename", "Rename the channel", "[text]"],
  ["search", "Search text in messages", "[text]"],
  ["secure-connection", "Invite secure connections for communication across Mattermost instances.", "[action]"],
  ["settings", "Open the Settings dialog"],
  ["share-channel", "Shares the current channel with an external Mattermost instance.", "[action]"],
  ["shortcuts", "Displays a list of keyboard shortcuts"],
  ["shrug", String.raw`Adds ¯\_(ツ)_/¯ to your message`, "[message]"],
  ["status", "Set or clear your status", "[:emoji_name:] [status_message] or clear"],
];

/** Commands of a team may not have these, of which two are never suggested. */
export const BUILT_IN_TRIGGERS: ReadonlySet<string> = new Set([
  ...LISTED.map(([trigger]) => trigger),
  "invite_people",
  "marketplace",
]);

export const BUILT_IN_COMMANDS: readonly Command[] = LISTED.map(([trigger, about, hint = "", name = trigger]) => ({
  id: "",
  token: "",
  create_at: 0,
  update_at: 0,
  delete_at: 0,
  creator_id: "",
  team_id: "",
  trigger,
  method: "",
  username: "",
  icon_url: "",
  auto_complete: true,
  auto_complete_desc: about,
  auto_complete_hint: hint,
  display_name: name,
  description: "",
  url: "",
  plugin_id: "",
}));
