/** `matterwright broadcast`: announces from a shell, and looks after what was announced. The bot, which runs beside it, does the work. */
import { createReadStream, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import {
  type Broadcast,
  type BroadcastDesk,
  broadcastStore,
  orders,
  shellAcks,
  shellDesk,
} from "@matterwright/broadcast";
import { sleep, systemClock } from "@matterwright/clock";
import { type Store, UserError, moment, momentIn } from "matterwright";
import { restFor, serverSettings } from "../commands/desk.ts";
import { visiting } from "../durable/open.ts";
import { explained } from "../explain.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";

export interface BroadcastOptions {
  /** The bot's home. */
  readonly from: string;
}

export interface AnnounceOptions extends BroadcastOptions {
  /** As in the dialog: `Group A, ~ops`. */
  readonly to?: string;
  readonly file: readonly string[];
  /** As in the dialog: `tomorrow 9:00`. */
  readonly at?: string;
  /** A CSV file with values for each target. */
  readonly table?: string;
  /** A text that is kept, by its name. */
  readonly template?: string;
  readonly priority?: string;
  /** As `@cat`. */
  readonly onBehalfOf?: string;
  /** Whose announcement it is, as `@ann`; nobody's by default. */
  readonly as?: string;
  /** Braces in the text are only braces. */
  readonly asItIs?: boolean;
  /** What is asked of readers, or only that they confirm: `by friday 17:00`. */
  readonly ack?: string | true;
}

type Begun = Extract<NonNullable<Awaited<ReturnType<typeof orders.answer>>>, { readonly kind: "begun" }>;

/** The bot looks every three seconds. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 250;

/** Has the bot announce something. @throws Trouble when it cannot be, or no bot takes it up. */
export async function announce(text: string | undefined, options: AnnounceOptions, terminal: Terminal): Promise<void> {
  const { to = "", table, template, priority, onBehalfOf, as, asItIs: isLiteral } = options;
  if (to === "" && table === undefined)
    throw new Trouble("usage", '--to is missing: say where it shall go, like --to "Group A, ~ops".');
  if (priority !== undefined && priority !== "important" && priority !== "urgent")
    throw new Trouble("usage", `--priority ${priority} is none: write important or urgent.`);
  if (text !== undefined && template !== undefined)
    throw new Trouble("usage", "Write a text, or name a template: not both.");
  const message = text ?? (template === undefined ? await terminal.input() : undefined) ?? "";
  if (template === undefined && message.trim() === "" && options.file.length === 0)
    throw new Trouble("usage", "There is nothing to announce: write a text behind the options, or name a file.");
  const settings = serverSettings(options.from, terminal);
  const tables = table === undefined ? [] : [table];
  const files = [...options.file, ...tables].map((path) => resolve(terminal.cwd, path));
  for (const path of files)
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw new Trouble("usage", `${path} is no file.`);
  let fileIds: string[];
  try {
    fileIds = await uploaded(files, settings);
  } catch (error) {
    throw explained(error, settings);
  }
  await visiting(options.from, terminal, async (durable) => {
    const store = broadcastStore(durable);
    const id = crypto.randomUUID();
    const tableId = table === undefined ? undefined : fileIds.pop();
    const given = { to, text: message, template, fileIds, tableId, when: options.at };
    await orders.place(store, id, { ...given, isLiteral, priority, onBehalfOf, as, ...askingIn(options) });
    const answer = await answered(store, id);
    for (const note of answer.notes) terminal.note(note);
    const said = answer.when === undefined ? "" : `, ${answer.when}`;
    terminal.print(
      `Broadcast ${answer.id} goes to ${counted(answer.targets)}${said}: \`matterwright broadcast show ${answer.id}\``,
    );
  });
}

/** Has it go out at another time. @throws Trouble when it cannot, or no bot takes it up. */
export function moveBroadcast(
  id: string,
  when: string,
  { options, terminal }: { readonly options: BroadcastOptions; readonly terminal: Terminal },
): Promise<void> {
  return visiting(options.from, terminal, async (durable) => {
    const store = broadcastStore(durable);
    const order = crypto.randomUUID();
    const move = await numberOf(shellDesk(durable, now), id);
    await orders.place(store, order, { to: "", text: "", fileIds: [], when, move });
    const answer = await answered(store, order);
    terminal.print(`Broadcast ${answer.id} goes out ${answer.when ?? when}.`);
  });
}

/** What the bot says to an order. @throws Trouble when it refuses, or there is none. */
async function answered(store: Store, id: string): Promise<Begun> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_EVERY_MS) {
    await sleep(systemClock, LOOK_EVERY_MS);
    const answer = await orders.answer(store, id);
    if (answer === undefined) continue;
    await orders.forget(store, id);
    if (answer.kind === "refused") throw new Trouble("usage", `Nothing was sent: ${answer.why}`);
    return answer;
  }
  await orders.forget(store, id);
  throw new Trouble(
    "passing",
    "Nothing was sent: no bot took it up within 30 seconds. Is it running, and has it broadcasts?",
  );
}

function askingIn({ ack }: AnnounceOptions): { readonly ack?: string } {
  return ack === undefined ? {} : { ack: ack === true ? "ack" : `ack ${ack}` };
}

