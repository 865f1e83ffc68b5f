/** Begins a broadcast: hands the message over, with the places of all its targets. */
import type { Wanted } from "../audience/wanted.ts";
import type { Broadcast, StartOptions, Target } from "../broadcast.ts";
import type { TalkParts } from "./parts.ts";

export interface Start extends Pick<
  StartOptions,
  "dueAt" | "repeat" | "audience" | "theirs" | "disturbs" | "keeperId"
> {
  readonly draft: Parameters<TalkParts["broadcasts"]["start"]>[0];
  readonly targets: readonly Wanted[];
  /** Where progress and report are told. */
  readonly tellIn?: string;
  readonly key: string;
}

/** Has it sent. */
export async function start(parts: TalkParts, { draft, targets, ...options }: Start): Promise<Broadcast> {
  return parts.broadcasts.start(draft, targets.map(targetOf), options);
}

/** As a place to send to. The direct channels with people are found when it is sent: there may be thousands. */
export function targetOf({ id, isPerson, name, why, values, frame, dueAt, zone }: Wanted): Target {
  const own = {
    ...(values === undefined ? {} : { values }),
    ...(frame === undefined ? {} : { frame }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(zone === undefined ? {} : { zone }),
  };
  const shown = { name, why: why.join("; "), ...own };
  return isPerson ? { channelId: "", userId: id, ...shown } : { channelId: id, ...shown };
}
