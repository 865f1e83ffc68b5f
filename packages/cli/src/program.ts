/**
 * The words of the `matterwright` command: its commands, their options and their help. What each does stands in its own folder,
 * which is loaded when the command is called: a script that posts does not wait for a simulator.
 */
import { Command, InvalidArgumentError, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import { addBroadcast } from "./broadcast/command.ts";
import type { TokenOptions } from "./commands/commands.ts";
import type { HomeOptions } from "./durable/backup.ts";
import type { ErrbotOptions } from "./errbot/import.ts";
import type { ImportOptions } from "./import/postbot.ts";
import type { JobsOptions } from "./jobs/jobs.ts";
import { addMaking } from "./new/words.ts";
import type { OutboxOptions } from "./outbox/outbox.ts";
import type { PostOptions } from "./post/post.ts";
import { DEFAULT_PORT } from "./settings/default-port.ts";
import type { SimOptions } from "./sim/sim.ts";
import type { StartOptions } from "./start/start.ts";
import type { Terminal } from "./terminal.ts";

/** The command, ready to parse. It throws CommanderError instead of ending the process. */
export function program(terminal: Terminal): Command {
  const command = new Command("matterwright")
    .description("The bot platform for Mattermost.")
    .version(manifest.version)
    .exitOverride()
    .enablePositionalOptions() // `broadcast list --from x`: that of `list`
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    });
  addStart(command, terminal);
  addMaking(command, terminal);
  addPost(command, terminal);
  addSim(command, terminal);
  addOutbox(command, terminal);
  addJobs(command, terminal);
  addKept(command, terminal);
  addImport(command, terminal);
  addCommands(command, terminal);
  addBroadcast(command, terminal);
  addDoctor(command, terminal);
  return command;
}

function addStart(command: Command, terminal: Terminal): void {
  command
    .command("start")
    .description("run the bot: on the server that MATTERMOST_URL and MATTERMOST_TOKEN name, or in a demo town")
    .option("--from <folder>", "the bot's home, with its .env and plugins", ".")
    .option("--port <number>", `port of the demo town (default: PORT, or ${DEFAULT_PORT})`, toPort)
    .option("--watch", "load plugins anew when they are saved, for whoever writes one")
    .action(async (options: StartOptions) => {
      const { start } = await import("./start/start.ts");
      await start(options, terminal);
    });
}

function addPost(command: Command, terminal: Terminal): void {
  command
    .command("post")
    .description("post through an incoming webhook")
    .argument("[text]", "what to post; standard input when it is missing")
    .requiredOption("--webhook <url>", "the webhook's address, which is a secret")
    .option("--username <name>", "post under this name")
    .option("--icon-url <url>", "post with this picture")
    .option("--icon-emoji <name>", "post with this emoji")
    .option("--channel <name>", "post to this channel, or to @somebody")
    .addOption(new Option("--priority <level>", "mark the message").choices(["important", "urgent"]))
    .option("--card <markdown>", "show this beside the channel when somebody opens the post's card")
    .option("--retry-for <seconds>", "try again so long while nothing can have been posted", toSeconds, 5)
    .option("--json <file>", "post the message, or the list of messages, in this file (- for standard input)")
    .action(async (text: string | undefined, options: PostOptions) => {
      const { post } = await import("./post/post.ts");
      await post(text, options, terminal);
    });
}

function addSim(command: Command, terminal: Terminal): void {
  command
    .command("sim")
    .description(
      "run the simulator alone, to test a bot in any language; MM_… variables set it up as they do the server",
    )
    .option("--port <number>", "port to listen on, 0 for any", toPort, DEFAULT_PORT)
    .addOption(new Option("--town <kind>", "who lives there").choices(["demo", "empty"]).default("demo"))
    .option("--admin <name:password>", "add a system administrator")
    .action(async (options: SimOptions) => {
      const { runSim } = await import("./sim/sim.ts");
      await runSim(options, terminal);
    });
}

function addOutbox(command: Command, terminal: Terminal): void {
  const outbox = command.command("outbox").description("what the bot still has to send, and what it could not");
  const from = ["--from <folder>", "the bot's home", "."] as const;
  outbox
    .command("list")
    .description("show what is waiting, being sent or failed")
    .option(...from)
    .option("--all", "also what was sent, of the last day")
    .action(async (options: OutboxOptions) => (await import("./outbox/outbox.ts")).listOutbox(options, terminal));
  outbox
    .command("retry")
    .description("try again what has failed")
    .argument("<id>", "as the list shows it")
    .option(...from)
    .action(async (id: string, options: OutboxOptions) =>
      (await import("./outbox/outbox.ts")).retryIntent(id, options, terminal),
    );
  outbox
    .command("drop")
    .description("forget what is waiting or has failed")
    .argument("<id>", "as the list shows it")
    .option(...from)
    .action(async (id: string, options: OutboxOptions) =>
      (await import("./outbox/outbox.ts")).dropIntent(id, options, terminal),
    );
}

