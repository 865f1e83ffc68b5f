/**
 * Who really clicked. The server's calls carry no signature, but their trigger id does: it names the person and the moment, and is
 * signed with a key whose public half every client may read. So nobody can click in another's name, even knowing all the rest.
 */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Id, UnixMs } from "@matterwright/protocol";

/** Nobody needs longer from a click to the bot; but clocks differ. */
export const FRESH_MS = 300_000;
/** A key is asked for again when something did not fit it, but not more often. */
const ASK_AGAIN_AFTER_MS = 30_000;
/** Longer ones are not the server's. */
const LONGEST = 1_000;

export interface Trigger {
  /** No two clicks have the same. */
  readonly id: string;
  readonly user: Id;
  readonly at: UnixMs;
}

/** What a trigger id says, if it was signed with this key. */
export function readTrigger(long: string, key: KeyObject): Trigger | undefined {
  if (long.length > LONGEST) return undefined;
  const [id = "", user = "", at = "", signature = "", ...more] = Buffer.from(long, "base64").toString().split(":");
  if (more.length > 0 || signature === "" || !/^\d{1,15}$/.test(at)) return undefined;
  const isSigned = verify("sha256", Buffer.from(`${id}:${user}:${at}:`), key, Buffer.from(signature, "base64"));
  return isSigned ? { id, user, at: Number(at) } : undefined;
}

/** The server's key, asked for once, and again when it may have changed. */
export class ServerKey {
  readonly #rest: Pick<Rest, "system">;
  readonly #clock: Clock;
  #key: Promise<KeyObject | undefined> | undefined;
  #askedAt = -Infinity;
  #version = "";

  constructor({ rest, clock }: { readonly rest: Pick<Rest, "system">; readonly clock: Clock }) {
    this.#rest = rest;
    this.#clock = clock;
  }

  /** The trigger, if it is this server's and of these days. @throws CallError when the key cannot be asked for. */
  async trigger(long: string): Promise<Trigger | undefined> {
    const trigger = (await this.#read(long)) ?? (this.#mayAsk ? await this.#readAnew(long) : undefined);
    return trigger !== undefined && Math.abs(this.#clock.now() - trigger.at) <= FRESH_MS ? trigger : undefined;
  }

  /** Whether the server is of this version or newer, as far as is known; one that did not say counts as new. */
  isAtLeast(major: number, minor: number): boolean {
    const [theirMajor = NaN, theirMinor = 0] = this.#version.split(".").map(Number);
    if (this.#version === "" || Number.isNaN(theirMajor)) return true;
    return theirMajor > major || (theirMajor === major && theirMinor >= minor);
  }

  get #mayAsk(): boolean {
    return this.#clock.now() - this.#askedAt >= ASK_AGAIN_AFTER_MS;
  }

  #readAnew(long: string): Promise<Trigger | undefined> {
    this.#key = undefined;
    return this.#read(long);
  }

  async #read(long: string): Promise<Trigger | undefined> {
    this.#key ??= this.#ask();
    try {
      const key = await this.#key;
      return key === undefined ? undefined : readTrigger(long, key);
    } catch (error) {
      // A failure is not remembered.
      this.#key = undefined;
      throw error;
    }
  }

  async #ask(): Promise<KeyObject | undefined> {
    const { AsymmetricSigningPublicKey: text = "", Version = "" } = await this.#rest.system.clientConfig();
    this.#version = Version;
    this.#askedAt = this.#clock.now();
    if (text === "") return undefined;
    return createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
  }
}
