/** What the dialog says. Pure; Markdown for a direct message. */
import { code, codeBlock, inert, table } from "matterwright";
import { type Asked, askedLine } from "../acknowledge/asked.ts";
import type { Wanted } from "../audience/wanted.ts";
import type { Book } from "../book/book.ts";
import type { Flight } from "../preflight/flight.ts";
import { BUILT_IN } from "../text/copy-text.ts";
import { inOneLine } from "../text/cut.ts";
import { placesIn } from "../text/places.ts";
import type { Table } from "../filling/table.ts";
import type { Look } from "./look.ts";
import type { TalkState, Written } from "./state.ts";

const GROUPS_SHOWN = 12;
const NAMES_SHOWN = 10;
const OBSTACLES_SHOWN = 10;
const BEGINNING_CHARACTERS = 160;
const PREVIEW_CHARACTERS = 6_000;
/** Of one name. */
const EXAMPLES = 3;

/** Step one: which message, and to whom? */
export function targetsQuestion(message: Written, book: Book): string {
  return [
    `:loudspeaker: **Step 1 of 2: to whom shall this go?**`,
    `> ${beginning(message)}`,
    "",
    ...placesLine(message),
    groupsLine(book),
    `Write names with commas between them, like ${code(exampleOf(book))}. \`cancel\` forgets it all.`,
  ].join("\n");
}

/** Places in a message are filled by a table, which may say where it goes as well. */
function placesLine({ text }: Written): string[] {
  const places = placesIn(text).filter(({ key, fallback }) => fallback === undefined && !Object.hasOwn(BUILT_IN, key));
  if (places.length === 0) return [];
  const names = places.map(({ name }) => code(`{{${name}}}`)).join(", ");
  return [`For ${names} send me a table as a CSV file, with a column \`target\`: then it goes to its rows.`];
}

