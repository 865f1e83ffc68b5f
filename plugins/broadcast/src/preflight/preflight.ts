/**
 * Looks at an announcement before it is confirmed: what cannot be sent at all, which targets will not get it, and what will not be as the
 * author may think. It asks the server, and changes nothing there.
 */
import { type Rest, orNothing } from "@matterwright/client";
import type { Wanted } from "../audience/wanted.ts";
import type { Directory } from "../directory/directory.ts";
import type { Finding, Flight } from "./flight.ts";
import { Obstacles } from "./obstacles.ts";
import { membersOf } from "./members.ts";
import { wideMentions } from "./mentions.ts";

export interface Checked {
  /** As it was written. */
  readonly text: string;
  /** What a target is sent, where that is something else: with its values, and what stands around it. */
  readonly textFor?: (target: Wanted) => string;
  readonly fileIds: readonly string[];
  readonly targets: readonly Wanted[];
  /** Whether `@all` and its like are to work. */
  readonly mayMention: boolean;
}

export interface PreflightParts {
  readonly rest: Rest;
  readonly directory: Directory;
  readonly myId: () => string;
}

/** What Mattermost puts into one post. */
export const POST_MAX_CHARACTERS = 16_383;
const POST_MAX_FILES = 10;
/** Above so many members a wide mention notifies nobody. */
const MENTION_MAX_MEMBERS = 1_000;
/** Each takes a call, which copies could have had, and an author does not wait for ever. */
const COUNTED_MAX = 60;

/** Guests by channel. */
interface Guests {
  readonly of: ReadonlyMap<string, number>;
  /** Channels that were counted, where that is not all. */
  readonly only?: string;
}

export class Preflight {
  readonly #parts: PreflightParts;

  constructor(parts: PreflightParts) {
    this.#parts = parts;
  }

