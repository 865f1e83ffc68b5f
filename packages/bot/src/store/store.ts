/** Values under keys: what plugins and sessions keep beyond a message. A port; engines are in memory here, and in `@matterwright/sql`. */
import type { UnixMs } from "@matterwright/protocol";

/** A value with what is known about it. */
export interface Stored {
  readonly key: string;
  /** A copy: changing it changes nothing. */
  readonly value: unknown;
  /** Grows with every write; of a key that was deleted and written again too. */
  readonly version: number;
  readonly expiresAt?: UnixMs;
}

export interface SetOptions {
  /** How long the value lives, in milliseconds. Without it, for ever; each `set` decides anew. */
  readonly ttlMs?: number;
  /** Writes only if the version is still this one; 0 means: only if there is no value. */
  readonly ifVersion?: number;
}

export interface Page {
  /** Goes on behind this key. */
  readonly after?: string;
  /** At most so many; 100 by default, 1,000 at most. */
  readonly limit?: number;
}

/**
 * A store. Keys are texts of 1 to 512 characters without control characters, usually with slashes: `session/karma/4w…`. Values are
 * anything that JSON can say, up to a million characters of it. What has expired is as if it were not there.
 *
 * Every call is atomic. Calls that belong together: `transaction()`, see `Durable`.
 */
export interface Store {
  /** The value under a key, or nothing. It is a copy. */
  get(key: string): Promise<unknown>;
  /** The value with its version, for a write that must not overwrite somebody else's. */
  read(key: string): Promise<Stored | undefined>;
  /**
   * Writes a value. Returns its new version.
   *
   * @throws ConflictError when `ifVersion` is no longer right; StoreFullError, StoreUnavailableError; MisuseError for a key or value that cannot be stored.
   */
  set(key: string, value: unknown, options?: SetOptions): Promise<number>;
  /** Forgets a key. Whether there was a value. @throws ConflictError when `ifVersion` is no longer right. */
  delete(key: string, options?: Pick<SetOptions, "ifVersion">): Promise<boolean>;
  /** What begins so, in the order of the keys' code points, a page at a time. An empty prefix is everything. */
  list(prefix: string, page?: Page): Promise<Stored[]>;
  /** All keys that begin so, in order. */
  keys(prefix: string): Promise<string[]>;
  /**
   * Removes values that have expired below a prefix and returns them, the earliest first, each to one caller only. This is how a
   * notice is sent about what expired. What nobody has taken a day later is removed by each call, whatever it takes: `("", 0)` takes
   * nothing. A bot calls it every hour.
   */
  takeExpired(prefix: string, limit: number): Promise<Stored[]>;
}
