/** What `matterwright start` goes by, made of the settings that were found: which of the two main jobs it is, and with what. */
import { resolve } from "node:path";
import type { NetworkOptions } from "@matterwright/client";
import type { AccessOptions, DivertOptions } from "matterwright";
import { Trouble } from "../trouble.ts";
import type { SentryAddress } from "../log/sentry.ts";
import { accessOf } from "./access.ts";
import { serverAddress } from "./address.ts";
import { type BroadcastSettings, broadcastOf } from "./broadcast.ts";
import { DEFAULT_PORT } from "./default-port.ts";
import { type DoorSettings, doorOf } from "./door.ts";
import { contentOf, networkOf } from "./network.ts";
import { type PluginConfigs, pluginConfigsOf } from "./plugin-config.ts";
import { type Found, type Variables, readSettings } from "./read.ts";
import { type SettingKey, metaOf } from "./schema.ts";
import { type TaskSettings, orDemoTasks, taskWarnings, tasksOf } from "./tasks.ts";
import { type LogLevel, secretList } from "./values.ts";

/** For both jobs. */
export interface CommonSettings {
  /** The folder that the bot lives in. */
  readonly home: string;
  readonly admins: readonly string[];
  readonly prefix: string;
  /** What commands may begin with besides: signs, and other names of the bot. */
  readonly otherPrefixes: readonly string[];
  /** Commands that answer elsewhere. */
  readonly divert: DivertOptions;
  /** Of schedules that name none. */
  readonly timezone: string;
  /** Absolute. */
  readonly pluginFolders: readonly string[];
  /** What plugins are configured with, where a file says so. */
  readonly pluginConfigs: PluginConfigs;
  /** Whether administrators may install plugins from chat. */
  readonly mayInstall: boolean;
  /** Where plugins lie that may be installed; absolute. */
  readonly pluginSources: readonly string[];
  /** Joined at the start. */
  readonly channels: readonly string[];
  readonly tasks: TaskSettings;
  /** Nothing where there are none. */
  readonly broadcast: BroadcastSettings | undefined;
  /** Who may run what, where a file says so. */
  readonly access: AccessOptions | undefined;
  readonly logLevel: LogLevel;
  /** Of what is written beside the file; the same by default. */
  readonly consoleLogLevel: LogLevel;
  /** Whether people read the file, as postbot's: else it is JSON. */
  readonly isTextLog: boolean;
  /** Absolute. */
  readonly logFile: string | undefined;
  /** Who is told of errors. */
  readonly sentry: SentryAddress | undefined;
  readonly warnings: readonly string[];
}

/** A simulator, a demo town and its page. */
export interface EmbeddedSettings extends CommonSettings {
  readonly job: "embedded";
  readonly port: number;
}

/** A bot on a real server. */
export interface RealSettings extends CommonSettings {
  readonly job: "real";
  readonly url: string;
  readonly token: string;
  /** The variable that the token came from, for sentences about it. */
  readonly tokenName: string;
  readonly isVerified: boolean;
  /** What lies between here and the server. */
  readonly network: NetworkOptions;
  readonly timeoutMs: number | undefined;
  /** The bot has to be in this team. */
  readonly team: string | undefined;
  /** The token has to belong to this account. */
  readonly username: string | undefined;
  readonly userId: string | undefined;
  /** What stored secrets are locked with: the present one, and old ones behind it. None when nothing was set. */
  readonly secrets: readonly string[] | undefined;
  /** Where the server, and whoever supervises the bot, reach it; nothing where nobody does. */
  readonly door: DoorSettings | undefined;
  /** Of somebody who may register slash commands, for the command line. */
  readonly adminToken: string | undefined;
  /** Of a PostgreSQL, with its password; a file in the home folder where there is none. */
  readonly databaseUrl: string | undefined;
}

export type Settings = EmbeddedSettings | RealSettings;

/**
 * Reads the settings of a home folder.
 *
 * @throws Trouble, with a line for everything that has to be changed.
 */