  /** @throws CallError when the server does not say. */
  async look(checked: Checked): Promise<Flight> {
    const { targets } = checked;
    const obstacles = await new Obstacles(this.#parts).of(targets);
    const blocked = new Set(obstacles.map(({ target }) => target.id));
    const open = targets.filter(({ id }) => !blocked.has(id));
    const config = await this.#parts.rest.system.clientConfig();
    const findings = [
      ...ofTheText(checked),
      ...(await this.#ofFiles(checked, Number(config["MaxFileSize"] ?? Infinity))),
      ...(targets.length > 0 && open.length === 0 ? [block("It can reach none of these targets.")] : []),
      ...(await this.#ofReaders(checked, { open, hasGuests: config["EnableGuestAccounts"] === "true" })),
    ];
    return { findings, obstacles };
  }

  async #ofFiles({ fileIds }: Checked, most: number): Promise<Finding[]> {
    if (fileIds.length > POST_MAX_FILES)
      return [
        block(
          `These are ${fileIds.length} files, and a post holds ${POST_MAX_FILES}. Put them into one archive, or announce some of them later.`,
        ),
      ];
    const { rest } = this.#parts;
    const infos = await Promise.all(fileIds.map((id) => orNothing(rest.files.info(id))));
    return infos.flatMap((info, index): Finding[] => {
      if (info === undefined) return [block(`File ${index + 1} is gone from the server: send it again.`)];
      const isLarge = Number.isFinite(most) && info.size > most;
      return isLarge
        ? [block(`**${info.name}** has ${megabytes(info.size)}, and the server takes ${megabytes(most)} at most.`)]
        : [];
    });
  }

  async #ofReaders(
    checked: Checked,
    { open, hasGuests }: { readonly open: readonly Wanted[]; readonly hasGuests: boolean },
  ): Promise<Finding[]> {
    const { mayMention } = checked;
    const readers = open.filter((target) => wideMentions(textOf(checked, target)).length > 0);
    const mentions = [...new Set(readers.flatMap((target) => wideMentions(textOf(checked, target))))];
    const shown = mentions.map((each) => `\`${each}\``).join(" and ");
    const inert = warning(`${shown} will notify nobody: you may not use ${mentions.length === 1 ? "it" : "them"}.`);
    const notifies = mentions.length > 0 && mayMention;
    const channels = readers.filter(({ isPerson }) => !isPerson);
    return [
      ...(mentions.length > 0 && !mayMention ? [inert] : []),
      ...(notifies ? unheardIn(channels, shown, await membersOf(channels, this.#parts.rest)) : []),
      ...(hasGuests ? guestsIn(open, await this.#guests(open)) : []),
    ];
  }

  async #guests(open: readonly Wanted[]): Promise<Guests> {
    const channels = open.filter(({ isPerson }) => !isPerson);
    const counted = channels.slice(0, COUNTED_MAX);
    const all = await Promise.all(
      counted.map(async ({ id }) => [id, await orNothing(this.#parts.rest.channels.stats(id))] as const),
    );
    const of = new Map(all.flatMap(([id, stats]) => (stats === undefined ? [] : [[id, stats.guest_count] as const])));
    const only = `I have counted the first ${counted.length} of ${channels.length} channels only`;
    return channels.length > counted.length ? { of, only } : { of };
  }
}

function ofTheText(checked: Checked): Finding[] {
  const { text, fileIds, targets } = checked;
  const found: Finding[] = [];
  if (text.trim() === "" && fileIds.length === 0) found.push(block("There is nothing to send: the message is empty."));
  if (targets.length === 0) found.push(block("There is nobody to send it to."));
  return [...found, ...tooLong(checked)];
}

/** The message is the same for all, or too long for some alone. */
function tooLong(checked: Checked): Finding[] {
  const lengths = checked.targets.map((target) => ({ ...target, length: [...textOf(checked, target)].length }));
  const long = lengths.filter(({ length }) => length > POST_MAX_CHARACTERS);
  const most = Math.max(...(long.length === 0 ? [[...checked.text].length] : long.map(({ length }) => length)));
  if (most <= POST_MAX_CHARACTERS) return [];
  const where = long.length === 0 || long.length === lengths.length ? "" : ` for ${some(long)}`;
  return [
    block(
      `The message has ${count(most)} characters${where}, and a post holds ${count(POST_MAX_CHARACTERS)}. Shorten it, or send it as a file.`,
    ),
  ];
}

/** What a target is sent. */
function textOf({ text, textFor }: Checked, target: Wanted): string {
  return textFor?.(target) ?? text;
}

function count(value: number): string {
  return value.toLocaleString("en");
}

/** Channels that are so large that a wide mention notifies nobody there. @param shown the mentions @param members by channel */
function unheardIn(channels: readonly Wanted[], shown: string, members: ReadonlyMap<string, number>): Finding[] {
  const large = channels.filter(({ id }) => (members.get(id) ?? 0) > MENTION_MAX_MEMBERS);
  const why = `above ${MENTION_MAX_MEMBERS} members Mattermost leaves that out`;
  return large.length === 0 ? [] : [warning(`${shown} will notify nobody in ${some(large)}: ${why}.`)];
}

function guestsIn(open: readonly Wanted[], { of, only }: Guests): Finding[] {
  const read = open.filter(({ id }) => (of.get(id) ?? 0) > 0);
  const found = read.length === 0 ? [] : [warning(`Guests will read it in ${some(read)}.`)];
  return only === undefined ? found : [...found, warning(`Guests may read it in other channels too: ${only}.`)];
}

function some(targets: readonly Wanted[]): string {
  const names = targets
    .slice(0, 5)
    .map(({ name }) => name)
    .join(", ");
  return targets.length > 5 ? `${names} and ${targets.length - 5} more` : names;
}

function block(text: string): Finding {
  return { level: "block", text };
}

function warning(text: string): Finding {
  return { level: "warning", text };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}
