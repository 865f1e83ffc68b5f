/**
 * Which slash commands a bot's commands become: one for each first word, one for each that asks for a word of its own, and one with
 * the bot's name, under which all of them are. Pure; the registration with a server and the reading of calls go by it.
 */
import { MisuseError } from "../errors.ts";
import type { ArgumentList } from "./arguments/arguments.ts";
import { inHint } from "./help/hint.ts";

/** What a server takes as a trigger. */
const TRIGGER = /^[a-z0-9_.-][a-z0-9_./-]{0,127}$/;
/** Nobody finds anything among more than these in one list: then only what asked for a word of its own has one. */
const MOST = 100;
/** How many commands are named in the description of a group. */
const NAMED = 12;

/** What has to be known of a command. */
export interface Triggered {
  /** In normal form: lower case, words separated by single spaces. */
  readonly name: string;
  readonly about: string;
  readonly arguments: ArgumentList;
  readonly hidden: boolean;
  /** A trigger of its own, none, or the first word of its name (true). */
  readonly slash: boolean | string;
}

/** One slash command, as people are offered it. */
export interface Trigger {
  /** Without its slash. */
  readonly trigger: string;
  readonly about: string;
  /** What may stand behind it. */
  readonly hint: string;
}

/**
 * The slash commands for a list of commands, by alphabet; the bot's own comes first. Of very many commands only those have one that asked
 * for it by name; all are under the bot's own.
 *
 * @param own the bot's username
 * @throws MisuseError when two commands want the same trigger
 */
export function triggersOf(commands: readonly Triggered[], own: string): Trigger[] {
  const shown = commands.filter(({ hidden }) => !hidden);
  const groups = new Map<string, Triggered[]>();
  for (const each of shown) {
    const trigger = triggerOf(each);
    if (trigger === undefined || trigger === own) continue;
    groups.set(trigger, [...(groups.get(trigger) ?? []), each]);
  }
  if (groups.size > MOST) for (const [trigger, group] of groups) if (!group.some(isNamed)) groups.delete(trigger);
  const listed = shown.map(({ name }) => name);
  return [
    { trigger: own, about: `Ask @${own}: ${someOf(listed)}`, hint: "<command>" },
    ...[...groups]
      .map(([trigger, group]) => described(trigger, group))
      .toSorted((a, b) => (a.trigger < b.trigger ? -1 : 1)),
  ];
}

/** What calls a command, without its slash; nothing when only the bot's own does. */
export function triggerOf({
  name,
  slash = true,
}: {
  readonly name: string;
  readonly slash?: boolean | string;
}): string | undefined {
  if (typeof slash === "string") return slash;
  const first = name.split(" ")[0] ?? "";
  return slash && TRIGGER.test(first) ? first : undefined;
}

/** Who has which trigger, so that no two commands want one that was asked for by name. */
export class Triggers<C extends Pick<Triggered, "name"> & { readonly slash?: boolean | string }> {
  readonly #holders = new Map<string, Set<C>>();

  /** @throws MisuseError when it is no trigger, or another command's. */
  add(command: C): void {
    const trigger = triggerOf(command);
    if (trigger === undefined) return;
    if (isNamed(command) && !TRIGGER.test(trigger))
      throw new MisuseError(
        `command "${command.name}": "${trigger}" cannot be a slash command: use lower case letters, digits, dots and dashes, and leave out the slash`,
      );
    const holders = this.#holders.get(trigger) ?? new Set();
    const other = [...holders].find((each) => isNamed(each) || isNamed(command));
    if (other !== undefined)
      throw new MisuseError(
        `the commands "${other.name}" and "${command.name}" would both be /${trigger}: give one of them another word, like slash: "${trigger}-2"`,
      );
    this.#holders.set(trigger, holders.add(command));
  }

  delete(command: C): void {
    const trigger = triggerOf(command) ?? "";
    const holders = this.#holders.get(trigger);
    holders?.delete(command);
    if (holders?.size === 0) this.#holders.delete(trigger);
  }

  /** The command that asked for exactly this word. */
  named(trigger: string): C | undefined {
    const [first] = this.#holders.get(trigger) ?? [];
    return first !== undefined && isNamed(first) ? first : undefined;
  }

  has(trigger: string): boolean {
    return this.#holders.has(trigger);
  }
}

function isNamed({ slash }: { readonly slash?: boolean | string }): boolean {
  return typeof slash === "string";
}

function described(trigger: string, group: readonly Triggered[]): Trigger {
  const [first, ...others] = group;
  if (first !== undefined && others.length === 0) {
    const rest = typeof first.slash === "string" ? [] : first.name.split(" ").slice(1);
    return { trigger, about: first.about, hint: [...rest, inHint(first.arguments)].join(" ").trim() };
  }
  const words = group.map(({ name }) => name.split(" ").slice(1).join(" "));
  const itself = group.find(({ name }) => name === trigger);
  const about = itself?.about ?? `Commands: ${someOf(group.map(({ name }) => name))}`;
  const following = words.filter((word) => word !== "").join("|");
  return { trigger, about, hint: words.includes("") ? `[${following}]` : `<${following}>` };
}

function someOf(names: readonly string[]): string {
  const more = names.length > NAMED ? ", …" : "";
  return names.toSorted().slice(0, NAMED).join(", ") + more;
}

/** A call of a slash command as a line that the bot reads like any other. */
export interface Line {
  /** `/deploy api prod`. */
  readonly message: string;
  /** Where the command begins in it, in UTF-16 units. */
  readonly from: number;
  /** What to write in front of a command to call it so: `/`, or `/wright `. */
  readonly lead: string;
}

/**
 * What a call means.
 *
 * @param own the bot's username, under which every command is
 * @param named the name of the command that asked for exactly this trigger
 */
export function lineOf(
  { trigger, text }: { readonly trigger: string; readonly text: string },
  { own, named }: { readonly own: string; readonly named: string | undefined },
): Line {
  const lead = named === undefined && trigger !== own ? "/" : `/${own} `;
  const said = named === undefined ? (trigger === own ? text : `${trigger} ${text}`) : `${named} ${text}`;
  const message = (lead + said).trimEnd();
  return { message, from: Math.min(lead.length, message.length), lead };
}