function addJobs(command: Command, terminal: Terminal): void {
  const jobs = command.command("jobs").description("the work that waits for its time, runs or has failed");
  const from = ["--from <folder>", "the bot's home", "."] as const;
  jobs
    .command("list")
    .description("show what waits, runs or has failed")
    .option(...from)
    .option("--all", "also what was done or taken back, of the last week")
    .action(async (options: JobsOptions) => (await import("./jobs/jobs.ts")).listJobs(options, terminal));
  jobs
    .command("cancel")
    .description("take back what waits or runs")
    .argument("<id>", "as the list shows it")
    .option(...from)
    .action(async (id: string, options: JobsOptions) =>
      (await import("./jobs/jobs.ts")).cancelJob(id, options, terminal),
    );
}

function addKept(command: Command, terminal: Terminal): void {
  const from = ["--from <folder>", "the bot's home", "."] as const;
  command
    .command("backup")
    .description("copy the bot's database to a new file, also while the bot runs")
    .argument("<file>", "must not be there yet")
    .option(...from)
    .action(async (file: string, options: HomeOptions) =>
      (await import("./durable/backup.ts")).backUp(file, options, terminal),
    );
  command
    .command("restore")
    .description("put a backup in the place of the bot's database, which is kept under another name")
    .argument("<file>", "that `matterwright backup` made")
    .option(...from)
    .action(async (file: string, options: HomeOptions) =>
      (await import("./durable/backup.ts")).restore(file, options, terminal),
    );
  const data = command.command("data").description("what the bot keeps, as lines of JSON");
  data
    .command("export")
    .description("write everything to a new file, also while the bot runs")
    .argument("<file>", "must not be there yet")
    .option(...from)
    .action(async (file: string, options: HomeOptions) =>
      (await import("./durable/data.ts")).exportAll(file, options, terminal),
    );
  data
    .command("import")
    .description("read an export into a database that holds nothing yet: a file, or the PostgreSQL of DATABASE_URL")
    .argument("<file>", "that `matterwright data export` made")
    .option(...from)
    .action(async (file: string, options: HomeOptions) =>
      (await import("./durable/data.ts")).importAll(file, options, terminal),
    );
  command
    .command("secrets")
    .description("tokens that plugins keep locked")
    .command("forget")
    .description("delete all of them: for when what they were locked with is lost")
    .option(...from)
    .action(async (options: HomeOptions) => (await import("./secrets/forget.ts")).forget(options, terminal));
}

function addImport(command: Command, terminal: Terminal): void {
  const group = command.command("import").description("take over what another bot has");
  group
    .command("errbot")
    .description("read its configuration and plugins, without running them, and tell what they are here")
    .argument("<config>", "Errbot's config.py")
    .argument("[plugins...]", "plugins, or folders with them")
    .option("--to <folder>", "write the settings and a skeleton of each plugin there")
    .action(async (config: string, plugins: readonly string[], options: ErrbotOptions) =>
      (await import("./errbot/import.ts")).importErrbot(config, plugins, options, terminal),
    );
  group
    .command("postbot")
    .description("its settings, groups, schedule, tasks and log")
    .argument("<folder>", "postbot's")
    .option("--from <folder>", "the bot's home", ".")
    .action(async (folder: string, options: ImportOptions) =>
      (await import("./import/postbot.ts")).importPostbot(folder, options, terminal),
    );
}

function addCommands(command: Command, terminal: Terminal): void {
  const from = ["--from <folder>", "the bot's home", "."] as const;
  const commands = command
    .command("commands")
    .description(
      "the bot's slash commands on its server; MATTERMOST_ADMIN_TOKEN lends the right of somebody who has it",
    );
  commands
    .command("list")
    .description("show how each stands")
    .option(...from)
    .action(async (options: HomeOptions) => (await import("./commands/commands.ts")).listCommands(options, terminal));
  commands
    .command("sync")
    .description("register what is missing, change what is different, remove what is left over")
    .option(...from)
    .action(async (options: HomeOptions) => (await import("./commands/commands.ts")).syncCommands(options, terminal));
  commands
    .command("remove")
    .description("remove what the bot made")
    .option(...from)
    .action(async (options: HomeOptions) => (await import("./commands/commands.ts")).removeCommands(options, terminal));
  commands
    .command("token")
    .description("give the bot the token of a slash command that was made by hand, from standard input")
    .argument("<word>", "the command, like deploy")
    .option("--team <name>", "where the bot is in several teams")
    .option(...from)
    .action(async (word: string, options: TokenOptions) =>
      (await import("./commands/commands.ts")).giveToken(word, options, terminal),
    );
}

function addDoctor(command: Command, terminal: Terminal): void {
  command
    .command("doctor")
    .description("find out what is wrong")
    .command("callbacks")
    .description("try whether the server reaches the bot, and say why not; the bot may be running")
    .option("--from <folder>", "the bot's home", ".")
    .action(async (options: HomeOptions) => (await import("./doctor/callbacks.ts")).tryCallbacks(options, terminal));
}

function toPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}

function toSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError("A time is a number of seconds, 0 or more.");
  return seconds;
}