/** An answer that would be understood, as far as there are names for it. */
function exampleOf({ groups }: Book): string {
  const names = [...groups.values()]
    .filter(({ name, isPrivate }) => !isPrivate && !/[,"`]/.test(name))
    .map(({ name }) => name);
  return [...names.slice(0, 2), "~channel"].join(", ");
}

function groupsLine({ groups, whitelist }: Book): string {
  const open = [...groups.values()].filter(({ isPrivate }) => !isPrivate);
  if (open.length === 0 && whitelist.length === 0)
    return 'There are no groups yet: an administrator adds one with `!add_group "Name" = ["channel id"]`.';
  const names = open.slice(0, GROUPS_SHOWN).map(({ name, ids }) => `**${inert(name)}** (${ids.length})`);
  const more = open.length > GROUPS_SHOWN ? ` and ${open.length - GROUPS_SHOWN} more` : "";
  return names.length === 0
    ? "`!channels` lists the channels."
    : `Groups: ${names.join(", ")}${more}. \`!get_groups\` shows what is in them.`;
}

/** A message in one line. */
export function beginning({ text, fileIds }: Written): string {
  const files = fileIds.length === 0 ? "" : `*(${filesOf(fileIds.length)})*`;
  return [inOneLine(text, BEGINNING_CHARACTERS), files].filter((part) => part !== "").join(" ");
}

export interface Preview {
  readonly look: Look;
  readonly priority: "important" | "urgent" | undefined;
  /** What is asked of its readers. */
  readonly ack: Asked | undefined;
  /** When it goes out, where that is not at once. */
  readonly when: string | undefined;
}

/** Step two: the recipients and the message as they will be. */
export function preview({ look, priority, when, ack }: Preview): string {
  const { flight, approval, table } = look;
  const { targets, notes } = look.audience;
  const isBlocked = flight.findings.some(({ level }) => level === "block");
  const signs = { block: ":no_entry:", warning: ":warning:" };
  const { onBehalfOf } = look.wording;
  const label = priority === undefined ? "" : ` It is marked **${priority}**.`;
  const behalf =
    onBehalfOf === undefined
      ? ""
      : ` It says that it is on behalf of ${inert(`@${onBehalfOf.username}`)}, who is told.`;
  return [
    isBlocked ? ":mag: **Step 2 of 2: this cannot be sent yet**" : ":mag: **Step 2 of 2: shall I send this?**",
    `To **${countOf(targets)}**: ${someOf(targets)}.${label}${behalf}`,
    ...flight.findings.map(({ level, text }) => `${signs[level]} ${text}`),
    ...obstacleLines(flight),
    ...(when === undefined ? [] : [`:clock3: It goes out ${when}.`]),
    ...look.timing,
    ...(table === undefined ? [] : [tableLine(table)]),
    ...(ack === undefined ? [] : [askedLine(ack)]),
    ...notes.map((note) => `:information_source: ${note}`),
    ...(approval === "" ? [] : [`:busts_in_silhouette: ${approval}`]),
    "",
    "---",
    examplesOf(look),
    "",
    "---",
    isBlocked
      ? "Edit your message or write other targets, or `no` to forget it."
      : "Write `yes` to send it, or `no` to forget it. Before that you can edit your message or write other targets; `at 17:30`, `in 2h` or `every monday at 9:00` says when; `ack` asks readers to confirm that they have read it; `list`, `explain`, `preview ~channel`, `dry run` and `rehearse` tell more.",
  ].join("\n");
}

/** What those are shown who have to agree. */
export function agreement(look: Look, { priority }: Pick<Preview, "priority">): string {
  const { wording, table } = look;
  return [
    ...(priority === undefined ? [] : [`It is marked **${priority}**.`]),
    ...look.timingForOthers,
    ...(table === undefined ? [] : [tableLine(table), codeBlock(wording.text)]),
    "---",
    examplesOf(look),
    "",
    "---",
  ].join("\n");
}

function tableLine({ name, columns, target, rows }: Table): string {
  const values = columns.map((column) => code(`{{${column}}}`)).join(", ");
  const first = target.isNamed ? "" : ` No column is called \`target\`, so the first says where it goes.`;
  const count = `${rows.length} row${rows.length === 1 ? "" : "s"}`;
  return `:bookmark_tabs: ${values} from **${inert(name)}** (${count}), which is not sent along.${first}`;
}

/** The message as it will be; where it is not the same for all, as two of them will read it. */
function examplesOf({ audience: { targets }, textFor, wording, fileIds }: Look): string {
  const [first] = targets;
  if (first === undefined) return shownText({ text: wording.text, fileIds });
  const other = targets.find((target) => textFor(target) !== textFor(first));
  if (other === undefined) return shownText({ text: textFor(first), fileIds });
  const examples = [first, other].map((target) => exampleFor(target, { text: textFor(target), fileIds }));
  return examples.join("\n\n---\n");
}

function exampleFor({ name }: Wanted, shown: Shown): string {
  return `*For ${name}:*\n\n${shownText(shown)}`;
}

/** The message as one target, or each that is called so, will read it. */
export function previewFor({ audience: { targets }, textFor, fileIds }: Look, wanted: string): string {
  const meant = wanted === "" ? targets.slice(0, 1) : named(targets, wanted);
  if (meant.length === 0) return `${code(wanted)} is none of the targets.`;
  return meant
    .slice(0, EXAMPLES)
    .map((target) => exampleFor(target, { text: textFor(target), fileIds }))
    .join("\n\n---\n");
}

type Shown = Pick<Written, "text"> & { readonly fileIds: readonly string[] };

function shownText({ text, fileIds }: Shown): string {
  const signs = [...text];
  const shown =
    signs.length > PREVIEW_CHARACTERS
      ? `${signs.slice(0, PREVIEW_CHARACTERS).join("")}…\n\n*(${signs.length.toLocaleString("en")} characters in all)*`
      : text;
  const files = fileIds.length === 0 ? "" : `:paperclip: *${filesOf(fileIds.length)}*`;
  return [inert(shown), files].filter((part) => part !== "").join("\n\n");
}

function obstacleLines({ obstacles }: Flight): string[] {
  if (obstacles.length === 0) return [];
  const lines = obstacles.slice(0, OBSTACLES_SHOWN).map(({ target, why }) => `${target.name}: ${why}`);
  const more = obstacles.length > OBSTACLES_SHOWN ? [`and ${obstacles.length - OBSTACLES_SHOWN} more`] : [];
  return [`:warning: It will not arrive everywhere: ${[...lines, ...more].join("; ")}.`];
}

/** Those that are called so, with their sign or without. */
export function named(targets: readonly Wanted[], wanted: string): Wanted[] {
  const name = wanted.trim().replace(/^[~@]/, "").toLowerCase();
  return targets.filter((each) => each.id === name || each.name.replace(/^[~@]/, "").toLowerCase() === name);
}

/** `3 channels and 2 people`. */
export function countOf(targets: readonly Pick<Wanted, "isPerson">[]): string {
  const people = targets.filter(({ isPerson }) => isPerson).length;
  const channels = targets.length - people;
  const parts = [
    ...(channels > 0 || people === 0 ? [`${channels} channel${channels === 1 ? "" : "s"}`] : []),
    ...(people > 0 ? [people === 1 ? "1 person" : `${people} people`] : []),
  ];
  return parts.join(" and ");
}

/** Their names, as far as a sentence has room for them. */
export function someOf(targets: readonly Wanted[]): string {
  if (targets.length === 0) return "nobody";
  const names = targets
    .slice(0, NAMES_SHOWN)
    .map(({ name }) => name)
    .join(", ");
  return targets.length > NAMES_SHOWN ? `${names} and ${targets.length - NAMES_SHOWN} more` : names;
}

function filesOf(count: number): string {
  return `with ${count} file${count === 1 ? "" : "s"}`;
}

/** What is waited for: said where an answer was empty, or somebody wants to go on with what they are in the middle of. */
export function whereYouAre({ at, message }: Pick<TalkState, "at" | "message">, isEmpty: boolean): string {
  const wanted = {
    nothing: "",
    targets: "Write to whom it shall go, or `cancel`.",
    confirm: "Write `yes` or `no`.",
    second: "Write `replace`, `add` or `keep`.",
  };
  const lead = isEmpty ? "There is nothing in your answer." : "You are in the middle of it already.";
  return `${lead} ${wanted[at]}\n> ${beginning(message)}`;
}

/** Another message came while one was being announced. */
export function secondQuestion(first: Written, second: Written): string {
  return [
    "You are in the middle of announcing this:",
    `> ${beginning(first)}`,
    "And now you wrote:",
    `> ${beginning(second)}`,
    "",
    "Shall the new one `replace` it, or shall I `add` it to its end? `keep` leaves the first as it is.",
  ].join("\n");
}

export const USAGE = [
  "**Announcing something to many channels**",
  "",
  "Write me the message here, with its files. I ask to whom it shall go, show you everything, and send it when you say `yes`.",
  "",
  table(
    ["You write", "and I"],
    [
      ["*any message*", "start an announcement with it"],
      ["`!channels`", "list the channels"],
      ["`!id <channel name>`", "tell a channel's id"],
      ["`!get_groups`, `!get_private_groups`", "list the groups"],
      ['`!add_group "Name" = ["id", "id"]`, `!add_private_group …`', "add groups, several in one message too"],
      ['`!rename_group "Old" "New"`, `!remove_group Name`', "rename or remove a group"],
      ['`!add_alias short "Long name"`, `!remove_alias short`, `!aliases`', "keep short names for groups and channels"],
      ["`!refresh_channels`", "read the list of channels anew"],
      ["`edit last The new text`, `broadcast recall last`", "change what was announced, or take it back"],
      ["`broadcast list`, `broadcast show last`", "tell how it stands"],
    ],
  ),
  "",
  "Targets are groups, aliases, channels, ids and `@people`, with commas between them. `and` means what is in both, `minus` leaves out, `*` stands for any signs: `Floors, ~news* minus ~news-old`.",
].join("\n");
