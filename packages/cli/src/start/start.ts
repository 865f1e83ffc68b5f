/** `matterwright start`: a bot on a real server when one is named, in a demo town of its own otherwise. Runs until it is asked to stop. */
import { resolve } from "node:path";
import { statSync } from "node:fs";
import broadcast from "@matterwright/broadcast";
import chatops from "@matterwright/chatops";
import readyHooks from "@matterwright/hooks";
import tasks from "@matterwright/tasks";
import { systemClock } from "@matterwright/clock";
import { Bot, type BotOptions, LOG_LEVELS, type Log, LogBook, type LogLevel, errorFacts, version } from "matterwright";
import { addInstalled } from "../installer/add.ts";
import { installer } from "../installer/installer.ts";
import { InstallRecord } from "../installer/record.ts";
import { openLog } from "../log/log.ts";
import { secretsIn } from "../settings/network.ts";
import { PLUGIN_CONFIGS, strangePlugins } from "../settings/plugin-config.ts";
import { type CommonSettings, type RealSettings, type Settings, settingsOf } from "../settings/settings.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";
import type { Running, Surroundings } from "./job.ts";
import { hookIntoImports } from "./imports.ts";
import { loadJob } from "./load-job.ts";
import { addPlugins } from "./plugins.ts";
import { StartedProgram, type Wish } from "./program.ts";
import { watching } from "./watch.ts";

export interface StartOptions {
  /** The bot's home; by default the folder that the command was called in. */
  readonly from?: string;
  /** Of the page; beats `PORT`. */
  readonly port?: number;
  /** Plugins are loaded anew when they are saved. */
  readonly watch?: boolean;
}

/** Ctrl-C ends everything within a second; a supervisor gives ten. */
const DRAIN_MS = { interrupt: 500, terminate: 8_000 } as const;

/** A shorter one stands in every other word of a log; no sentence of ours has it in it anyway. */
const SHORTEST_PASSWORD = 6;

/** Resolves when the bot was asked to stop and has stopped. @throws Trouble when it cannot start. */
export async function start({ from, port, watch = false }: StartOptions, terminal: Terminal): Promise<void> {
  const home = homeFolder(resolve(terminal.cwd, from ?? "."));
  const found = settingsOf(terminal.env, home);
  const settings = found.job === "real" ? found : { ...found, port: port ?? found.port };
  const begin = await loadJob(settings);
  terminal.loaded();
  for (const warning of settings.warnings) terminal.note(warning);
  const log = logOf(settings, terminal);
  const program = new StartedProgram(terminal.env, settings);
  const surroundings: Surroundings = {
    terminal,
    log,
    // A bot that is started anew goes by what is set by then.
    makeBot: (options, broadcast) => {
      const now = settingsOf(terminal.env, home);
      const given = broadcast === undefined ? now : { ...now, broadcast };
      return makeBot({ settings: given, log, watch, terminal }, { program, ...options });
    },
  };
  terminal.onStray((error) =>
    log.error({ error: errorFacts(error) }, "something failed that nobody waits for: an `await` may be missing"),
  );
  const wish = terminal.stopWish();
  const starting = begin(surroundings);
  const isGivenUp = await Promise.race([starting.then(() => false), wish.then(() => true)]);
  if (isGivenUp) {
    // A server that does not answer need not be waited for.
    void starting.then((late) => late.stop({ drainMs: 0 })).catch(() => {});
    terminal.note("Stopped before it had started.");
    return;
  }
  const isAgain = await untilEnd(await starting, { terminal, program, wish });
  if (!isAgain) return;
  terminal.replace();
  // Where a process cannot be replaced, as on Windows, everything is at least read anew.
  await start({ from: home, watch, ...(port === undefined ? {} : { port }) }, terminal);
}

interface Wishes {
  readonly terminal: Terminal;
  readonly program: StartedProgram;
  /** Of whoever sits at the terminal, or supervises the process. */
  readonly wish: ReturnType<Terminal["stopWish"]>;
}

