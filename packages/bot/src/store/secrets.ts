/** Tokens and passwords that a plugin keeps: in the store like everything else, but locked. */
import { MisuseError } from "../errors.ts";
import { ConflictError } from "./errors.ts";
import type { Store } from "./store.ts";
import type { Vault } from "./vault.ts";

/** Where all of them are, each below its owner's name. */
const PREFIX = "secret/";
/** Tells whether a vault is the one that the others were locked with. */
const PROBE = `${PREFIX}probe`;

/**
 * What a plugin keeps locked. Names are as keys of a store.
 *
 * @example
 * await bot.secrets.set("hook", "t0k3n");
 * const token = await bot.secrets.get("hook");
 */
export interface Secrets {
  /**
   * The text, or nothing. What was locked with an old secret is locked again with the present one.
   *
   * @throws LockedError when it cannot be unlocked; MisuseError when the bot was given no vault.
   */
  get(name: string): Promise<string | undefined>;
  /** @throws StoreFullError, StoreUnavailableError; MisuseError when the bot was given no vault. */
  set(name: string, text: string): Promise<void>;
  /** Whether there was one. */
  delete(name: string): Promise<boolean>;
  names(): Promise<string[]>;
}

/** The secrets of one owner. */
export function secretsOf(store: Store, vault: Vault | undefined, owner: string): Secrets {
  const below = `${PREFIX}${owner}/`;
  const keys = (): Vault => {
    if (vault !== undefined) return vault;
    throw new MisuseError("this bot has nothing to lock secrets with: give it a vault (BotOptions.vault)");
  };
  return {
    get: async (name) => {
      const key = below + name;
      const stored = await store.read(key);
      if (stored === undefined) return undefined;
      const envelope = String(stored.value);
      const text = keys().unlock(envelope, key);
      if (!keys().isCurrent(envelope))
        await relock(store, { key, locked: keys().lock(text, key), was: stored.version });
      return text;
    },
    set: async (name, text) => void (await store.set(below + name, keys().lock(text, below + name))),
    delete: (name) => store.delete(below + name),
    names: async () => (await store.keys(below)).map((key) => key.slice(below.length)),
  };
}

/** False when somebody else was faster: did the same, or wrote a new one. */
async function relock(
  store: Store,
  { key, locked, was }: { readonly key: string; readonly locked: string; readonly was: number },
): Promise<boolean> {
  try {
    await store.set(key, locked, { ifVersion: was });
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}

/** Whether somebody has marked this store with `useVault`. */
export async function hasVault(store: Store): Promise<boolean> {
  return (await store.get(PROBE)) !== undefined;
}

/**
 * Marks a store as one whose secrets are locked with this vault: so that a bot with another one does not start, instead of running
 * into it in the middle of something.
 *
 * @throws LockedError when it is another's.
 */
export async function useVault(store: Store, vault: Vault): Promise<void> {
  for (;;) {
    const probe = await store.read(PROBE);
    if (probe !== undefined) vault.unlock(String(probe.value), PROBE);
    if (probe !== undefined && vault.isCurrent(String(probe.value))) return;
    // Whoever was faster may have marked it with another vault.
    if (await relock(store, { key: PROBE, locked: vault.lock("ok", PROBE), was: probe?.version ?? 0 })) return;
  }
}

/** Deletes all secrets, whoever's they are: for when what they were locked with is lost. Returns how many. */
export async function forgetSecrets(store: Store): Promise<number> {
  const keys = await store.keys(PREFIX);
  for (const key of keys) await store.delete(key);
  return keys.filter((key) => key !== PROBE).length;
}
