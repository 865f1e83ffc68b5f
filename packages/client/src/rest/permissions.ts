/**
 * Which permission a refused call needs, and who has it. The server keeps the name to itself unless it runs in developer mode, so it is
 * told by the route; where the server does name it, the server is right. Pure; called by `hints.ts`.
 */
import type { Call } from "../errors.ts";

/** Who has a permission on a server as it is installed. */
type Holder = "member" | "channel admin" | "team member" | "team admin" | "system admin" | "owner";

type Need = readonly [call: string, permissions: string, holder: Holder];

/** The first that fits counts. `*` stands for one part of a path. */
const NEEDS: readonly Need[] = [
  ["POST /posts/ephemeral", "create_post_ephemeral", "system admin"],
  ["POST /posts/*/actions/*", "read_channel_content", "member"],
  ["POST /posts/*/pin", "read_channel_content", "member"],
  ["POST /posts/*/unpin", "read_channel_content", "member"],
  ["POST /posts", "create_post", "member"],
  ["PUT /posts/*", "edit_post, or edit_others_posts for a post of somebody else", "owner"],
  ["PUT /posts/*/patch", "edit_post, or edit_others_posts for a post of somebody else", "owner"],
  ["DELETE /posts/*", "delete_post, or delete_others_posts for a post of somebody else", "team admin"],
  ["GET /posts/*/edit_history", "edit_post", "owner"],
  ["POST /files", "upload_file", "member"],
  ["POST /uploads", "upload_file", "member"],
  ["POST /reactions", "add_reaction", "member"],
  ["DELETE /users/*/posts/*/reactions/*", "remove_reaction", "member"],
  ["POST /commands/execute", "create_post", "member"],
  ["POST /users/*/typing", "create_post", "member"],

  ["POST /channels/direct", "create_direct_channel", "system admin"],
  ["POST /channels/group", "create_group_channel", "system admin"],
  ["POST /channels", "create_public_channel or create_private_channel", "team member"],
  ["PUT /channels/*/privacy", "convert_public_channel_to_private or convert_private_channel_to_public", "team admin"],
  ["PUT /channels/*/patch", "manage_public_channel_properties or manage_private_channel_properties", "member"],
  ["DELETE /channels/*", "delete_public_channel or delete_private_channel", "member"],
  ["POST /channels/*/restore", "manage_team", "team admin"],
  ["PUT /channels/*/members/*/roles", "manage_channel_roles", "channel admin"],
  ["POST /channels/*/members", "manage_public_channel_members or manage_private_channel_members", "member"],
  ["DELETE /channels/*/members/*", "manage_public_channel_members or manage_private_channel_members", "member"],
  ["GET /channels/*/posts", "read_channel_content", "member"],
  ["GET /channels/*/pinned", "read_channel_content", "member"],
  ["GET /posts/*", "read_channel_content", "member"],
  ["GET /posts/*/*", "read_channel_content", "member"],
  ["GET /files/*", "read_channel_content", "member"],
  ["GET /files/*/*", "read_channel_content", "member"],
  ["GET /channels/*", "read_channel", "member"],
  ["GET /channels/*/*", "read_channel", "member"],
  ["GET /channels/*/members/*", "read_channel", "member"],

  ["POST /teams", "create_team", "system admin"],
  ["PUT /teams/*/members/*/roles", "manage_team_roles", "team admin"],
  ["POST /teams/*/members", "add_user_to_team", "team member"],
  ["DELETE /teams/*/members/*", "remove_user_from_team", "team admin"],
  ["PUT /teams/*/*", "manage_team", "team admin"],
  ["DELETE /teams/*", "manage_team", "team admin"],
  ["POST /teams/*/restore", "manage_team", "team admin"],
  ["POST /teams/*/image", "manage_team", "team admin"],
  ["GET /teams/*", "view_team", "team member"],
  ["GET /teams/*/*", "view_team", "team member"],

  ["* /commands", "manage_own_slash_commands", "team admin"],
  ["* /commands/*", "manage_own_slash_commands, or manage_others_slash_commands for somebody else's", "team admin"],
  ["PUT /commands/*/*", "manage_own_slash_commands, or manage_others_slash_commands for somebody else's", "team admin"],
  ["* /hooks/incoming", "manage_own_incoming_webhooks", "team admin"],
  ["* /hooks/incoming/*", "manage_own_incoming_webhooks, or manage_others_incoming_webhooks for others'", "team admin"],
  ["* /hooks/outgoing", "manage_own_outgoing_webhooks", "team admin"],
  ["* /hooks/outgoing/*", "manage_own_outgoing_webhooks, or manage_others_outgoing_webhooks for others'", "team admin"],

  ["POST /bots", "create_bot", "system admin"],
  ["GET /bots", "read_bots", "system admin"],
  ["* /bots/*", "manage_bots, or manage_others_bots for somebody else's", "system admin"],
  ["POST /bots/*/*", "manage_bots, or manage_others_bots for somebody else's", "system admin"],
  ["POST /users/tokens/revoke", "revoke_user_access_token", "system admin"],
  ["* /users/*/tokens", "create_user_access_token", "system admin"],
  ["PUT /users/*/roles", "manage_roles", "system admin"],
  ["PUT /users/*/active", "sysconsole_write_user_management_users", "system admin"],
  ["PUT /users/*/*", "edit_other_users, for an account that is not one's own", "system admin"],
  ["POST /users/*/image", "edit_other_users, for an account that is not one's own", "system admin"],
  ["POST /emoji", "create_emojis", "system admin"],
  ["DELETE /emoji/*", "delete_emojis, or delete_others_emojis for somebody else's", "system admin"],
  ["GET /roles", "manage_system", "system admin"],
  ["PUT /roles/*/patch", "sysconsole_write_user_management_permissions", "system admin"],
  ["POST /config/reload", "reload_config", "system admin"],
  ["GET /config", "manage_system", "system admin"],
  ["PUT /config/patch", "manage_system", "system admin"],
];

