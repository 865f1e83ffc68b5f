/**
 * Who may call a hook, and how it is known that it is they. A sender is asked before anything of the body is read as more than bytes;
 * whatever it does not vouch for reaches no handler.
 */

/** A call of a hook, as it came. */
export interface HookCall {
  readonly method: string;
  readonly headers: Headers;
  /** Exactly what was sent: signatures are made over it. */
  readonly body: Uint8Array;
  /** Of our clock, in Unix milliseconds. */
  readonly nowMs: number;
}

export type Verdict = Vouched | Refused;

export interface Vouched {
  readonly ok: true;
  /** What names this delivery: another one with any of them is the same again. None where repeats are meant. */
  readonly marks: readonly string[];
}

export interface Refused {
  readonly ok: false;
  readonly why: "missing" | "wrong" | "expired";
  /** What was looked at, for the caller and the log: "the header X-Hub-Signature-256". Never its value. */
  readonly where: string;
  /** For `WWW-Authenticate`. */
  readonly challenge?: string;
}

export interface Sender {
  /** For lists: "GitHub", "bearer token". */
  readonly name: string;
  /** Whether it is known who calls. False only where that was switched off in words. */
  readonly isKnown: boolean;
  /** @throws Error when the secret cannot be had: then the call is refused. */
  verify(call: HookCall): Promise<Verdict>;
}