export function settingsOf(env: Variables, home: string): Settings {
  const found = readSettings(env, home);
  const { values } = found;
  const within = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : resolve(home, path);
  const common: CommonSettings = {
    home,
    admins: values.admins ?? [],
    prefix: values.prefix ?? "!",
    otherPrefixes: values.otherPrefixes ?? [],
    divert: { direct: values.divertDirect ?? [], thread: values.divertThread ?? [] },
    timezone: values.timezone ?? "UTC",
    pluginFolders: (values.pluginFolders ?? []).map((folder) => resolve(home, folder)),
    pluginConfigs: pluginConfigsOf(found, home),
    mayInstall: values.pluginInstall ?? false,
    pluginSources: (values.pluginSources ?? []).map((folder) => resolve(home, folder)),
    channels: values.channels ?? [],
    tasks: tasksOf(found, home),
    broadcast: broadcastOf(found, home),
    access: accessOf(found, home),
    logLevel: values.logLevel ?? "info",
    consoleLogLevel: values.consoleLogLevel ?? values.logLevel ?? "info",
    isTextLog: found.origins.get("logFile")?.name === "LOG_FILE",
    logFile: within(values.logFile),
    sentry: values.sentry,
    warnings: [...found.warnings, ...taskWarnings(found, home)],
  };
  if (!isReal(found))
    return {
      ...common,
      tasks: values.tasksFolder === undefined ? orDemoTasks(common.tasks) : common.tasks,
      job: "embedded",
      port: values.pagePort ?? DEFAULT_PORT,
      warnings: [...common.warnings, ...idle(found)],
    };
  const { url } = values;
  if (url === undefined)
    throw new Trouble(
      "setting",
      "MATTERMOST_URL is missing: set it to the server's address, like https://chat.example.com.",
    );
  const address = serverAddress({ url, scheme: values.scheme, port: values.port, basePath: values.basePath });
  return {
    ...common,
    job: "real",
    url: address,
    ...tokenOf(found, home),
    isVerified: values.verify ?? true,
    network: networkOf(found, address, home),
    timeoutMs: values.timeoutMs,
    team: values.team,
    username: values.username?.replace(/^@/, "").toLowerCase(),
    userId: values.userId,
    secrets: secretsFrom(found, home),
    door: doorOf(values),
    adminToken: values.adminToken,
    databaseUrl: values.databaseUrl,
  };
}

const EVERYBODYS = new Set(["URL", "TOKEN"]);
const DECISIVE = ["url", "token", "tokenFile"] as const satisfies readonly SettingKey[];

/** A lone `URL` or `TOKEN` of the environment is somebody else's; together, or in the `.env`, they are meant for us. */
function isReal({ origins }: Found): boolean {
  const found = DECISIVE.flatMap((key) => origins.get(key) ?? []);
  return found.length > 1 || found.some(({ name, isFile }) => isFile || !EVERYBODYS.has(name));
}

/** What was set for a server while none was. */
function idle({ origins }: Found): string[] {
  const names = [...origins.values()].map(({ name }) => name).filter((name) => /^(?:MATTERMOST|MM)_/.test(name));
  return names.length === 0
    ? []
    : [
        `${names.join(", ")} has no effect in the demo town: set MATTERMOST_URL and MATTERMOST_TOKEN for a real server.`,
      ];
}

function tokenOf({ values, origins }: Found, home: string): { readonly token: string; readonly tokenName: string } {
  if (values.token !== undefined)
    return { token: values.token, tokenName: origins.get("token")?.name ?? "MATTERMOST_TOKEN" };
  if (values.tokenFile === undefined)
    throw new Trouble(
      "setting",
      "MATTERMOST_TOKEN is missing: make a bot account in Mattermost (Integrations > Bot Accounts) and set it to the token shown there, or name a file that holds it in MATTERMOST_TOKEN_FILE.",
    );
  const [name = ""] = metaOf("tokenFile").names;
  const token = contentOf(name, resolve(home, values.tokenFile)).trim();
  if (token === "" || /\s/.test(token))
    throw new Trouble(
      "setting",
      `${name}="${values.tokenFile}" does not hold one token: write the token, and nothing else, into it.`,
    );
  return { token, tokenName: name };
}

function secretsFrom({ values }: Pick<Found, "values">, home: string): readonly string[] | undefined {
  if (values.secret !== undefined) return values.secret;
  if (values.secretFile === undefined) return undefined;
  const { names, remedy } = metaOf("secretFile");
  const [name = ""] = names;
  const parsed = secretList.safeParse(contentOf(name, resolve(home, values.secretFile)));
  if (parsed.success) return parsed.data;
  throw new Trouble(
    "setting",
    `${name}="${values.secretFile}": its content ${parsed.error.issues[0]?.message ?? "is wrong"}: ${remedy}, made with \`openssl rand -base64 32\`.`,
  );
}