const GRANTS: Readonly<Record<Holder, string>> = {
  member: "Members of the channel have it: add the account to the channel (channel menu > Members > Add)",
  owner: "The author of a post has the first, system administrators have the second",
  "channel admin":
    "Channel administrators have it: one of them makes the account an administrator in channel menu > Members",
  "team member": "Members of the team have it: add the account to the team (team menu > Invite People)",
  "team admin":
    "Team administrators have it: one of them makes the account an administrator in team menu > Manage Members",
  "system admin":
    "System administrators have it: one of them gives the account the role in System Console > User Management > Users",
};

const CONSOLE =
  "a system administrator can also grant the permission to a role in System Console > User Management > Permissions";

/** What to say to a missing permission. `detailed` is the server's own word, empty unless it runs in developer mode. */
export function permissionHint(call: Call, detailed: string): string {
  const named = /permission=([a-z_,]+)/.exec(detailed)?.[1]?.replaceAll(",", " or ");
  const need = NEEDS.find(([pattern]) => fits(pattern, call));
  if (need === undefined) {
    return named === undefined
      ? `The account lacks a permission for this; ${CONSOLE}`
      : `The account lacks the permission ${named}; ${CONSOLE}`;
  }
  const [, permissions, holder] = need;
  // The server may ask for another one than the usual: then who has it is not known here.
  const grant = named === undefined || shares(named, permissions) ? `${GRANTS[holder]}; ` : "";
  return `The account lacks the permission ${named ?? permissions}. ${grant}${CONSOLE}`.replace(". a ", ". A ");
}

function shares(named: string, permissions: string): boolean {
  return named.split(" or ").some((name) => permissions.split(/[ ,]+/).includes(name));
}

function fits(pattern: string, { method, route }: Call): boolean {
  const [wantedMethod = "", path = ""] = pattern.split(" ");
  if (wantedMethod !== "*" && wantedMethod !== method) return false;
  const wanted = path.split("/");
  const parts = route.replace(/^\/api\/v4/, "").split("/");
  return wanted.length === parts.length && wanted.every((part, index) => part === "*" || part === parts[index]);
}
