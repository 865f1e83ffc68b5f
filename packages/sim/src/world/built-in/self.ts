/** The server's commands about oneself and the client: statuses, and what only an app can do. */
import type { Presence } from "@matterwright/protocol";
import { setStatus } from "../people/statuses.ts";
import { type BuiltIn, whispers } from "./built-in.ts";

const DND =
  "Do Not Disturb is enabled. You will not receive desktop or mobile push notifications until Do Not Disturb is turned off.";

const HELP = [
  "Mattermost is an open source platform for secure communication, collaboration, and orchestration of work across tools and teams.",
  "Mattermost contains two key tools:",
  "",
  "**Channels** - Stay connected with your team via 1:1 and group messaging.",
  "**[Playbooks](/playbooks)** - Build and configure repeatable processes to achieve specific and predictable outcomes.",
  "",
  "[View documentation and guides](https://mattermost.com/pl/help/)",
].join("\r\n");

export const selfCommands: Readonly<Record<string, BuiltIn>> = {
  online: becomes("online", "You are now online"),
  away: becomes("away", "You are now away"),
  offline: becomes("offline", "You are now offline"),
  dnd: becomes("dnd", DND),
  help: () => whispers(HELP),
  logout: () => ({ answer: { goto_location: "/login" } }),
  search: unsupported("search"),
  settings: unsupported("settings"),
  shortcuts: unsupported("shortcuts"),
};

function becomes(status: Presence, text: string): BuiltIn {
  return (act, { user }) => {
    setStatus(act, user.id, { status, manual: true });
    return whispers(text);
  };
}

/** Apps do these themselves; whoever asks the server gets this. */
function unsupported(name: string): BuiltIn {
  return () => whispers(`The ${name} command is not supported on your device.`);
}
