/**
 * A rule whose names were looked up and whose patterns are ready: what decisions are made with. People, channels and teams stand in it by
 * their ids, so that nobody gets rights by taking over a name.
 */
import type { Id } from "@matterwright/protocol";
import type { Asker, Facts } from "./facts.ts";
import { type AccessRule, globPattern, listed, ruleInWords } from "./rule.ts";
import type { ArgumentTexts } from "../text/meant.ts";

/** What names in a rule stand for. */
export interface Named {
  readonly ids: readonly Id[];
  /** Names that nobody and nothing has. */
  readonly missing: readonly string[];
}

/** Nothing where the rule does not speak of it. */
export interface RuleIds {
  readonly users?: Named | undefined;
  readonly channels?: Named | undefined;
  readonly teams?: Named | undefined;
}

/** Where a rule was made. */
export interface RuleOrigin {
  /** Short, to name it by. */
  readonly id: string;
  readonly source: "configuration" | "chat";
}

/** A command, as far as rules care. */
export interface Wanted {
  readonly name: string;
  /** A rule may name it by any of these too. */
  readonly aliases?: readonly string[];
  readonly owner?: string | undefined;
}

/** Whether a condition holds. `depends`: the arguments are not known yet. `unknown`: the server could not tell. */
export type Holds = "yes" | "no" | "depends" | "unknown";

interface Condition {
  /** What is asked, for people: `the user`. */
  readonly about: string;
  holds(asker: Asker, args: ArgumentTexts | undefined): Holds | Promise<Holds>;
}

export class KnownRule {
  readonly origin: RuleOrigin;
  readonly rule: AccessRule;
  readonly effect: "allow" | "deny";
  /** The rule in one line. */
  readonly words: string;
  readonly #patterns: readonly RegExp[];
  readonly #names: ReadonlySet<string>;
  readonly #conditions: readonly Condition[];

  constructor(origin: RuleOrigin, rule: AccessRule, parts: RuleParts) {
    const commands = listed(rule.allow ?? rule.deny).map(plainName);
    this.origin = origin;
    this.rule = rule;
    this.effect = rule.allow === undefined ? "deny" : "allow";
    this.words = ruleInWords(rule);
    this.#patterns = commands.map((glob) => globPattern(glob));
    this.#names = new Set(commands);
    this.#conditions = conditionsOf(rule, parts);
  }

  /** Whether it is about a command. */
  covers({ name, aliases = [], owner = "bot" }: Wanted): boolean {
    const names = [name, ...aliases];
    return this.#patterns.some((pattern) =>
      names.some((each) => pattern.test(each) || pattern.test(`${owner}:${each}`)),
    );
  }

  /** Whether it names a command in full. */
  namesInFull({ name, aliases = [], owner = "bot" }: Wanted): boolean {
    return [name, ...aliases].some(
      (each) => this.#names.has(each) || this.#names.has(`${owner}:${each}`.toLowerCase()),
    );
  }

  /** What it names in full and without a plugin, as commands are called. */
  get names(): readonly string[] {
    return [...this.#names].filter((name) => !/[*?:]/.test(name));
  }

  /** Whether all that it says holds, and what does not. */
  async holds(
    asker: Asker,
    args: ArgumentTexts | undefined,
  ): Promise<{ readonly holds: Holds; readonly about: string }> {
    let weakest: { readonly holds: Holds; readonly about: string } = { holds: "yes", about: "" };
    for (const condition of this.#conditions) {
      const holds = await Promise.resolve(condition.holds(asker, args)).catch((): Holds => "unknown");
      if (holds === "no") return { holds, about: condition.about };
      if (holds !== "yes" && weakest.holds !== "unknown") weakest = { holds, about: condition.about };
    }
    return weakest;
  }
}

export interface RuleParts {
  readonly ids: RuleIds;
  readonly facts: Facts;
  readonly isAdmin: (asker: Asker) => boolean;
}

