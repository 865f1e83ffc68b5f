/** State that belongs to a person, a channel or a thread, loaded before a handler and written back behind it. */
import type { ZodType } from "zod";
import type { MiddlewareFn, MiddlewareObject } from "../listen/composer.ts";
import type { Context } from "../context/context.ts";
import { MisuseError, issuesOf } from "../errors.ts";
import type { Installable } from "../install/install.ts";
import { Slot } from "../listen/slot.ts";
import { StoredValueError } from "../store/errors.ts";
import type { Store, Stored } from "../store/store.ts";
import type { Kind } from "../update/update.ts";
import { type Expired, expiryOf } from "./expiry.ts";

/** Whose state it is. `user`: of a person everywhere; `member`: of a person in one channel. */
export type SessionScope = "user" | "channel" | "thread" | "member";

export interface SessionOptions<Value> {
  /** Whose it is: `user` by default; or a function that says the key itself, and nothing where there is no state. */
  readonly per?: SessionScope | ((ctx: Context) => string | undefined);
  /** How long it lives after it was last used, in milliseconds; for ever by default. */
  readonly ttlMs?: number;
  /** Called once for each state that has lived its time. What it writes and sends durably happens even if the program dies. */
  readonly onExpired?: (expired: Expired<Value>, ctx: Context<"tick">) => unknown;
  /** Characters that the state may have as JSON; 100,000 by default. */
  readonly maxCharacters?: number;
  /** Of the shape of the state, from 1. Raise it together with `migrate` when the shape changes. */
  readonly version?: number;
  /** Makes today's state of one that an earlier version wrote. */
  readonly migrate?: (state: unknown, version: number) => Value;
  /** What every stored state must be. */
  readonly schema?: ZodType<Value>;
}

/** Both the middleware that loads a state and the key by which it is read: `karma(ctx)`. */
export interface Session<Value> extends MiddlewareObject<Context>, Installable {
  /** The state, to read and to change. @throws StoredValueError when what is stored does not fit; what the store throws. */
  <K extends Kind>(ctx: Context<K>): Value;
  /**
   * Forgets the state when the handler has ended well; until then the handler sees it as it was. The way out of a state that does not
   * fit any more, too.
   */
  forget<K extends Kind>(ctx: Context<K>): void;
}

/** What the bot gives sessions: where they are kept, and a turn for each key. */
export interface SessionHost {
  readonly store: Store;
  /** Resolves in one's turn, with what ends it. */
  turn(key: string): Promise<() => void>;
}

/** Filled by the bot for every context. */
export const sessionHost = new Slot<SessionHost>("session store", "the bot");

const MAX_CHARACTERS = 100_000;
/** A state that only was read is written again, to live on, when this part of its time is over. */
const RENEWED_AFTER = 0.1;

/** How a state stands in the store. */
interface Envelope {
  readonly version: number;
  readonly state: unknown;
}

/** A state as one context has it. */
interface Loaded<Value> {
  readonly stored: Stored | undefined;
  /** The state, or why there is none: told to whoever asks for it, and to nobody else. */
  readonly found: { readonly value: Value } | { readonly error: unknown };
  /** The state as JSON, as it was before somebody asked for it. */
  before: string | undefined;
  isForgotten: boolean;
}

/** What each context has loaded, by its key: whoever uses a session a second time, in another plugin, shares the first one's. */
const loadedFor = new WeakMap<object, Map<string, Loaded<unknown>>>();

/**
 * Makes a session. What a handler changes in it is written when the handler has ended well, together with the handler's durable
 * replies; what a failed handler left half done is not kept.
 *
 * @param name of the state in the store; two sessions of one name share it
 * @param initial makes the state of somebody who has none
 * @throws MisuseError for a name that cannot be one, or a version without its migration.
 * @example
 * const karma = session("karma", () => ({ points: 0 }), { per: "user" });
 * bot.use(karma).hears(/^thanks/i, (ctx) => void karma(ctx).points++);
 */
export function session<Value extends object>(
  name: string,
  initial: () => Value,
  options: SessionOptions<Value> = {},
): Session<Value> {
  check(name, options);
  const slot = new Slot<Loaded<Value>>(`session ${name}`, `bot.use(${name})`);
  const read = reader(options);
  const load: MiddlewareFn<Context> = async (ctx, next) => {
    const own = keyOf(ctx, options.per ?? "user");
    if (own === undefined) return next();
    const key = `session/${name}/${own}`;
    const host = sessionHost.of(ctx);
    const mine = loadedFor.get(ctx) ?? new Map<string, Loaded<unknown>>();
    loadedFor.set(ctx, mine);
    const known = mine.get(key);
    if (known !== undefined) {
      slot.fill(ctx, known as Loaded<Value>);
      return next();
    }
    // Held until everything is written: the next one to come must see it.
    ctx.unit.atEnd(await host.turn(key));
    const loaded = await loadedFrom(host.store, { key, initial, read });
    slot.fill(ctx, loaded);
    mine.set(key, loaded);
    await next();
    keep(ctx, { key, loaded, options });
  };
  return Object.assign(<K extends Kind>(ctx: Context<K>) => used(slot.of(ctx)), {
    middleware: () => load,
    ...expiryOf({ name, read, options }),
    forget: <K extends Kind>(ctx: Context<K>) => void (slot.of(ctx).isForgotten = true),
  });
}

