/** The server settings that the simulator obeys, by the server's own names, and their reading from `MM_…` variables. */

/** Defaults are those of a fresh server, but for bots, tokens, overrides, hooks and commands, which are on as a team that runs bots has them. */
export const defaultSettings = {
  "ServiceSettings.SiteURL": "",
  "ServiceSettings.AllowCorsFrom": "",
  "ServiceSettings.EnableBotAccountCreation": true,
  "ServiceSettings.EnableUserAccessTokens": true,
  "ServiceSettings.EnablePostUsernameOverride": true,
  "ServiceSettings.EnablePostIconOverride": true,
  "ServiceSettings.EnableIncomingWebhooks": true,
  "ServiceSettings.EnableOutgoingWebhooks": true,
  "ServiceSettings.EnableCommands": true,
  "ServiceSettings.AllowedUntrustedInternalConnections": "localhost 127.0.0.1",
  "ServiceSettings.OutgoingIntegrationRequestsTimeout": 30,
  "ServiceSettings.PostEditTimeLimit": -1,
  "ServiceSettings.ThreadAutoFollow": true,
  "ServiceSettings.MaximumPayloadSizeBytes": 300_000,
  "TeamSettings.MaxUsersPerTeam": 1_000,
  "TeamSettings.MaxNotificationsPerChannel": 1_000,
  "TeamSettings.EnableOpenServer": true,
  "FileSettings.EnableFileAttachments": true,
  "FileSettings.MaxFileSize": 104_857_600,
  "RateLimitSettings.Enable": false,
  "RateLimitSettings.PerSec": 10,
  "RateLimitSettings.MaxBurst": 100,
  "RateLimitSettings.VaryByRemoteAddr": true,
  "RateLimitSettings.VaryByUser": false,
  "RateLimitSettings.VaryByHeader": "",
} satisfies Record<string, string | number | boolean>;

/** The one number that may be negative: -1 is no limit. With any other a server does not start. */
const UNBOUNDED = "ServiceSettings.PostEditTimeLimit" satisfies keyof typeof defaultSettings;

type Widened<Value> = Value extends boolean ? boolean : Value extends number ? number : string;
export type Settings = { readonly [Name in keyof typeof defaultSettings]: Widened<(typeof defaultSettings)[Name]> };

export interface EnvSettings {
  readonly settings: Partial<Settings>;
  /** What could not be used, each a sentence for the person who set it. */
  readonly problems: readonly string[];
}

/**
 * Reads `MM_RATELIMITSETTINGS_ENABLE=true` and its like, the names by which a real server is configured.
 *
 * @example
 * const { settings, problems } = settingsFromEnv({ MM_RATELIMITSETTINGS_PERSEC: "5" });
 */
export function settingsFromEnv(env: Readonly<Record<string, string | undefined>>): EnvSettings {
  const names = new Map(
    Object.keys(defaultSettings).map((name) => [`MM_${name.replace(".", "_").toUpperCase()}`, name as keyof Settings]),
  );
  const settings: Record<string, string | number | boolean> = {};
  const problems: string[] = [];
  for (const [variable, text] of Object.entries(env)) {
    if (text === undefined || !/^MM_[A-Z]+SETTINGS_/.test(variable)) continue;
    const name = names.get(variable);
    if (name === undefined) {
      problems.push(`${variable} is not a setting that the simulator knows; it has no effect.`);
      continue;
    }
    const value = valueLike(defaultSettings[name], text);
    if (value === undefined) problems.push(`${variable} must be ${kindOf(defaultSettings[name])}, not "${text}".`);
    else if (typeof value === "number" && value <= 0 && name !== UNBOUNDED)
      problems.push(`${variable} must be more than 0, not ${value}.`);
    else settings[name] = value;
  }
  return { settings: settings, problems };
}

function valueLike(example: string | number | boolean, text: string): string | number | boolean | undefined {
  if (typeof example === "string") return text;
  if (typeof example === "number") return /^-?\d+$/.test(text.trim()) ? Number(text) : undefined;
  if (/^(?:true|1)$/i.test(text.trim())) return true;
  return /^(?:false|0)$/i.test(text.trim()) ? false : undefined;
}

function kindOf(example: string | number | boolean): string {
  return typeof example === "boolean" ? "true or false" : typeof example === "number" ? "a whole number" : "a text";
}