/** Prints what was announced, the newest first. */
export function listBroadcasts({ from }: BroadcastOptions, terminal: Terminal): Promise<void> {
  return atDesk(from, terminal, async (desk) => {
    const all = await desk.list();
    for (const broadcast of all) terminal.print(lineOf(broadcast));
    if (all.length === 0) terminal.print("Nothing was announced yet.");
  });
}

/** Prints how one stands, with a line for every target. */
export function showBroadcast(wanted: string, { from }: BroadcastOptions, terminal: Terminal): Promise<void> {
  return atDesk(from, terminal, async (desk) => {
    const id = await numberOf(desk, wanted);
    terminal.print(lineOf(await desk.show(id)));
    for await (const { name, state, postId, reason, advice, dueAt } of desk.deliveries(id)) {
      const why = reason === undefined ? "" : `: ${reason}. ${advice ?? ""}`.trimEnd();
      const when = state === "pending" && dueAt !== undefined ? `, ${moment(dueAt)}` : "";
      terminal.print(`  ${state.padEnd(8)}  ${name}${postId === undefined ? "" : `  ${postId}`}${when}${why}`);
    }
  });
}

/** The number of a broadcast. @param wanted a number, or `last` for the newest of all. */
async function numberOf(desk: BroadcastDesk, wanted: string): Promise<string> {
  if (wanted.toLowerCase() !== "last") return wanted;
  const [last] = await desk.list(1);
  if (last === undefined) throw new Trouble("usage", "Nothing was announced yet.");
  return last.id;
}

export interface AcksOptions extends BroadcastOptions {
  /** As a table for spreadsheets. */
  readonly csv?: boolean;
}

const now = (): number => systemClock.now();

/** Prints who has confirmed that they have read one, and who has not. @param id as the list shows it, or `last` */
export async function showAcks(id: string, { from, csv = false }: AcksOptions, terminal: Terminal): Promise<void> {
  const settings = serverSettings(from, terminal);
  await visiting(from, terminal, async (durable) => {
    try {
      const number = await numberOf(shellDesk(durable, now), id);
      const said = await shellAcks(number, { durable, now, rest: restFor(settings) });
      if (csv) terminal.print(said.csv.trimEnd());
      else for (const line of said.lines) terminal.print(line);
    } catch (error) {
      if (error instanceof UserError) throw new Trouble("usage", error.message);
      throw explained(error, settings);
    }
  });
}

/** What a shell can have done with a broadcast, by the name of its command. */
const DEEDS = {
  pause: (desk, id) => desk.pause(id),
  resume: (desk, id) => desk.resume(id),
  cancel: (desk, id) => desk.cancel(id, "the operator"),
  skip: (desk, id) => desk.skip(id),
  retry: (desk, id) => desk.retryFailed(id),
} as const satisfies Record<string, (desk: BroadcastDesk, id: string) => Promise<Broadcast>>;

/** Has the bot do it, and prints how the broadcast stands then. */
export function steerBroadcast(
  deed: keyof typeof DEEDS,
  wanted: string,
  { options, terminal }: { readonly options: BroadcastOptions; readonly terminal: Terminal },
): Promise<void> {
  return atDesk(options.from, terminal, async (desk) => {
    const id = await numberOf(desk, wanted);
    const { repeat } = await desk.show(id);
    terminal.print(lineOf(await DEEDS[deed](desk, id)));
    if (deed === "skip" && repeat?.nextAt !== undefined)
      terminal.print(`It leaves out ${momentIn(repeat.nextAt, repeat.zone)} (${repeat.zone}).`);
  });
}

async function atDesk(from: string, terminal: Terminal, work: (desk: BroadcastDesk) => Promise<void>): Promise<void> {
  try {
    await visiting(from, terminal, (durable) => work(shellDesk(durable, now)));
  } catch (error) {
    throw error instanceof UserError ? new Trouble("usage", error.message) : error;
  }
}

/** Their ids. They are the bot's own, in a conversation with itself, until copies of them are made. */
async function uploaded(files: readonly string[], settings: ReturnType<typeof serverSettings>): Promise<string[]> {
  if (files.length === 0) return [];
  const rest = restFor(settings);
  const { id: me } = await rest.users.me();
  const { id: channel } = await rest.channels.direct(me, me);
  const ids: string[] = [];
  for (const path of files) {
    const { size } = statSync(path);
    const info = await rest.files.upload({ channel, name: basename(path), size, content: createReadStream(path) });
    ids.push(info.id);
  }
  return ids;
}

function lineOf({ id, state, counts, targets, draft, repeat, dueAt = 0, nextAt }: Broadcast): string {
  const [first = ""] = draft.text.split("\n");
  const short = first.length > 60 ? `${first.slice(0, 60)}…` : first;
  const arrived = repeat === undefined ? `${counts.sent} of ${targets} arrived` : `to ${targets}, ${repeat.shown}`;
  const time = repeat === undefined ? (nextAt ?? dueAt) : repeat.nextAt;
  const isToCome = ["scheduled", "repeating", "paused"].includes(state) && time !== undefined && time > 0;
  const when = isToCome ? `, ${moment(time)}` : "";
  return `${id.padStart(4)}  ${state.padEnd(11)}  ${arrived}${when}  ${short}`;
}

function counted(targets: number): string {
  return targets === 1 ? "1 target" : `${targets} targets`;
}
