/** Counts the members of many channels, as many in one call as it takes. It asks the server, and changes nothing there. */
import { NotFoundError, PermissionError, type Rest } from "@matterwright/client";

const AT_ONCE = 500;

interface Channel {
  readonly id: string;
}

/** By channel, without those that the server does not let the bot count. @throws CallError when it does not answer. */
export async function membersOf(
  channels: readonly Channel[],
  rest: { readonly channels: Pick<Rest["channels"], "memberCounts"> },
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const count = async (some: readonly Channel[]): Promise<void> => {
    if (some.length === 0) return;
    try {
      const found = await rest.channels.memberCounts(some.map(({ id }) => id));
      for (const [id, members] of Object.entries(found)) counts.set(id, members);
    } catch (error) {
      if (!(error instanceof NotFoundError || error instanceof PermissionError)) throw error;
      // One of them is gone, or foreign, and then it says nothing of the others either.
      const middle = Math.ceil(some.length / 2);
      if (some.length > 1) for (const half of [some.slice(0, middle), some.slice(middle)]) await count(half);
    }
  };
  for (let from = 0; from < channels.length; from += AT_ONCE) await count(channels.slice(from, from + AT_ONCE));
  return counts;
}
