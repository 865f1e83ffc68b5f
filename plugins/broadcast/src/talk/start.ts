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

/** Has it sent. The direct channels with people are found on the way. */
export async function start(parts: TalkParts, { draft, targets, tellIn, key, dueAt }: Start): Promise<Broadcast> {
  return parts.broadcasts.start(draft, placesOf(parts, targets), {
    key,
    ...(tellIn === undefined ? {} : { tellIn }),
    ...(dueAt === undefined ? {} : { dueAt }),
  });
}

async function* placesOf({ workplace }: TalkParts, targets: readonly Wanted[]): AsyncGenerator<Target> {
  const me = workplace.me().id;
  for (const { id, isPerson, name, why } of targets) {
    const channelId = isPerson ? (await workplace.people.direct(me, id)).id : id;
    yield { channelId, name, why: why.join("; ") };
  }
}
