/**
 * Who may run what: administrators, the rules of the configuration and those made from chat, and the decision about a call. Part of every
 * bot, asked before every command; there is no way to leave it out, and where it fails the answer is no.
 */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Id } from "@matterwright/protocol";
import { UserError } from "../errors.ts";
import { type Log, errorFacts } from "../log/log.ts";
import type { People } from "../people/people.ts";
import type { Durable } from "../store/durable.ts";
import { code } from "../text/code.ts";
import type { Author } from "../update/update.ts";
import type { Administrators } from "./administrators.ts";
import { type Decision, type WantedCommand, decide } from "./decide.ts";
import { type Asker, type Facts, factsOf } from "./facts.ts";
import { KnownRule, type RuleIds } from "./known-rule.ts";
import { type AuditEntry, type Deed, type KeptRule, Ledger } from "./ledger.ts";
import { idsOf, missingIn } from "./resolve.ts";
import { type AccessOptions, type AccessRule, accessOptions, ruleInWords, ruleSchema } from "./rule.ts";
import type { ArgumentTexts } from "../text/meant.ts";
import { misfitOf } from "../text/misfit.ts";

export interface AccessParts {
  readonly options: AccessOptions | undefined;
  readonly admins: Administrators;
  readonly durable: Durable;
  readonly people: People;
  readonly rest: Rest;
  readonly clock: Clock;
  readonly log: Log;
}

/** A rule as it is listed, in the order in which rules are asked. */
export interface ListedRule {
  readonly id: string;
  readonly source: "configuration" | "chat";
  readonly words: string;
  readonly because: string;
  /** Who made it from chat, and when in Unix milliseconds. */
  readonly by?: Author;
  readonly at?: number;
}

export interface NewRule {
  /** From 1; the first by default. */
  readonly place?: number | undefined;
  /** What the names in it stand for, where that is known already. */
  readonly ids?: RuleIds;
}

/** Answers for one person and place. */
export type Judge = (wanted: WantedCommand, args?: ArgumentTexts) => Promise<Decision>;

export class Access {
  readonly #parts: AccessParts;
  readonly #options: AccessOptions;
  readonly #facts: Facts;
  readonly #ledger: Ledger;
  #configured: readonly KnownRule[] | undefined;
  #fromChat: { readonly kept: readonly KeptRule[]; readonly rules: readonly KnownRule[] } = { kept: [], rules: [] };

  /** @throws MisuseError when the rules of the configuration cannot be understood. */
  constructor(parts: AccessParts) {
    this.#parts = parts;
    this.#options = accessOptions(parts.options ?? {});
    this.#facts = factsOf(parts);
    this.#ledger = new Ledger(parts.durable);
  }

  /** What is told to who may not. */
  get denied(): NonNullable<AccessOptions["denied"]> {
    return this.#options.denied ?? "explained";
  }

  /** Ids of those who administer the bot, as far as they could be found. */
  get administrators(): readonly Id[] {
    return this.#parts.admins.ids;
  }

