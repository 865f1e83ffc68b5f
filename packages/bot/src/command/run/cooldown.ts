/** Keeps commands from being called again too soon. Asked by the router before each command that has a cool-down; it runs none. */
import type { UnixMs } from "@matterwright/protocol";

/** How long until a command may be called again. */
export interface CooldownSpec {
  /** In milliseconds, from the last call on. */
  readonly ms: number;
  /** For whom: the person (by default), the channel, or everybody. */
  readonly per?: "user" | "channel" | "everybody";
}

/** More than this are never looked after at once: those that are over are forgotten then. */
const SWEPT_AT = 1_000;

export class Cooldowns {
  readonly #until = new Map<string, UnixMs>();

  /** Milliseconds that are left to wait; 0 when it may run. */
  leftMs(key: string, now: UnixMs): number {
    return Math.max(0, (this.#until.get(key) ?? 0) - now);
  }

  begin(key: string, { ms }: CooldownSpec, now: UnixMs): void {
    if (this.#until.size >= SWEPT_AT) for (const [old, until] of this.#until) if (until <= now) this.#until.delete(old);
    this.#until.set(key, now + ms);
  }
}

/** Whose cool-down it is. */
export function cooldownKey(
  command: string,
  { per = "user" }: CooldownSpec,
  { userId, channelId }: { readonly userId: string; readonly channelId: string },
): string {
  return `${command} ${per === "user" ? userId : per === "channel" ? channelId : ""}`;
}
