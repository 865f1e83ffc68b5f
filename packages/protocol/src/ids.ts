/**
 * Identifiers of the server: 26 characters of base32.
 *
 * The server makes them from a random UUID with the alphabet below, but accepts any 26 letters and digits.
 */
export type Id = string;

/** A moment in Unix **milliseconds**, in which the server writes all but a few times. */
export type UnixMs = number;

export const ID_LENGTH = 26;
export const ID_ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769";

const ID_PATTERN = /^[A-Za-z0-9]{26}$/;

/** Whether a text could be an id, by the server's own rule. */
export function isId(text: string): boolean {
  return ID_PATTERN.test(text);
}

/**
 * Writes 16 bytes as an id, the way the server does: base32 without padding.
 *
 * @example
 * idFromBytes(crypto.getRandomValues(new Uint8Array(16))); // "w4x1kq9zyin1b8e6t3o5udrfhc"
 */
export function idFromBytes(bytes: Uint8Array): Id {
  let id = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      id += ID_ALPHABET[(buffer >> bits) & 31];
      buffer &= (1 << bits) - 1;
    }
  }
  if (bits > 0) id += ID_ALPHABET[(buffer << (5 - bits)) & 31];
  return id;
}

/** The name of the direct channel of two users: both ids, sorted, joined by `__`. */
export function directChannelName(one: Id, other: Id): string {
  return one < other ? `${one}__${other}` : `${other}__${one}`;
}
