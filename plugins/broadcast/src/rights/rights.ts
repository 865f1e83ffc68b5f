/**
 * Who may do what about broadcasts. Administrators of the bot may do everything; authors announce, approvers agree to what others want
 * to announce, auditors read what was done. Nobody else may do anything: where it cannot be found out, the answer is no.
 */
import type { Log, People } from "matterwright";
import type { Reach } from "../audience/wanted.ts";
import type { Book, Group } from "../book/book.ts";
import { listed } from "../text/listed.ts";
import { PeopleNamed } from "./people-named.ts";

export interface RightsSettings {
  /** Names or ids of users; `*` for everybody. */
  readonly authors: readonly string[];
  readonly approvers: readonly string[];
  readonly auditors: readonly string[];
  /** Whose `@all`, `@channel` and `@here` work, besides those of administrators. */
  readonly mentions: readonly string[];
  /** Who may announce in quiet hours too, besides administrators. */
  readonly quietOverride: readonly string[];
  /** Who may announce in somebody else's name, besides administrators. */
  readonly onBehalf: readonly string[];
  /** Who administers the bot, to be told to those who may not. */
  readonly admins: readonly string[];
}

export interface RightsParts {
  readonly settings: RightsSettings;
  readonly people: Pick<People, "userNamed">;
  readonly log: Log;
}

/** Somebody who wants to do something. A context is one. */
export interface Person {
  readonly user: { readonly id: string; readonly username: string };
  readonly isAdmin: boolean;
}

export class Rights {
  readonly #settings: RightsSettings;
  readonly #named: PeopleNamed;

  constructor({ settings, people, log }: RightsParts) {
    this.#settings = settings;
    this.#named = new PeopleNamed(people, log);
  }

  /** Whether they may announce anything to anybody. */
  async mayAnnounce({ user, isAdmin }: Person, { rights }: Book): Promise<boolean> {
    if (isAdmin || (await this.#named.has(this.#settings.authors, user.id))) return true;
    for (const { authors = [] } of rights.values()) if (await this.#named.has(authors, user.id)) return true;
    return false;
  }

  /** What they may name. */
  async reach(person: Person, { rights }: Book): Promise<Reach> {
    const { user, isAdmin } = person;
    const isAuthor = isAdmin || (await this.#named.has(this.#settings.authors, user.id));
    const closed = new Map<string, string>();
    for (const [name, { authors }] of rights) {
      if (authors === undefined || isAdmin) continue;
      if (!(await this.#named.has(authors, user.id))) closed.set(name, `only ${anyOf(authors)} may announce to it`);
    }
    const open = new Set(
      [...rights].filter(([name, { authors }]) => authors !== undefined && !closed.has(name)).map(([name]) => name),
    );
    return {
      isAnywhere: isAdmin,
      refusal: ({ name }: Group) =>
        closed.get(name) ?? (isAuthor || open.has(name) ? undefined : "you may not announce to it"),
    };
  }

  async mayMention({ user, isAdmin }: Person): Promise<boolean> {
    return isAdmin || (await this.#named.has(this.#settings.mentions, user.id));
  }

  /** Whether they may announce in quiet hours too. */
  async mayDisturb({ user, isAdmin }: Person): Promise<boolean> {
    return isAdmin || (await this.#named.has(this.#settings.quietOverride, user.id));
  }

  /** Whether they may announce in somebody else's name. */
  async mayActFor({ user, isAdmin }: Person): Promise<boolean> {
    return isAdmin || (await this.#named.has(this.#settings.onBehalf, user.id));
  }

  /** Whether they may read what was done. */
  async mayAudit({ user, isAdmin }: Person): Promise<boolean> {
    return isAdmin || (await this.#named.has(this.#settings.auditors, user.id));
  }

  /** Whether they may agree to what somebody else wants to announce. */
  async mayApprove({ user, isAdmin }: Person): Promise<boolean> {
    return isAdmin || (await this.#named.has(this.#settings.approvers, user.id));
  }

  /** Ids of those who can be asked to agree, without whoever asks. */
  async approvers(authorId: string): Promise<string[]> {
    const { approvers, admins } = this.#settings;
    const ids = await Promise.all([...approvers, ...admins].map((name) => this.#named.id(name)));
    return [...new Set(ids)].filter((id) => id !== undefined && id !== authorId) as string[];
  }

  /** For somebody who may not announce: whom to ask, or what the operator has to do. */
  whomToAsk(): string {
    const { authors, admins } = this.#settings;
    const named = [...new Set([...authors, ...admins].map((name) => shown(name)))].filter((name) => name !== "");
    if (named.length > 0) return `You may not announce anything here. Please ask ${anyOf(named)}.`;
    return [
      "Nobody may announce anything here yet.",
      "Whoever runs this bot names its administrators in `BOT_ADMINS=@name`, or those who may announce in `BROADCAST_AUTHORS=@name`, in the file `.env`, and starts it again.",
    ].join(" ");
  }
}

const NAMED_MAX = 5;

function anyOf(names: readonly string[]): string {
  const all = names.slice(0, NAMED_MAX).map((name) => shown(name));
  return all.length === 0 ? "nobody" : listed(all, "or");
}

/** An id says nothing to people. */
function shown(name: string): string {
  const bare = name.trim().replace(/^@/, "");
  return /^[a-z0-9]{26}$/.test(bare) || bare === "*" || bare === "" ? "" : `@${bare}`;
}
