/** The store of the engine in memory. Values are kept as JSON, so that what comes out is never what went in, as with every other engine. */
import type { UnixMs } from "@matterwright/protocol";
import { ConflictError } from "../errors.ts";
import { EXPIRED_KEPT_MS, checkKey, pageSize, toText } from "../limits.ts";
import type { Page, SetOptions, Stored } from "../store.ts";
import type { Rows } from "./rows.ts";

export interface StoreRow {
  readonly key: string;
  readonly text: string;
  readonly version: number;
  readonly expiresAt: UnixMs | undefined;
}

export class MemoryStore {
  readonly #rows: Rows<StoreRow>;
  readonly #now: () => number;
  #lastVersion = 0;

  constructor(rows: Rows<StoreRow>, now: () => number) {
    this.#rows = rows;
    this.#now = now;
  }

  read(key: string): Stored | undefined {
    checkKey(key);
    const row = this.#living(key);
    return row === undefined ? undefined : stored(row);
  }

  set(key: string, value: unknown, { ttlMs, ifVersion }: SetOptions = {}): number {
    checkKey(key);
    const text = toText(key, value);
    this.#expect(key, ifVersion);
    const version = ++this.#lastVersion;
    this.#rows.set(key, { key, text, version, expiresAt: ttlMs === undefined ? undefined : this.#now() + ttlMs });
    return version;
  }

  delete(key: string, { ifVersion }: Pick<SetOptions, "ifVersion"> = {}): boolean {
    checkKey(key);
    this.#expect(key, ifVersion);
    return this.#living(key) !== undefined && this.#rows.delete(key);
  }

  list(prefix: string, { after, limit }: Page = {}): Stored[] {
    return this.#below(prefix)
      .filter((row) => after === undefined || byCodePoints(row.key, after) > 0)
      .slice(0, pageSize(limit))
      .map(stored);
  }

  keys(prefix: string): string[] {
    return this.#below(prefix).map(({ key }) => key);
  }

  takeExpired(prefix: string, limit: number): Stored[] {
    const nowMs = this.#now();
    const gone = [...this.#rows.all()].filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= nowMs);
    const taken = gone
      .filter(({ key }) => key.startsWith(prefix))
      .toSorted((one, other) => (one.expiresAt ?? 0) - (other.expiresAt ?? 0) || byCodePoints(one.key, other.key))
      .slice(0, limit);
    const forgotten = gone.filter(({ expiresAt }) => (expiresAt ?? nowMs) + EXPIRED_KEPT_MS <= nowMs);
    for (const { key } of [...taken, ...forgotten]) this.#rows.delete(key);
    return taken.map(stored);
  }

  #below(prefix: string): StoreRow[] {
    const nowMs = this.#now();
    return [...this.#rows.all()]
      .filter(({ key, expiresAt }) => key.startsWith(prefix) && (expiresAt === undefined || expiresAt > nowMs))
      .toSorted((one, other) => byCodePoints(one.key, other.key));
  }

  #living(key: string): StoreRow | undefined {
    const row = this.#rows.get(key);
    return row === undefined || (row.expiresAt !== undefined && row.expiresAt <= this.#now()) ? undefined : row;
  }

  #expect(key: string, version: number | undefined): void {
    if (version !== undefined && (this.#living(key)?.version ?? 0) !== version) throw new ConflictError(key);
  }
}

function stored({ key, text, version, expiresAt }: StoreRow): Stored {
  return { key, value: JSON.parse(text) as unknown, version, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

/** The order of databases, which is not that of JavaScript's own comparison where characters have two halves. */
function byCodePoints(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    if (one.charCodeAt(index) === other.charCodeAt(index)) continue;
    const half = /[\uDC00-\uDFFF]/.test(one.charAt(index)) && index > 0 ? index - 1 : index;
    return (one.codePointAt(half) ?? 0) - (other.codePointAt(half) ?? 0);
  }
  return one.length - other.length;
}
