/**
 * What a button carries, sealed: nobody can read it, change it, use it under another name, as another person or too late. It travels
 * through the server, which shows the contexts of some buttons to everybody. Encrypted, and then signed with HMAC-SHA256. Pure, but
 * for the chance in each seal.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Id, UnixMs } from "@matterwright/protocol";
import { MisuseError } from "../errors.ts";
import type { Vault } from "../store/vault.ts";

const VERSION = "s1";
const NONCE_BYTES = 16;
const MAC_BYTES = 32;
const KEY_BYTES = 32;
/** What a seal may carry, as JSON. */
export const MOST_CHARACTERS = 8_000;
/** No seal is longer; what is longer is not even looked at. */
const LONGEST = 32_000;

/** Buttons and dialogs do not open each other's seals. */
export type SealPurpose = "click" | "dialog";

export interface Sealed {
  readonly payload: unknown;
  /** Who may use it; everybody, when it is not said. */
  readonly users?: readonly Id[];
  readonly expiresAt: UnixMs;
  /** Of what can be used once. */
  readonly once?: string;
  /** Of the thread in which it stands. */
  readonly rootId?: Id;
}

/** What is known about whoever comes with a seal. */
export interface Bearer {
  readonly purpose: SealPurpose;
  readonly name: string;
  readonly user: Id;
  readonly now: UnixMs;
}

/** Why a seal was not opened. `forged` is everything that was not made here, `unknown secret` what may have been, with one that is gone. */
export type Refusal = "forged" | "unknown secret" | "expired" | "not yours";

export type Opened = { readonly sealed: Sealed } | { readonly refused: Refusal };

interface Keys {
  readonly id: string;
  readonly cipher: Uint8Array;
  readonly mac: Uint8Array;
}

/**
 * Seals and opens.
 *
 * @example
 * const sealer = new Sealer(vault);
 * const text = sealer.seal({ purpose: "click", name: "yes" }, { payload: { ticket: 7 }, expiresAt });
 * sealer.open(text, { purpose: "click", name: "yes", user, now });
 */
export class Sealer {
  readonly #keys: readonly Keys[];

  /** @param vault its first secret seals, all of them open. */
  constructor(vault: Vault) {
    this.#keys = vault.keysFor("seal", 2 * KEY_BYTES).map(({ id, bytes }) => ({
      id,
      cipher: bytes.subarray(0, KEY_BYTES),
      mac: bytes.subarray(KEY_BYTES),
    }));
  }

  /** @throws MisuseError when there is no JSON for the payload, or too much. */
  seal(about: Pick<Bearer, "purpose" | "name">, sealed: Sealed): string {
    const [keys] = this.#keys as readonly [Keys];
    const text = JSON.stringify(sealed);
    if (text.length > MOST_CHARACTERS)
      throw new MisuseError(
        `what ${about.name} carries has ${text.length} characters as JSON, and ${MOST_CHARACTERS} are the most: keep it in the store and carry its key`,
      );
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-ctr", keys.cipher, nonce);
    const locked = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final()]);
    const mac = macOf(keys, about, locked);
    return `${VERSION}.${keys.id}.${Buffer.concat([locked, mac]).toString("base64url")}`;
  }

  open(text: string, bearer: Bearer): Opened {
    const parts = text.length > LONGEST ? [] : text.split(".");
    const [version, id = "", body = ""] = parts;
    if (version !== VERSION || parts.length !== 3) return { refused: "forged" };
    const keys = this.#keys.find((each) => each.id === id);
    if (keys === undefined) return { refused: "unknown secret" };
    const sealed = unlock(keys, body, bearer);
    if (sealed === undefined) return { refused: "forged" };
    if (sealed.expiresAt <= bearer.now) return { refused: "expired" };
    if (sealed.users !== undefined && !sealed.users.includes(bearer.user)) return { refused: "not yours" };
    return { sealed };
  }
}

function unlock(keys: Keys, body: string, about: Pick<Bearer, "purpose" | "name">): Sealed | undefined {
  const bytes = Buffer.from(body, "base64url");
  // Base64 can be written in several ways; a seal is written in one.
  if (bytes.length < NONCE_BYTES + MAC_BYTES || bytes.toString("base64url") !== body) return undefined;
  const locked = bytes.subarray(0, -MAC_BYTES);
  if (!timingSafeEqual(bytes.subarray(-MAC_BYTES), macOf(keys, about, locked))) return undefined;
  const decipher = createDecipheriv("aes-256-ctr", keys.cipher, locked.subarray(0, NONCE_BYTES));
  const json = decipher.update(locked.subarray(NONCE_BYTES), undefined, "utf8") + decipher.final("utf8");
  return JSON.parse(json) as Sealed;
}

/** Names have no control characters: no two of these texts can be the same. */
function macOf({ id, mac }: Keys, { purpose, name }: Pick<Bearer, "purpose" | "name">, locked: Uint8Array): Buffer {
  return createHmac("sha256", mac).update(`${VERSION}\n${id}\n${purpose}\n${name}\n`).update(locked).digest();
}
