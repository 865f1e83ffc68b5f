/** Begins a broadcast: hands the message over, with the places of all its targets. */
import type { Wanted } from "../audience/wanted.ts";
import type { Broadcast, Target } from "../broadcast.ts";
import type { TalkParts } from "./parts.ts";

export interface Start {
  readonly draft: Parameters<TalkParts["broadcasts"]["start"]>[0];
  readonly targets: readonly Wanted[];
  /** Where progress and report are told. */
  readonly tellIn?: string;
  readonly key: string;
  /** Not before, in Unix milliseconds; at once by default. */
  readonly dueAt?: number | undefined;
}

/** Has it sent. */
export async function start(parts: TalkParts, { draft, targets, tellIn, key, dueAt }: Start): Promise<Broadcast> {
  return parts.broadcasts.start(draft, targets.map(placeOf), {
    key,
    ...(tellIn === undefined ? {} : { tellIn }),
    ...(dueAt === undefined ? {} : { dueAt }),
  });
}

/** The direct channels with people are found when it is sent: there may be thousands. */
function placeOf({ id, isPerson, name, why, values, frame }: Wanted): Target {
  const own = { ...(values === undefined ? {} : { values }), ...(frame === undefined ? {} : { frame }) };
  const shown = { name, why: why.join("; "), ...own };
  return isPerson ? { channelId: "", userId: id, ...shown } : { channelId: id, ...shown };
}
