/** What is stored of replies to announcements: one value for each reply, and one for the thread in which they are gathered. */
import { type Store, type StoreKey, storeKey, z } from "matterwright";
import { KEPT_MS, padded } from "../store/records.ts";

const reply = z.object({
  number: z.number(),
  /** The reply itself, and the first post of its thread: a copy, or a reminder. */
  postId: z.string(),
  rootId: z.string(),
  channelId: z.string(),
  /** Where that is, as people read it: `~ops`. */
  where: z.string(),
  isPerson: z.boolean(),
  by: z.object({ id: z.string(), username: z.string() }),
  text: z.string(),
  files: z.array(z.string()),
  isEdited: z.boolean().default(false),
  isGone: z.boolean().default(false),
  /** The post in which the author is told of it. */
  toldIn: z.string().optional(),
});

/** What somebody answered to a copy. */
export type Reply = z.output<typeof reply>;

const thread = z.object({
  /** Its first post; empty until it is there. */
  rootId: z.string().default(""),
  /** Since when nobody knows whether that was made. */
  rootSince: z.number().optional(),
  /** How many replies there are, and how many the author was told of. */
  last: z.number().default(0),
  told: z.number().default(0),
  toldAt: z.number().default(0),
  /** The replies that are being told of now, and since when nobody knows whether that was done. */
  telling: z.object({ to: z.number(), since: z.number() }).optional(),
  /** How many the author knows that there are, beyond those that are shown. */
  counted: z.number().default(0),
});

/** Where the replies to one announcement are gathered. */
export type Thread = z.output<typeof thread>;

const spot = z.object({ id: z.string(), number: z.number() });

const held = z.object({ text: z.string(), fileIds: z.array(z.string()), postId: z.string() });

/** What an author wrote without saying to whom. */
export type Held = z.output<typeof held>;

const kept = { ttlMs: KEPT_MS };
const HOUR_MS = 3_600_000;

export const replyKeys = {
  thread: (id: string): StoreKey<Thread> => storeKey(`replies/${padded(id)}`, thread, kept),
  reply: (id: string, number: number): StoreKey<Reply> =>
    storeKey(`reply/${padded(id)}/${padded(number)}`, reply, kept),
  /** From the post of a reply to its broadcast and number. */
  ofPost: (postId: string): StoreKey<z.output<typeof spot>> => storeKey(`replyof/${postId}`, spot, kept),
  /** From the first post of a gathering thread to its broadcast. */
  ofThread: (rootId: string): StoreKey<string> => storeKey(`repliesin/${rootId}`, z.string(), kept),
  held: (id: string): StoreKey<Held> => storeKey(`held/${padded(id)}`, held, { ttlMs: HOUR_MS }),
} as const;

/** Those of them that there are, in the order of the numbers. */
export async function repliesOf(store: Store, id: string, numbers: readonly number[]): Promise<Reply[]> {
  const found: Reply[] = [];
  for (const number of numbers) {
    const one = await replyKeys.reply(id, number).get(store);
    if (one !== undefined) found.push(one);
  }
  return found;
}

export function noThread(): Thread {
  return thread.parse({});
}
