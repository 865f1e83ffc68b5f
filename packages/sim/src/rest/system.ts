/** The server about itself: ping, limits, and what is off or needs a licence or an administrator. */
import { AppError } from "../errors.ts";
import type { Call } from "./call.ts";
import type { Answer, Router } from "./router.ts";

const UNLICENSED_USERS = 200;
const UNLICENSED_USERS_HARD = 250;

export function systemRoutes(router: Router): void {
  router.add("GET /api/v4/system/ping", ping, { open: true });
  router.add("GET /api/v4/system/timezones", () => ({ json: Intl.supportedValuesOf("timeZone") }));
  router.add("GET /api/v4/plugins", plugins);
  router.add("GET /api/v4/plugins/webapp", plugins, { open: true });
  router.add("GET /api/v4/limits/server", limits);
  router.add("GET /api/v4/jobs", (call) => administrators(call, []));
  router.add("GET /api/v4/cluster/status", (call) => administrators(call, []));
  router.add("GET /api/v4/analytics/old", (call) => administrators(call, analytics(call)));
  router.add("GET /api/v4/users/{user_id}/audits", audits);
  router.add("GET /api/v4/brand/image", brandImage, { open: true });
  router.add("GET /api/v4/terms_of_service", termsOfService);
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

function plugins(): Answer {
  throw new AppError(
    "app.plugin.disabled.app_error",
    "Plugins have been disabled. Please check your logs for details.",
    501,
  );
}

function administrators(call: Call, json: unknown): Answer {
  call.require(call.isAdmin);
  return { json };
}

/** Only administrators are told the numbers. */
function limits(call: Call): Answer {
  const people = [...call.world.accounts.values()].filter(({ user }) => user.is_bot !== true && user.delete_at === 0);
  const known = call.isAdmin;
  return {
    json: {
      maxUsersLimit: known ? UNLICENSED_USERS : 0,
      maxUsersHardLimit: known ? UNLICENSED_USERS_HARD : 0,
      activeUserCount: known ? people.length : 0,
      singleChannelGuestCount: 0,
      singleChannelGuestLimit: 0,
      postHistoryLimit: 0,
      lastAccessiblePostTime: 0,
    },
  };
}

function analytics({ world }: Call): readonly { readonly name: string; readonly value: number }[] {
  const channels = [...world.channels.values()];
  return [
    { name: "channel_open_count", value: channels.filter(({ type }) => type === "O").length },
    { name: "channel_private_count", value: channels.filter(({ type }) => type === "P").length },
    { name: "post_count", value: world.posts.size },
    { name: "unique_user_count", value: world.accounts.size },
    { name: "team_count", value: world.teams.size },
  ];
}

/** The simulator keeps no audits. */
function audits(call: Call): Answer {
  call.mineOrAdmin(call.id("user_id"));
  return { json: null };
}

function brandImage(): Answer {
  return { status: 404, headers: { "Content-Type": "application/json" }, body: "" };
}

function termsOfService(): Answer {
  throw new AppError("app.terms_of_service.get.no_rows.app_error", "No terms of service found.", 404);
}
