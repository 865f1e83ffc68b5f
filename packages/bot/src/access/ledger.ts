/**
 * The rules that were made from chat, and who made them: kept where everything is kept that survives, each change together with its entry
 * in the audit. Called by access alone; it judges nobody.
 */
import type { Id, UnixMs } from "@matterwright/protocol";
import { z } from "zod";
import { issuesOf } from "../errors.ts";
import type { Durable } from "../store/durable.ts";
import { StoredValueError } from "../store/errors.ts";
import type { Store } from "../store/store.ts";
import { ruleSchema } from "./rule.ts";

const RULES = "matterwright/access/rules";
const AUDIT = "matterwright/access/audit/";
const AUDIT_KEPT_MS = 400 * 86_400_000;
/** Keys that grow as time goes by would list the oldest first. */
const FAR_MS = 9_000_000_000_000;

const author = z.object({ id: z.string(), username: z.string() });
const named = z.object({ ids: z.array(z.string()).readonly(), missing: z.array(z.string()).readonly() });
const keptRule = z.object({
  id: z.string(),
  rule: ruleSchema,
  ids: z.object({ users: named.optional(), channels: named.optional(), teams: named.optional() }),
  by: author,
  at: z.number(),
});
const keptRules = z.object({ next: z.int(), rules: z.array(keptRule) });

/** A rule that was made from chat. */
export type KeptRule = z.output<typeof keptRule>;

const auditEntry = z.object({
  at: z.number(),
  by: author,
  did: z.enum(["added", "removed", "approved", "refused"]),
  what: z.string(),
  /** For whom, where it was done for somebody else. */
  for: author.optional(),
});

/** One change of the rules, or one consent. */
export type AuditEntry = z.output<typeof auditEntry>;

/** Who does something, and when. */
export interface Deed {
  readonly by: { readonly id: Id; readonly username: string };
  readonly at: UnixMs;
}

export class Ledger {
  readonly #durable: Durable;
  /** Changes when the rules do, so that they need not be read anew for each decision. */
  #known: { readonly version: number; readonly rules: readonly KeptRule[] } = { version: -1, rules: [] };
  #entries = 0;

  constructor(durable: Durable) {
    this.#durable = durable;
  }

  /** In their order. The same list as long as nothing changes. @throws StoreError. */
  async rules(): Promise<readonly KeptRule[]> {
    const stored = await this.#durable.store.read(RULES);
    const version = stored?.version ?? 0;
    if (version !== this.#known.version) this.#known = { version, rules: read(stored?.value).rules };
    return this.#known.rules;
  }

  /** Adds a rule, by default as the first. @param place from 1 */
  add(rule: Pick<KeptRule, "rule" | "ids">, what: string, { by, at }: Deed, place = 1): Promise<KeptRule> {
    return this.#durable.transaction(async (tx) => {
      const { next, rules } = read(await tx.store.get(RULES));
      const kept: KeptRule = { ...rule, id: `r${next}`, by: { ...by }, at };
      const all = rules.toSpliced(Math.min(Math.max(place, 1), rules.length + 1) - 1, 0, kept);
      await tx.store.set(RULES, { next: next + 1, rules: all });
      await this.#note(tx.store, { at, by: { ...by }, did: "added", what });
      return kept;
    });
  }

  /** Removes a rule. Returns it, or nothing when there is none. */
  remove(id: string, what: (rule: KeptRule) => string, { by, at }: Deed): Promise<KeptRule | undefined> {
    return this.#durable.transaction(async (tx) => {
      const { next, rules } = read(await tx.store.get(RULES));
      const gone = rules.find((rule) => rule.id === id);
      if (gone === undefined) return undefined;
      await tx.store.set(RULES, { next, rules: rules.filter((rule) => rule !== gone) });
      await this.#note(tx.store, { at, by: { ...by }, did: "removed", what: what(gone) });
      return gone;
    });
  }

  /** Writes something else down that has to do with rights. */
  note(entry: AuditEntry): Promise<void> {
    return this.#note(this.#durable.store, entry);
  }

  /** The newest first. */
  async audit(limit: number): Promise<AuditEntry[]> {
    const stored = await this.#durable.store.list(AUDIT, { limit });
    return stored.map(({ value }) => auditEntry.parse(value));
  }

  async #note(store: Store, entry: AuditEntry): Promise<void> {
    const order = String(99_999 - (this.#entries++ % 100_000)).padStart(5, "0");
    await store.set(`${AUDIT}${FAR_MS - entry.at}-${order}`, entry, { ttlMs: AUDIT_KEPT_MS });
  }
}

function read(value: unknown): z.output<typeof keptRules> {
  if (value === undefined) return { next: 1, rules: [] };
  const parsed = keptRules.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StoredValueError(RULES, issuesOf(parsed.error));
}
