/** The server about itself: ping, what clients may know of its configuration and licence, roles, and what needs a licence. */
import { POST_MESSAGE_MAX_CODE_POINTS } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { sorted } from "../json.ts";
import type { Call } from "./call.ts";
import type { Answer, Router } from "./router.ts";

export function systemRoutes(router: Router): void {
  router.add("GET /api/v4/system/ping", ping, { open: true });
  router.add("GET /api/v4/config/client", clientConfig, { open: true });
  router.add("GET /api/v4/license/client", clientLicense, { open: true });
  router.add("GET /api/v4/roles/name/{role_name}", roleByName);
  router.add("POST /api/v4/roles/names", rolesByNames);
  router.add("GET /api/v4/channels/{channel_id}/bookmarks", bookmarks);
  router.add("POST /api/v4/channels/{channel_id}/bookmarks", bookmarks);
  router.add("GET /api/v4/plugins", plugins);
  router.add("GET /api/v4/plugins/webapp", plugins, { open: true });
}

function ping(call: Call): Answer {
  const more = call.query.get("get_server_status") === "true" ? { database_status: "OK", filestore_status: "OK" } : {};
  return {
    json: {
      ActiveSearchBackend: "database",
      AndroidLatestVersion: "",
      AndroidMinVersion: "",
      IosLatestVersion: "",
      IosMinVersion: "",
      ...more,
      status: "OK",
    },
  };
}

function clientConfig(call: Call): Answer {
  if (call.query.get("format") !== "old")
    throw new AppError(
      "api.config.client.old_format.app_error",
      "New format for the client configuration is not supported yet. Please specify format=old in the query string.",
      501,
    );
  const { settings } = call.act;
  return {
    json: sorted({
      AboutLink: "https://mattermost.com/pl/about-mattermost",
      BuildNumber: "11.6.0",
      CollapsedThreads: "always_on",
      DefaultClientLocale: "en",
      EnableBotAccountCreation: String(settings["ServiceSettings.EnableBotAccountCreation"]),
      EnableCommands: String(settings["ServiceSettings.EnableCommands"]),
      EnableCustomEmoji: "true",
      EnableFileAttachments: String(settings["FileSettings.EnableFileAttachments"]),
      EnableIncomingWebhooks: String(settings["ServiceSettings.EnableIncomingWebhooks"]),
      EnablePostIconOverride: String(settings["ServiceSettings.EnablePostIconOverride"]),
      EnablePostUsernameOverride: String(settings["ServiceSettings.EnablePostUsernameOverride"]),
      EnableUserAccessTokens: String(settings["ServiceSettings.EnableUserAccessTokens"]),
      MaxFileSize: String(settings["FileSettings.MaxFileSize"]),
      MaxPostSize: String(POST_MESSAGE_MAX_CODE_POINTS),
      PostPriority: "true",
      SiteName: "Mattermost",
      SiteURL: settings["ServiceSettings.SiteURL"],
      Version: "11.6.0",
    }),
  };
}

function clientLicense(call: Call): Answer {
  if (call.query.get("format") !== "old") {
    const message =
      "New format for the client license is not supported yet. Please specify format=old in the query string.";
    throw new AppError("api.license.client.old_format.app_error", message, 400);
  }
  return { json: { IsLicensed: "false" } };
}

/** The built-in roles by name; the simulator decides rights itself and shows no list of them. */
const ROLES = new Set(["system_user", "system_admin", "team_user", "team_admin", "channel_user", "channel_admin"]);

function role(call: Call, name: string): Record<string, unknown> {
  const id = name.padEnd(26, "x").slice(0, 26).replaceAll("_", "z");
  return {
    id,
    name,
    display_name: `authentication.roles.${name}.name`,
    permissions: [],
    scheme_managed: true,
    built_in: true,
    create_at: call.act.now,
  };
}

function roleByName(call: Call): Answer {
  const name = call.params["role_name"] ?? "";
  if (!ROLES.has(name)) throw new AppError("app.role.get_by_name.app_error", "Unable to get role.", 404);
  return { json: role(call, name) };
}

function rolesByNames(call: Call): Answer {
  const names = call.texts("rolenames");
  if (names.length === 0) throw refuse.bodyParam("rolenames");
  return { json: names.filter((name) => ROLES.has(name)).map((name) => role(call, name)) };
}

function bookmarks(): Answer {
  throw new AppError(
    "api.channel.bookmark.channel_bookmark.license.error",
    "Your license does not support channel bookmarks.",
    501,
  );
}

function plugins(): Answer {
  throw new AppError(
    "app.plugin.disabled.app_error",
    "Plugins have been disabled. Please check your logs for details.",
    501,
  );
}