/** What a store has under a key, or why it cannot be used. */
async function loadedFrom<Value>(
  store: Store,
  { key, initial, read }: { key: string; initial: () => Value; read: (stored: Stored) => Value },
): Promise<Loaded<Value>> {
  const loaded = { before: undefined, isForgotten: false };
  let stored: Stored | undefined;
  try {
    stored = await store.read(key);
    return { ...loaded, stored, found: { value: stored === undefined ? initial() : read(stored) } };
  } catch (error) {
    return { ...loaded, stored, found: { error } };
  }
}

/** The state, for somebody who uses it. @throws what stood in its way when it was loaded. */
function used<Value>(loaded: Loaded<Value>): Value {
  if ("error" in loaded.found) throw loaded.found.error;
  loaded.before ??= JSON.stringify(loaded.found.value);
  return loaded.found.value;
}

function check<Value>(name: string, { version = 1, migrate, ttlMs, onExpired }: SessionOptions<Value>): void {
  if (!/^[\w.-]{1,64}$/.test(name))
    throw new MisuseError(`"${name}" is no name of a session: use letters, digits, dots, dashes and underscores`);
  if (!Number.isInteger(version) || version < 1)
    throw new MisuseError(`the session ${name} has the version ${version}: versions are whole numbers from 1`);
  if (version > 1 && migrate === undefined)
    throw new MisuseError(
      `the session ${name} has the version ${version} but no migrate(): say how older states become new`,
    );
  if (onExpired !== undefined && ttlMs === undefined)
    throw new MisuseError(`the session ${name} has onExpired() but no ttlMs: it never expires`);
}

/** Makes a value of what is stored. @throws StoredValueError when it does not fit. */
function reader<Value>({ version = 1, migrate, schema }: SessionOptions<Value>): (stored: Stored) => Value {
  return ({ key, value }) => {
    const { version: then, state } = value as Envelope;
    if (then > version)
      throw new StoredValueError(
        key,
        `it was written by version ${then} of the session, and this program knows ${version}`,
      );
    const now = then < version && migrate !== undefined ? migrate(state, then) : (state as Value);
    const parsed = schema?.safeParse(now);
    if (parsed === undefined) return now;
    if (parsed.success) return parsed.data;
    throw new StoredValueError(key, issuesOf(parsed.error));
  };
}

interface Kept<Value> {
  readonly key: string;
  readonly loaded: Loaded<Value>;
  readonly options: SessionOptions<Value>;
}

/** Adds to what the handler writes, if there is something to write. */
function keep<Value>(ctx: Context, { key, loaded, options }: Kept<Value>): void {
  const { ttlMs, maxCharacters = MAX_CHARACTERS, version = 1 } = options;
  const { stored, found, before, isForgotten } = loaded;
  const ifVersion = stored?.version ?? 0;
  if (isForgotten) {
    if (stored !== undefined) ctx.write((tx) => tx.store.delete(key, { ifVersion }));
    return;
  }
  if (before === undefined || "error" in found) return;
  const text = JSON.stringify(found.value);
  if (text === before && !isOld(stored, ttlMs, ctx.now.getTime())) return;
  if (text.length > maxCharacters)
    throw new MisuseError(
      `the session ${key} has ${text.length} characters, and ${maxCharacters} are the most: it was not kept`,
    );
  const envelope: Envelope = { version, state: found.value };
  ctx.write((tx) => tx.store.set(key, envelope, { ifVersion, ...(ttlMs === undefined ? {} : { ttlMs }) }));
}

function isOld(stored: Stored | undefined, ttlMs: number | undefined, nowMs: number): boolean {
  if (ttlMs === undefined || stored?.expiresAt === undefined) return false;
  return stored.expiresAt - nowMs < ttlMs * (1 - RENEWED_AFTER);
}

function keyOf(ctx: Context, per: NonNullable<SessionOptions<object>["per"]>): string | undefined {
  if (typeof per === "function") return per(ctx);
  const thread = ctx.post === undefined ? ctx.channelId : ctx.post.root_id || ctx.post.id;
  const keys: Record<SessionScope, string> = {
    user: ctx.user.id,
    channel: ctx.channelId,
    member: `${ctx.channelId}.${ctx.user.id}`,
    thread,
  };
  return keys[per] === "" ? undefined : keys[per];
}