/** Resolves when the bot has stopped, with whether the program shall start anew. */
async function untilEnd(running: Running, { terminal, program, wish }: Wishes): Promise<boolean> {
  for (;;) {
    const wanted = await Promise.race([
      wish.then((kind): Wish => ({ kind: "end", drainMs: DRAIN_MS[kind] })),
      program.wish,
    ]);
    program.done();
    terminal.note(wanted.kind === "again" ? "Starting anew …" : "Stopping …");
    if (wanted.kind === "again" && running.again !== undefined) {
      await running.again(wanted);
      continue;
    }
    await running.stop(wanted);
    return wanted.kind === "again";
  }
}

/** Administrators look at its last lines, and change its level, from chat. */
function logOf(settings: Settings, terminal: Terminal): LogBook {
  const { logLevel, consoleLogLevel, logFile: file, isTextLog: isText, job } = settings;
  const ofPlugins = settings.pluginConfigs.secrets.filter(({ length }) => length >= SHORTEST_PASSWORD);
  const secrets = [...(job === "real" ? secretsOf(settings) : []), ...ofPlugins];
  const write = (text: string): void => terminal.note(text.replace(/\n$/, ""));
  // The book sorts lines out; what is to have fewer than others keeps to that.
  const level = LOG_LEVELS.find((each) => each === logLevel || each === consoleLogLevel) ?? logLevel;
  const levels = { level: all(logLevel, level), consoleLevel: all(consoleLogLevel, level) };
  const sentry = settings.sentry && { address: settings.sentry, release: version, now: () => systemClock.now() };
  const to = openLog({ ...levels, file, isText, secrets, sentry, isWatched: terminal.isWatched, write });
  return new LogBook({ to, clock: systemClock, level, secrets });
}

function all(wanted: LogLevel, most: LogLevel): LogLevel {
  return wanted === most ? "debug" : wanted;
}

/** Everything that must not stand in a log. */
function secretsOf({ token, adminToken, secrets = [], databaseUrl, network, door }: RealSettings): string[] {
  const own = [token, adminToken, door?.metrics?.token].filter((each) => each !== undefined);
  const known = [...own, ...secrets, ...secretsIn(network).filter(({ length }) => length >= SHORTEST_PASSWORD)];
  if (databaseUrl === undefined) return known;
  const password = URL.parse(databaseUrl)?.password ?? "";
  return [...known, databaseUrl, ...[password, decoded(password)].filter(({ length }) => length >= SHORTEST_PASSWORD)];
}

/** Part of an address as it was meant; as it stands where a % stands for nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

interface Making {
  readonly settings: CommonSettings;
  readonly log: Log;
  readonly watch: boolean;
  readonly terminal: Terminal;
}

async function makeBot({ settings, log, watch, terminal }: Making, options: BotOptions): Promise<Bot> {
  const { access, timezone, divert } = settings;
  const prefix = [settings.prefix, ...settings.otherPrefixes];
  const pluginConfigs = settings.pluginConfigs.byName;
  const bot = new Bot({
    prefix,
    timezone,
    divert,
    log,
    pluginConfigs,
    pluginConfigsSource: { file: PLUGIN_CONFIGS, secrets: settings.pluginConfigs.secrets },
    ...(access === undefined ? {} : { access }),
    ...options,
  });
  bot.plugin(chatops, { channels: settings.channels });
  hookIntoImports();
  bot.plugin(tasks, settings.tasks);
  if (settings.broadcast !== undefined) bot.plugin(broadcast, settings.broadcast);
  const { home, mayInstall: isAllowed, pluginSources: sources } = settings;
  const record = new InstallRecord(resolve(home, "data/plugins"));
  bot.plugin(installer({ home, isAllowed, sources, record, env: settings.tasks.environment }));
  await addInstalled(bot, record, terminal.note);
  const origins = await addPlugins(bot, settings);
  // Whoever has it in a folder, configured there, has that one.
  if (!bot.plugins().some(({ name }) => name === readyHooks.name))
    bot.plugin(readyHooks, readyHooks.name in pluginConfigs ? undefined : { hooks: {} });
  for (const said of strangePlugins(pluginConfigs, bot.plugins())) terminal.note(said);
  if (watch) bot.plugin(watching({ ...settings, origins, note: terminal.note }));
  return bot;
}

function homeFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return path;
  throw new Trouble("setting", `--from ${path}: there is no such folder.`);
}
