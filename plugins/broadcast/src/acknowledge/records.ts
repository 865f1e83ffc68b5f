/** What is stored of acknowledgements: one value for each that was given here, one for the readers of each target, one for how far it is. */
import { type Store, type StoreKey, storeKey, z } from "matterwright";
import { KEPT_MS, padded } from "../store/records.ts";

export const HOWS = ["button", "reaction", "Mattermost"] as const;

const given = z.object({
  /** In Unix milliseconds. */
  at: z.number(),
  how: z.enum(HOWS),
  /** Where it was given. */
  channelId: z.string(),
});

/** That somebody has read it. */
export type Given = z.output<typeof given>;

const readers = z.object({
  /** People, without bots and without the author. */
  ids: z.array(z.string()),
  /** Why they are not known one by one; empty when they are. */
  why: z.string().default(""),
});

/** Who reads a target. */
export type Readers = z.output<typeof readers>;

const course = z.object({
  /** When who reads it was written down first: when it was sent. */
  sentAt: z.number(),
  /** When something is to be done next. */
  nextAt: z.number().optional(),
  remindedAt: z.number().optional(),
  reminders: z.number().default(0),
  isOver: z.boolean().default(false),
});

/** How far it is. */
export type Course = z.output<typeof course>;

const kept = { ttlMs: KEPT_MS };

export const ackKeys = {
  given: (id: string, userId: string): StoreKey<Given> => storeKey(`${givenOf(id)}${userId}`, given, kept),
  readers: (id: string, index: number): StoreKey<Readers> =>
    storeKey(`readers/${padded(id)}/${padded(index)}`, readers, kept),
  course: (id: string): StoreKey<Course> => storeKey(`course/${padded(id)}`, course, kept),
} as const;

function givenOf(id: string): string {
  return `ack/${padded(id)}/`;
}

const PAGE = 1_000;

/** All that were given by a button, by who gave them. */
export async function givenHere(store: Store, id: string): Promise<Map<string, Given>> {
  const prefix = givenOf(id);
  const found = new Map<string, Given>();
  for (let after: string | undefined; ;) {
    const page = await store.list(prefix, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const { key, value } of page) found.set(key.slice(prefix.length), given.parse(value));
    if (page.length < PAGE) return found;
    after = page.at(-1)?.key;
  }
}