/** As the name of a command is written: `Plugin_list` is `plugin list`. */
function plainName(glob: string): string {
  return glob
    .toLowerCase()
    .replaceAll(/[\s_]+/g, " ")
    .trim();
}

/** Those that cost nothing first. */
function conditionsOf(rule: AccessRule, { ids, facts, isAdmin }: RuleParts): Condition[] {
  const all: (Condition | false)[] = [
    rule.direct !== undefined && {
      about: rule.direct ? "it is not a direct message" : "it is a direct message",
      holds: ({ isDirect }) => yes(isDirect === rule.direct),
    },
    rule.admins !== undefined && {
      about: rule.admins ? "it is no administrator" : "it is an administrator",
      holds: (asker) => yes(isAdmin(asker) === rule.admins),
    },
    ids.users !== undefined && { about: "it is somebody else", holds: ({ user }) => among(ids.users, user.id) },
    ids.channels !== undefined && {
      about: "it is another channel",
      holds: ({ channelId }) => among(ids.channels, channelId),
    },
    ids.teams !== undefined && { about: "it is another team", holds: ({ teamId }) => among(ids.teams, teamId) },
    rule.args !== undefined && {
      about: "the arguments are others",
      holds: (_, args) => (args === undefined ? "depends" : withArguments(rule, args)),
    },
    rule.systemRole !== undefined && {
      about: "the role on the server is another",
      holds: async (asker) => oneOf(rolesNamed(rule.systemRole, "system"), await facts.systemRoles(asker)),
    },
    rule.channelRole !== undefined && {
      about: "the role in the channel is another",
      holds: async (asker) => oneOf(rolesNamed(rule.channelRole, "channel"), await facts.channelRoles(asker)),
    },
    rule.groups !== undefined && {
      about: "the group is another",
      holds: async (asker) =>
        oneOf(
          listed(rule.groups).map((name) => name.replace(/^@/, "").toLowerCase()),
          await facts.groups(asker),
        ),
    },
  ];
  return all.filter((condition) => condition !== false);
}

function yes(holds: boolean): Holds {
  return holds ? "yes" : "no";
}

/** A name that nobody has may have been meant for whoever asks. */
function among({ ids, missing }: Named = { ids: [], missing: [] }, id: Id): Holds {
  return ids.includes(id) ? "yes" : missing.length > 0 ? "unknown" : "no";
}

function oneOf(wanted: readonly string[], has: readonly string[]): Holds {
  return yes(has.some((each) => wanted.includes(each.toLowerCase())));
}

/** `admin` is `channel_admin` in a channel; Mattermost calls its members users. */
function rolesNamed(roles: string | readonly string[] | undefined, where: "channel" | "system"): string[] {
  const short: Readonly<Record<string, string>> = { admin: "admin", member: "user", user: "user", guest: "guest" };
  return listed(roles).map((role) => {
    const known = short[role.toLowerCase()];
    return known === undefined ? role.toLowerCase() : `${where}_${known}`;
  });
}

/**
 * To allow, every value of an argument must be one that the rule names; to deny, one of them is enough. Of two names that differ in their
 * case alone, as files may, only the one that was named is allowed, and both are denied. Names of the server's own have one case.
 */
function withArguments({ args = {}, allow }: AccessRule, given: ArgumentTexts): Holds {
  const fits = Object.entries(args).every(([name, globs]) => {
    const patterns = listed(globs).map((glob) => globPattern(glob));
    const exact = listed(globs).map((glob) => globPattern(glob, "exact"));
    const values = given.get(name) ?? [];
    const fit = values.map((texts) => {
      const wanted = allow === undefined || texts.length > 1 ? patterns : exact;
      return texts.some((text) => wanted.some((pattern) => pattern.test(text)));
    });
    return fit.length > 0 && (allow === undefined ? fit.includes(true) : !fit.includes(false));
  });
  return yes(fits);
}
