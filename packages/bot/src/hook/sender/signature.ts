/**
 * Senders that sign what they send (HMAC): the body alone, or the body with the time and the delivery's id before it. The signature is
 * checked over the bytes as they came, in constant time; a signed time must be near ours; and each signature counts once.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { MisuseError } from "../../errors.ts";
import type { HookCall, Refused, Sender, Verdict } from "./sender.ts";
import { type Secret, secretsOf } from "./secret.ts";
import { idsIn } from "./token.ts";

/** What a call says about its own signature. */
export interface Signed {
  /** Any of them may be right: senders sign with two secrets while they change them. */
  readonly signatures: readonly string[];
  /** What was signed before the body; empty for the body alone. */
  readonly before: string;
  /** When it was signed, in Unix seconds, where the signature covers it. */
  readonly seconds?: string | undefined;
}

export interface Scheme {
  readonly name: string;
  /** What is looked at, for a refusal. */
  readonly where: string;
  readonly algorithm?: "sha256" | "sha512";
  readonly encoding?: "hex" | "base64";
  /** The key that a secret stands for; its characters by default. */
  readonly keyOf?: (secret: string) => Uint8Array | string;
  /** Nothing when the call is not signed. */
  readonly read: (headers: Headers) => Signed | undefined;
  /** Headers that name a delivery. */
  readonly idHeaders?: readonly string[];
  /** Whether the same body may be meant twice, where neither a time nor an id is signed. */
  readonly repeats?: boolean;
  /** How far a signed time may be from ours, in milliseconds; five minutes by default. */
  readonly withinMs?: number;
}

const WITHIN_MS = 300_000;

/** A sender that signs by a scheme. */
export function signedBy(scheme: Scheme, secret: Secret): Sender {
  const { name, where, idHeaders = [], repeats = false, withinMs = WITHIN_MS, keyOf = (text) => text } = scheme;
  const known = secretsOf(secret, `A hook for ${name}`);
  const refused = (why: Refused["why"]): Refused => ({ ok: false, why, where });
  return {
    name,
    isKnown: true,
    async verify(call): Promise<Verdict> {
      const keys = (await known()).map(keyOf);
      const signed = scheme.read(call.headers);
      if (signed === undefined) return refused("missing");
      const right = keys.map((key) => signatureOf(scheme, key, { before: signed.before, call }));
      if (!fitsAny(scheme, signed.signatures, right)) return refused("wrong");
      if (signed.seconds !== undefined && !isNear(signed.seconds, call.nowMs, withinMs)) return refused("expired");
      const own =
        repeats && signed.seconds === undefined ? [] : right.map((each) => `signature ${each.toString("hex")}`);
      return { ok: true, marks: [...idsIn(call.headers, idHeaders), ...own] };
    },
  };
}

function signatureOf(
  { algorithm = "sha256" }: Scheme,
  key: Uint8Array | string,
  { before, call }: { readonly before: string; readonly call: HookCall },
): Buffer {
  return createHmac(algorithm, key).update(before).update(call.body).digest();
}

/** Every pair is compared, whichever fits. */
function fitsAny({ encoding = "hex" }: Scheme, given: readonly string[], right: readonly Buffer[]): boolean {
  // Node reads past what is no base64: only what it would write itself is taken.
  const isWhole = (text: string): boolean =>
    encoding === "hex" || Buffer.from(text, encoding).toString(encoding) === text;
  const decoded = given.filter(isWhole).map((text) => Buffer.from(text, encoding));
  const fitting = decoded.flatMap((each) =>
    right.filter((other) => each.length === other.length && timingSafeEqual(each, other)),
  );
  return fitting.length > 0;
}

function isNear(seconds: string, nowMs: number, withinMs: number): boolean {
  return /^\d{1,12}$/.test(seconds) && Math.abs(Number(seconds) * 1_000 - nowMs) <= withinMs;
}

export interface HmacOptions extends Pick<Scheme, "algorithm" | "encoding" | "withinMs" | "repeats"> {
  readonly secret: Secret;
  /** Where the signature stands: `X-Signature`. */
  readonly header: string;
  /** Before the signature in its header: `sha256=`. */
  readonly prefix?: string;
  /** A header with Unix seconds that are signed too, as `SECONDS` + separator + body. */
  readonly timestamp?: { readonly header: string; readonly separator: string };
  /** The header that names a delivery. */
  readonly idHeader?: string;
}

/**
 * Any other HMAC over the body.
 *
 * @example
 * senders.hmac({ secret, header: "X-Signature", prefix: "sha256=" })
 * senders.hmac({ secret, header: "X-Slack-Signature", prefix: "v0=", timestamp: { header: "X-Slack-Request-Timestamp", separator: ":" } })
 */
export function hmac({ secret, header, prefix = "", timestamp, idHeader, ...rest }: HmacOptions): Sender {
  if (!/^[\w-]+$/.test(header)) throw new MisuseError(`"${header}" is no name of a header: write it like X-Signature`);
  const read = (headers: Headers): Signed | undefined => {
    const text = headers.get(header)?.trim();
    const seconds = timestamp === undefined ? undefined : headers.get(timestamp.header)?.trim();
    if (text === undefined || (timestamp !== undefined && seconds === undefined)) return undefined;
    const before = timestamp === undefined ? "" : `${seconds}${timestamp.separator}`;
    return { signatures: text.startsWith(prefix) ? [text.slice(prefix.length)] : [], before, seconds };
  };
  const idHeaders = idHeader === undefined ? [] : [idHeader];
  return signedBy({ name: `signature in ${header}`, where: `the header ${header}`, read, idHeaders, ...rest }, secret);
}
