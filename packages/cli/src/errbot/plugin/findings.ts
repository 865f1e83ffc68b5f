/** What in an Errbot plugin has to be written anew, and how it is called here. Called by the scanner; it decides nothing else. */
import type { LogicalLine } from "../python/tokens.ts";
import { argumentsIn, sourceOf } from "../python/value.ts";
import type { Decorator, Method } from "./method.ts";

/** What is looked for in a line, and what stands in its place. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/\bself\.send_card\(/, "cards: `ctx.reply(text, { attachments: [{ … }] })`, as the bot itself"],
  [/\bself\.send_templated\(/, "templates: `templateFile()` with a schema, or a text in TypeScript"],
  [
    /\bself\.send_stream_request\(/,
    "files: `ctx.rest.files.upload({ channel, name, content })`, and `ctx.reply(text, { fileIds: [file.id] })`",
  ],
  [/\bself\.(?:send|build_identifier)\(/, 'sending: `ctx.reply("…")`, or `ctx.to("@ann").post("…")`'],
  [/\bself\.warn_admins\(/, "telling administrators: `bot.access.administrators()`, and a direct message to each"],
  [
    /\bself\.(?:mutable\(|get_plugin\()/,
    "what others keep or offer: `bot.store` is the plugin's own, and `needs` names other plugins",
  ],
  [/\bself\[/, 'what is kept: `bot.store`, or `storeKey("…", schema)` with a type'],
  [/\bself\.config\b/, "configuration: the second parameter of `setup`, checked and with its defaults"],
  [/\bself\._bot\b|\bself\.bot_config\b/, "the inside of Errbot: `bot.status()`, `bot.plugins()`, `bot.commands`"],
  [
    /\b(?:threading|sched|schedule|apscheduler)\.|\bTimer\(/,
    'timers: `bot.every("…", "0 7 * * *", …)`, which survive a restart',
  ],
  [/\btime\.sleep\(/, "waiting: `await`, or a job for later (`job()`)"],
  [/\b(?:requests|urllib|httpx|aiohttp)\./, "HTTP: `fetch`"],
  [/\b(?:subprocess\.|os\.system\()/, "programs: `execFile` of node:child_process, without a shell"],
  [/\bself\.log\./, 'the log: `bot.log.info({ … }, "…")`'],
];

const CALLBACKS: Readonly<Record<string, string>> = {
  activate: "what stands there belongs into `setup(bot)`",
  deactivate: "what stands there belongs into `bot.dispose(() => …)`; timers and listeners go by themselves",
  callback_botmessage: '`bot.on("own", …)`; whoever answers there answers himself',
  callback_connect:
    '`bot.on("connected", …)`, or `setup(bot)` for what is done once; Errbot called it twice at every start',
  callback_mention: '`bot.on("mention", …)`; on Mattermost Errbot hardly ever called it',
  callback_message: '`bot.on("message", …)`',
  callback_presence:
    '`bot.on("presence", …)` for its own; the server tells a bot nothing of others: ask `ctx.rest.users.status`',
  callback_reaction: '`bot.on("reaction-added", …)`; on Mattermost Errbot never called it',
  callback_room_joined: '`bot.on("join", …)` for others, `bot.on("invited", …)` for the bot itself',
  callback_room_left: '`bot.on("leave", …)` for others, `bot.on("removed", …)` for the bot itself',
  callback_room_topic: '`bot.on("topic", …)`; on Mattermost Errbot never called it',
  callback_stream: '`bot.on("file", …)`: their ids stand in `ctx.post.file_ids`',
  check_configuration: "the zod schema of `config` checks it",
  configure: "a wrong configuration is refused, and the last good one stays",
};

export interface Findings {
  readonly rewrite: readonly string[];
  readonly schedules: readonly string[];
}

export function findingsIn({
  methods,
  all,
}: {
  readonly methods: readonly Method[];
  readonly all: readonly LogicalLine[];
}): Findings {
  const rewrite: string[] = [];
  const schedules: string[] = [];
  for (const { name, line, decorators } of methods) {
    const how = CALLBACKS[name];
    if (how !== undefined) rewrite.push(`line ${line}, ${name}: ${how}`);
    for (const decorator of decorators) rewrite.push(...decorated(name, decorator));
  }
  const lines = methods.flatMap(({ body }) => body);
  for (const line of lines) schedules.push(...pollersIn(line));
  for (const [what, how] of PLACES) {
    const found = lines.filter(({ tokens }) => what.test(sourceOf(tokens))).map(({ line }) => line);
    if (found.length > 0) rewrite.push(`${found.length === 1 ? "line" : "lines"} ${some(found)}, ${how}`);
  }
  if (all.some(({ tokens }) => /^from errbot import .*BotFlow|^import .*BotFlow/.test(sourceOf(tokens))))
    rewrite.push("flows: `wizard()`, whose answers survive a restart");
  return { rewrite, schedules };
}

function decorated(method: string, { name, line, args }: Decorator): string[] {
  const path = args.find((each) => each.name === undefined || each.name === "uri_rule")?.value;
  const where = path?.kind === "text" ? path.text : `/${method}`;
  if (name === "webhook" || name === "webroute")
    return [`line ${line}, webhook ${where}: \`bot.hook("${where}", { … })\`, which has to say who may call it`];
  if (name === "cmdfilter") return [`line ${line}, filter ${method}: \`bot.around({ before(call) { … } })\``];
  if (name === "botflow") return [`line ${line}, flow ${method}: \`wizard("${method}", { … })\``];
  return [];
}

function pollersIn({ tokens, line }: LogicalLine): string[] {
  const at = tokens.findIndex(({ text }) => text === "start_poller");
  if (at < 0) return [];
  const [period, method, ...more] = argumentsIn(tokens.slice(at + 2, -1));
  const seconds = period?.value.kind === "number" ? `${period.value.number} s` : "…";
  const name = method?.value.kind === "name" ? method.value.name.replace(/^self\./, "") : "…";
  const times = more.some((each) => each.name === "times") ? ", so many times and no more" : "";
  return [`line ${line}, poller ${name}: \`bot.every("${name}", "every ${seconds}", …)\`${times}`];
}

function some(lines: readonly number[]): string {
  return lines.length > 5 ? `${lines.slice(0, 5).join(", ")} and ${lines.length - 5} more` : lines.join(", ");
}