  /** Looks up every name in the configuration. @throws CallError when the server cannot be asked. */
  async resolve(rest: Rest): Promise<void> {
    const { admins, log } = this.#parts;
    for (const name of await admins.resolve(rest)) log.warn({ name }, "nobody has this administrator's name");
    const configured: KnownRule[] = [];
    for (const [index, rule] of (this.#options.rules ?? []).entries()) {
      const ids = await idsOf(rule, rest);
      const known = this.#known({ id: `c${index + 1}`, source: "configuration" }, rule, ids);
      const missing = missingIn(ids);
      if (missing.length > 0) log.warn({ rule: known.words, missing }, "a rule names who or what does not exist");
      configured.push(known);
    }
    this.#configured = configured;
  }

  /** Says which rules of the configuration name commands that there are none of: they never fit, and nobody would notice. */
  warnOfUnknown(isCommand: (name: string) => boolean): void {
    for (const rule of this.#configured ?? []) {
      const missing = rule.names.filter((name) => !isCommand(name));
      if (missing.length > 0)
        this.#parts.log.warn({ rule: rule.words, missing }, "a rule names a command that does not exist");
    }
  }

  /** Whether somebody may run a command. Never rejects: who cannot be judged may not. */
  async decide(asker: Asker, wanted: WantedCommand, args?: ArgumentTexts): Promise<Decision> {
    return (await this.judge(asker))(wanted, args);
  }

  /** Judges somebody about many commands by the rules of this moment. Neither it nor the judge ever rejects. */
  async judge(asker: Asker): Promise<Judge> {
    const isAdmin = this.#parts.admins.has(asker.user);
    const rules = await this.#rules().catch((error: unknown) => this.#cannotJudge(error));
    return async (wanted, args) => {
      try {
        if (rules !== undefined) return await decide({ asker, isAdmin, wanted, args }, rules, this.#options);
      } catch (error) {
        this.#cannotJudge(error);
      }
      return { verdict: "denied", why: "it cannot be found out whether you may", approve: 0, steps: [] };
    };
  }

  #cannotJudge(error: unknown): undefined {
    this.#parts.log.error({ error: errorFacts(error) }, "access could not be judged, and was denied");
  }

  /** All rules, in the order in which they are asked. @throws StoreError. */
  async list(): Promise<ListedRule[]> {
    const kept = new Map((await this.#ledger.rules()).map((rule) => [rule.id, rule]));
    return (await this.#rules()).map((rule) => listedRule(rule, kept.get(rule.origin.id)));
  }

  /**
   * Makes a rule, by default the first.
   *
   * @throws UserError when the rule is none, names nobody, or whoever makes it is no administrator
   */
  async add(rule: AccessRule, deed: Deed, { place, ids: known }: NewRule = {}): Promise<ListedRule> {
    this.#onlyAdmins(deed.by);
    const parsed = ruleSchema.safeParse(rule);
    if (!parsed.success)
      throw new UserError(`That is no rule: ${misfitOf(ruleSchema, rule, parsed.error).sentences.join(" ")}`);
    const ids = { ...(await idsOf(parsed.data, this.#parts.rest)), ...known };
    const missing = missingIn(ids);
    if (missing.length > 0)
      throw new UserError(`There is nobody and nothing called ${missing.join(", ")}: no rule was made.`);
    const words = ruleInWords(parsed.data);
    const { id } = await this.#ledger.add({ rule: parsed.data, ids }, words, deed, place);
    this.#parts.log.info({ rule: words, id, by: deed.by.username }, "a rule of access was made");
    return { id, source: "chat", words, because: parsed.data.because ?? "", by: deed.by, at: deed.at };
  }

  /** Removes a rule that was made from chat. @throws UserError when there is none, or whoever removes it is no administrator. */
  async remove(id: string, deed: Deed): Promise<string> {
    this.#onlyAdmins(deed.by);
    const gone = await this.#ledger.remove(id, ({ rule }) => ruleInWords(rule), deed);
    if (gone !== undefined) {
      const words = ruleInWords(gone.rule);
      this.#parts.log.info({ rule: words, id, by: deed.by.username }, "a rule of access was removed");
      return words;
    }
    const isConfigured = this.#configured?.some(({ origin }) => origin.id === id) === true;
    if (isConfigured) throw new UserError("That rule stands in the configuration: change it there.");
    const ids = (await this.#ledger.rules()).map((rule) => code(rule.id));
    const there = ids.length === 0 ? "none was made from chat" : `from chat there are ${ids.join(", ")}`;
    throw new UserError(`There is no rule ${code(id)}: ${there}.`);
  }

  /** The newest first. @throws StoreError. */
  audit(limit: number): Promise<AuditEntry[]> {
    return this.#ledger.audit(limit);
  }

  /** Writes a consent, or its refusal, into the audit. @throws StoreError. */
  note(entry: AuditEntry): Promise<void> {
    return this.#ledger.note(entry);
  }

  /** A plugin may hand rules on, but not make an administrator of somebody. */
  #onlyAdmins(by: Author): void {
    if (!this.#parts.admins.has(by)) throw new UserError("Only administrators of this bot may change who may do what.");
  }

  /** @throws Error before the names in the configuration were looked up. */
  async #rules(): Promise<readonly KnownRule[]> {
    if (this.#configured === undefined) throw new Error("the rules of the configuration are not known yet");
    const kept = await this.#ledger.rules();
    if (kept !== this.#fromChat.kept) {
      const rules = kept.map(({ id, rule, ids }) => this.#known({ id, source: "chat" }, rule, ids));
      this.#fromChat = { kept, rules };
    }
    return [...this.#fromChat.rules, ...this.#configured];
  }

  #known(origin: KnownRule["origin"], rule: AccessRule, ids: RuleIds): KnownRule {
    return new KnownRule(origin, rule, {
      ids,
      facts: this.#facts,
      isAdmin: ({ user }) => this.#parts.admins.has(user),
    });
  }
}

function listedRule({ origin, words, rule: { because = "" } }: KnownRule, kept: KeptRule | undefined): ListedRule {
  return { ...origin, words, because, ...(kept === undefined ? {} : { by: kept.by, at: kept.at }) };
}
