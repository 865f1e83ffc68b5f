/**
 * Locks texts before they are stored, so that whoever gets hold of the database or a backup cannot read tokens in it. AES-256-GCM; the
 * key comes from a secret that stands elsewhere. Where that is, is not its business.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { MisuseError } from "../errors.ts";
import { StoreError } from "./errors.ts";

/** What a secret has at least: so much cannot be guessed if it was made by chance. */
export const SHORTEST_SECRET = 32;

const ENVELOPE = "mw1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What was locked cannot be read: with another key, by a newer program, or it was changed. It was left as it is. */
export class LockedError extends StoreError {
  override name = "LockedError";
}

interface Key {
  /** In the envelope, so that the right key is found. It says nothing about the key. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** A key for one purpose. */
export interface DerivedKey {
  /** Of the secret that it was made of; it says nothing about either. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/**
 * Keys made of secrets.
 *
 * @example
 * const vault = new Vault([process.env.MATTERWRIGHT_SECRET!]);
 * const locked = vault.lock("t0k3n", "hook/deploy");     // mw1.5d0c3a91.…
 * vault.unlock(locked, "hook/deploy");                    // t0k3n
 */
export class Vault {
  readonly #keys: readonly [Key, ...Key[]];

  /**
   * @param secrets texts of at least 32 characters. The first locks; the others are old ones, which still unlock.
   * @throws MisuseError when there is none, or one is too short.
   */
  constructor(secrets: readonly string[]) {
    const [first, ...others] = secrets.map(keyOf);
    if (first === undefined) throw new MisuseError("a vault needs a secret");
    this.#keys = [first, ...others];
  }

  /** Locks a text. What it is about is not in the envelope, but only who names it again can unlock: envelopes cannot be exchanged. */
  lock(text: string, about: string): string {
    const [{ id, bytes }] = this.#keys;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", bytes, nonce).setAAD(Buffer.from(about));
    const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `${ENVELOPE}.${id}.${sealed.toString("base64url")}`;
  }

  /** @throws LockedError when none of the keys fits, or the envelope was changed. */
  unlock(envelope: string, about: string): string {
    const [version, id, body = ""] = envelope.split(".");
    if (version !== ENVELOPE)
      throw new LockedError(`"${about}" was locked by a newer Matterwright: run that version, or set it anew`);
    const key = this.#keys.find((each) => each.id === id);
    if (key === undefined)
      throw new LockedError(
        `"${about}" was locked with another secret (${id ?? "?"}, and there is ${this.#keys.map((each) => each.id).join(", ")}): put that secret behind the present one, or set it anew`,
      );
    try {
      const bytes = Buffer.from(body, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", key.bytes, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG_BYTES));
      return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
    } catch {
      throw new LockedError(`"${about}" was changed since it was locked, or belongs elsewhere: set it anew`);
    }
  }

  /** Keys for another purpose, one of each secret, the present one first. Nobody can tell one purpose's keys from another's. */
  keysFor(purpose: string, bytes = 32): readonly DerivedKey[] {
    return this.#keys.map((key) => ({
      id: key.id,
      bytes: new Uint8Array(hkdfSync("sha256", key.bytes, "", `matterwright/${purpose}`, bytes)),
    }));
  }

  /** Whether an envelope was locked with the first secret. */
  isCurrent(envelope: string): boolean {
    return envelope.startsWith(`${ENVELOPE}.${this.#keys[0].id}.`);
  }
}

function keyOf(secret: string): Key {
  if (secret.length < SHORTEST_SECRET)
    throw new MisuseError(
      `a secret has ${secret.length} characters, and ${SHORTEST_SECRET} are the least: make one with \`openssl rand -base64 32\``,
    );
  const derived = (purpose: string, bytes: number): Buffer =>
    Buffer.from(hkdfSync("sha256", secret, "", `matterwright/vault/${purpose}`, bytes));
  return { id: derived("id", 4).toString("hex"), bytes: derived("key", 32) };
}
