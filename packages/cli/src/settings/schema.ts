/**
 * Every setting of the `matterwright` command: the names it goes by, what it means, and how its text becomes a value. Names of other
 * set-ups stand behind our own. Read by read.ts; nothing else knows a variable's name.
 */
import { z } from "zod";
import {
  adminList,
  authorList,
  callbackAddress,
  commandList,
  flag,
  folderList,
  headerList,
  length,
  logLevel,
  longSeconds,
  nameList,
  portNumber,
  prefixList,
  proxyAddress,
  secretList,
  sentryDsn,
  seconds,
  quietHours,
  timeZone,
  wholeNumber,
} from "./values.ts";

const PROXY_REMEDY = "write the proxy's address, like http://name:password@proxy.example.com:3128";

export interface SettingMeta {
  /** Of the variables; the first is ours, and wins when several are set. */
  readonly names: readonly string[];
  /** Its value is never shown. */
  readonly isSecret?: boolean;
  /** What to write instead of a bad value. */
  readonly remedy: string;
}

function setting<Schema extends z.ZodType>(schema: Schema, meta: SettingMeta): z.ZodOptional<Schema> {
  return schema.optional().meta({ ...meta });
}

export const settingsSchema = z.object({
  url: setting(z.string(), {
    names: ["MATTERMOST_URL", "URL"],
    remedy: "write the server's address, like https://chat.example.com",
  }),
  token: setting(z.string().regex(/^\S+$/, "has a space in it"), {
    names: ["MATTERMOST_TOKEN", "MM_TOKEN", "TOKEN"],
    isSecret: true,
    remedy: "copy the token of the bot account again",
  }),
  tokenFile: setting(z.string(), { names: ["MATTERMOST_TOKEN_FILE"], remedy: "name a file that holds the token" }),
  scheme: setting(z.enum(["http", "https"], "is no scheme"), {
    names: ["MATTERMOST_SCHEME"],
    remedy: "write http or https",
  }),
  port: setting(portNumber, { names: ["MATTERMOST_PORT"], remedy: "write the server's port, like 443" }),
  basePath: setting(z.string(), {
    names: ["MATTERMOST_BASEPATH"],
    remedy: "write the path that the server lives under, like /chat",
  }),
  verify: setting(flag, { names: ["MATTERMOST_VERIFY"], remedy: "write true or false" }),
  caFile: setting(z.string(), {
    names: ["MATTERMOST_CA_FILE"],
    remedy: "name a file with the certificate authority in PEM",
  }),
  clientCertFile: setting(z.string(), {
    names: ["MATTERMOST_CLIENT_CERT_FILE"],
    remedy: "name a file with the bot's own certificate in PEM",
  }),
  clientKeyFile: setting(z.string(), {
    names: ["MATTERMOST_CLIENT_KEY_FILE"],
    remedy: "name a file with the private key of that certificate in PEM",
  }),
  clientKeyPassphrase: setting(z.string(), {
    names: ["MATTERMOST_CLIENT_KEY_PASSPHRASE"],
    isSecret: true,
    remedy: "write what opens the private key",
  }),
  proxy: setting(proxyAddress, { names: ["MATTERMOST_PROXY"], isSecret: true, remedy: PROXY_REMEDY }),
  httpsProxy: setting(proxyAddress, { names: ["HTTPS_PROXY", "https_proxy"], isSecret: true, remedy: PROXY_REMEDY }),
  httpProxy: setting(proxyAddress, { names: ["HTTP_PROXY", "http_proxy"], isSecret: true, remedy: PROXY_REMEDY }),
  noProxy: setting(z.string(), {
    names: ["MATTERMOST_NO_PROXY", "NO_PROXY", "no_proxy"],
    remedy: "write hosts with commas between them, like localhost,.example.com",
  }),
  headers: setting(headerList, {
    names: ["MATTERMOST_HEADERS"],
    isSecret: true,
    remedy: 'write them as {"Name": "value"}, or a line for each, like Name: value',
  }),
  timeoutMs: setting(seconds, { names: ["MATTERMOST_TIMEOUT"], remedy: "write seconds, like 30" }),
  team: setting(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "is no team's name"), {
    names: ["MATTERMOST_TEAM", "TEAM_NAME"],
    remedy: "write the team's name as it stands in its links, like my-team",
  }),
  username: setting(z.string(), { names: ["MATTERMOST_USERNAME"], remedy: "write the bot account's name" }),
  userId: setting(z.string().regex(/^[a-z0-9]{26}$/, "is no id"), {
    names: ["MM_BOT_USER_ID"],
    remedy: "write the 26 letters and digits of the bot account's id, or leave it out",
  }),
  admins: setting(adminList, {
    names: ["BOT_ADMINS"],
    remedy: "write names or ids with commas between them, like @ann,@ben",
  }),
  prefix: setting(z.string().regex(/^\S{1,10}$/, "is no prefix"), {
    names: ["BOT_PREFIX"],
    remedy: "write one to ten signs without spaces, like !",
  }),
  otherPrefixes: setting(prefixList, {
    names: ["BOT_ALT_PREFIXES"],
    remedy: "write signs and names with commas between them, like ?,wright",
  }),
  divertDirect: setting(commandList, {
    names: ["DIVERT_TO_PRIVATE"],
    remedy: "write names of commands with commas between them, like help,access *",
  }),
  divertThread: setting(commandList, {
    names: ["DIVERT_TO_THREAD"],
    remedy: "write names of commands with commas between them, like help,access *",
  }),
  timezone: setting(timeZone, { names: ["BOT_TIMEZONE"], remedy: "write its IANA name, like Europe/Berlin" }),
  databaseUrl: setting(z.string(), {
    names: ["DATABASE_URL"],
    isSecret: true,
    remedy: "write it like postgres://user:password@host:5432/database, or leave it out",
  }),
  secret: setting(secretList, {
    names: ["MATTERWRIGHT_SECRET"],
    isSecret: true,
    remedy: "make one with `openssl rand -base64 32`, and write old ones behind it, with spaces between them",
  }),
  secretFile: setting(z.string(), {
    names: ["MATTERWRIGHT_SECRET_FILE"],
    remedy: "name a file that holds the secret",
  }),
  callbackUrl: setting(callbackAddress, {
    names: ["MATTERWRIGHT_URL"],
    remedy: "write the address at which the server reaches the bot, like https://bot.example.com/wright",
  }),
  callbackPath: setting(z.string().regex(/^\/\S*$/, "is no path"), {
    names: ["MATTERWRIGHT_PATH"],
    remedy: "write the path at which calls arrive, like / behind a proxy that takes the path of MATTERWRIGHT_URL away",
  }),
  callbackHost: setting(z.string().regex(/^\S+$/, "is no address"), {
    names: ["MATTERWRIGHT_HOST"],
    remedy: "write the address to listen at, like 127.0.0.1 behind a proxy on the same machine",
  }),
  callbackPort: setting(portNumber, {
    names: ["MATTERWRIGHT_PORT"],
    remedy: "write the port to listen at, like 8080",
  }),
  trustedProxies: setting(nameList, {
    names: ["MATTERWRIGHT_TRUSTED_PROXIES"],
    remedy: "write addresses and ranges with commas between them, like 10.0.0.0/8",
  }),
  slash: setting(flag, {
    names: ["MATTERWRIGHT_SLASH"],
    remedy: "write false to register no slash commands",
  }),
  metrics: setting(flag, {
    names: ["MATTERWRIGHT_METRICS"],
    remedy: "write true to have figures for Prometheus at /metrics",
  }),
  metricsToken: setting(z.string().regex(/^\S{16,}$/, "is no token of 16 characters or more"), {
    names: ["MATTERWRIGHT_METRICS_TOKEN"],
    isSecret: true,
    remedy: "make one with `openssl rand -hex 16`, and give it to Prometheus as well",
  }),
  adminToken: setting(z.string().regex(/^\S+$/, "has a space in it"), {
    names: ["MATTERMOST_ADMIN_TOKEN"],
    isSecret: true,
    remedy: "copy an access token of a team administrator",
  }),
  pluginFolders: setting(folderList, {
    names: ["BOT_EXTRA_PLUGIN_DIR"],
    remedy: "name folders with plugins, with commas between them",
  }),
  pluginInstall: setting(flag, {
    names: ["BOT_PLUGIN_INSTALL"],
    remedy: "write true to let administrators install plugins from chat",
  }),
  pluginSources: setting(folderList, {
    names: ["BOT_PLUGIN_SOURCES"],
    remedy: "name folders with plugins that may be installed, with commas between them",
  }),
  channels: setting(nameList, {
    names: ["BOT_CHANNELS", "CHATROOM_PRESENCE"],
    remedy: "name channels with commas between them, like ~ops,north/~deployments",
  }),
  tasksFolder: setting(z.string(), { names: ["TASKS_DIR"], remedy: "name a folder with tasks" }),
  scheduleFile: setting(z.string(), {
    names: ["SCHEDULER_TOML_PATH"],
    remedy: "name the file that says when tasks run, like scheduler.toml",
  }),
  broadcast: setting(flag, {
    names: ["BROADCAST"],
    remedy: "write true to have broadcasts without a channels.toml, false to have none",
  }),
  channelsFile: setting(z.string(), {
    names: ["CHANNELS_TOML_PATH"],
    remedy: "name the file with the groups of channels, like channels.toml",
  }),
  broadcastLog: setting(z.string(), {
    names: ["DB_PATH"],
    remedy: "name the file that broadcasts are logged in, like broadcast_log.db",
  }),
  authors: setting(authorList, {
    names: ["BROADCAST_AUTHORS"],
    remedy: "write names or ids with commas between them, like @ann,@ben, or * for everybody",
  }),
  approvers: setting(adminList, {
    names: ["BROADCAST_APPROVERS"],
    remedy: "write names or ids with commas between them, like @ann,@ben",
  }),
  auditors: setting(adminList, {
    names: ["BROADCAST_AUDITORS"],
    remedy: "write names or ids with commas between them, like @ann,@ben",
  }),
  mentions: setting(authorList, {
    names: ["BROADCAST_MENTIONS"],
    remedy: "write names or ids with commas between them, like @ann,@ben, or * for everybody",
  }),
  onBehalf: setting(authorList, {
    names: ["BROADCAST_ON_BEHALF"],
    remedy: "write names or ids with commas between them, like @ann,@ben, or * for everybody",
  }),
  approveOver: setting(wholeNumber, {
    names: ["BROADCAST_APPROVE_OVER"],
    remedy: "write a number of targets, like 100",
  }),
  approveMentions: setting(flag, {
    names: ["BROADCAST_APPROVE_MENTIONS"],
    remedy: "write true to have somebody else agree to what says @all, @channel or @here",
  }),
  quietHours: setting(quietHours, {
    names: ["BROADCAST_QUIET_HOURS"],
    remedy: "write from when to when, like 22:00-07:00",
  }),
  quietOverride: setting(adminList, {
    names: ["BROADCAST_QUIET_OVERRIDE"],
    remedy: "write names or ids with commas between them, like @ann,@ben",
  }),
  remindEveryMs: setting(
    length.refine((ms) => ms >= 15 * 60_000, "is too often"),
    { names: ["BROADCAST_REMIND_EVERY"], remedy: "write a length of time from 15m on, like 4h or 1d" },
  ),
  gatherReplies: setting(flag, {
    names: ["BROADCAST_REPLIES"],
    remedy: "write false to have replies to announcements gathered for nobody",
  }),
  sessionTtlMs: setting(longSeconds, { names: ["SESSION_TTL_SECONDS"], remedy: "write seconds, like 300" }),
  sessionCleanupMs: setting(longSeconds, {
    names: ["SESSION_CLEANUP_INTERVAL_SECONDS"],
    remedy: "write seconds, like 60, or leave it out",
  }),
  cacheTtlMs: setting(longSeconds, { names: ["CHANNEL_CACHE_TTL_SECONDS"], remedy: "write seconds, like 3600" }),
  logChannel: setting(z.string().regex(/^(?:[a-z0-9]{26}|~[a-z0-9._-]+)$/, "is no channel"), {
    names: ["BOT_LOG_CHANNEL_ID"],
    remedy: "write the 26 letters and digits of a channel's id, or its name like ~bot-log, or leave it out",
  }),
  accessFile: setting(z.string(), {
    names: ["BOT_ACCESS_FILE"],
    remedy: "name a file with the rules of who may run what, in JSON",
  }),
  logLevel: setting(logLevel, {
    names: ["BOT_LOG_LEVEL", "LOG_LEVEL"],
    remedy: "write debug, info, warn or error",
  }),
  consoleLogLevel: setting(logLevel, {
    names: ["BOT_CONSOLE_LOG_LEVEL", "CONSOLE_LOG_LEVEL", "CONSOLE_LOGGING_LEVEL"],
    remedy: "write debug, info, warn or error",
  }),
  logFile: setting(z.string(), { names: ["BOT_LOG_FILE", "LOG_FILE"], remedy: "name a file to write the log to" }),
  sentry: setting(sentryDsn, {
    names: ["SENTRY_DSN"],
    isSecret: true,
    remedy: "copy the DSN of the project in Sentry, like https://key@sentry.example.com/42",
  }),
  pagePort: setting(portNumber, { names: ["PORT"], remedy: "write a port from 1 to 65535, like 8065" }),
});

export type RawSettings = z.output<typeof settingsSchema>;
export type SettingKey = keyof RawSettings;

/** What is known of a setting besides its type. */
export function metaOf(key: SettingKey): SettingMeta {
  return settingsSchema.shape[key].meta() as unknown as SettingMeta;
}

export const settingKeys = Object.keys(settingsSchema.shape) as readonly SettingKey[];
