/** Who changed groups and aliases, and who agreed to what: kept for over a year, each entry together with what it is about. */
import { type Context, type PluginScope, storeKey, z } from "matterwright";

const KEPT_MS = 400 * 86_400_000;
/** Keys that grow as time goes by would list the oldest first. */
const FAR_MS = 9_000_000_000_000;

const entry = z.object({
  at: z.number(),
  by: z.object({ id: z.string(), username: z.string() }),
  did: z.string(),
  what: z.string(),
});

export type LedgerEntry = z.output<typeof entry>;

const entries = storeKey("ledger", entry, { ttlMs: KEPT_MS });

export class Ledger {
  readonly #bot: PluginScope;
  #count = 0;

  constructor(bot: PluginScope) {
    this.#bot = bot;
  }

  /** Written when the handler has ended well. */
  add(ctx: Context, did: string, what: string): void {
    const at = ctx.now.getTime();
    const key = entries.at(`${FAR_MS - at}-${ctx.ref}-${++this.#count}`);
    const made: LedgerEntry = { at, by: { id: ctx.user.id, username: ctx.user.username }, did, what };
    ctx.write((tx) => key.set(this.#bot.storeIn(tx), made));
    this.#bot.log.info({ by: ctx.user.username, what }, did);
  }

  /** Written at once, for what no handler does. @throws StoreError. */
  async record(key: string, { by: { id, username }, ...made }: LedgerEntry): Promise<void> {
    await entries.at(`${FAR_MS - made.at}-${key}`).set(this.#bot.store, { ...made, by: { id, username } });
  }

  /** The newest first. @throws StoreError. */
  async list(limit: number): Promise<LedgerEntry[]> {
    const stored = await this.#bot.store.list(`${entries.name}/`, { limit });
    return stored.map(({ value }) => entry.parse(value));
  }
}
