/** `/api/v4/config` and `/license`: what clients and administrators may know of how the server is set up. */
import { type Id, POST_MESSAGE_MAX_CODE_POINTS } from "@matterwright/protocol";
import { AppError } from "../errors.ts";
import { sorted } from "../json.ts";
import type { Settings } from "../settings.ts";
import { isGuest } from "../world/people/guests.ts";
import type { Call } from "./call.ts";
import { MEMBERS_CONFIG, PUBLIC_CONFIG } from "./config-table.ts";
import type { Answer, Router } from "./router.ts";

/** Of this server. The real one has a random id here. */
const TELEMETRY_ID: Id = "simulator".padEnd(26, "x");
const PRIVATE = { "Cache-Control": "no-cache, no-store, must-revalidate" };

export function configRoutes(router: Router): void {
  router.add("GET /api/v4/config/client", client, { open: true });
  router.add("GET /api/v4/license/client", license, { open: true });
  router.add("GET /api/v4/config", whole);
  router.add("GET /api/v4/config/environment", environment);
}

/** Who is logged in sees more. */
function client(call: Call): Answer {
  const { settings } = call.act;
  const shown = (names: readonly (keyof Settings)[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [name.split(".")[1] ?? name, String(settings[name])]));
  const open = {
    ...PUBLIC_CONFIG,
    AsymmetricSigningPublicKey: call.world.signing.publicKey,
    ...shown(["ServiceSettings.SiteURL", "ServiceSettings.EnableBotAccountCreation", "TeamSettings.EnableOpenServer"]),
    // Where there are guests, they are allowed.
    EnableGuestAccounts: String([...call.world.accounts.values()].some(({ user }) => isGuest(user))),
    BuildNumber: "11.6.0",
    DiagnosticId: TELEMETRY_ID,
    TelemetryId: TELEMETRY_ID,
    Version: "11.6.0",
  };
  if (!call.isLoggedIn) return { json: sorted(open) };
  return {
    json: sorted({
      ...open,
      ...MEMBERS_CONFIG,
      ...shown([
        "ServiceSettings.EnableCommands",
        "ServiceSettings.EnableIncomingWebhooks",
        "ServiceSettings.EnableOutgoingWebhooks",
        "ServiceSettings.EnablePostIconOverride",
        "ServiceSettings.EnablePostUsernameOverride",
        "ServiceSettings.EnableUserAccessTokens",
        "ServiceSettings.PostEditTimeLimit",
        "TeamSettings.MaxNotificationsPerChannel",
        "FileSettings.EnableFileAttachments",
        "FileSettings.MaxFileSize",
      ]),
      MaxPostSize: String(POST_MESSAGE_MAX_CODE_POINTS),
    }),
  };
}

function license(call: Call): Answer {
  if (call.query.get("format") !== "old") {
    const message =
      "New format for the client license is not supported yet. Please specify format=old in the query string.";
    throw new AppError("api.license.client.old_format.app_error", message, 400);
  }
  return { json: { IsLicensed: "false" } };
}

/** The settings that the simulator obeys, by section. Administrators only. */
function whole(call: Call): Answer {
  call.require(call.isAdmin);
  const sections: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(call.act.settings)) {
    const [section = "", field = ""] = name.split(".");
    sections[section] = { ...sections[section], [field]: value };
  }
  return { json: sections, headers: PRIVATE };
}

/** Nothing of the simulator's settings counts as set by the environment. */
function environment(call: Call): Answer {
  call.require(call.isAdmin);
  return { json: {}, headers: PRIVATE };
}
