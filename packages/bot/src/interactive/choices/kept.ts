/** The choices that were offered and can still be made, by the posts in which they stand. In the store: they survive a restart. */
import type { Id, UnixMs } from "@matterwright/protocol";
import * as z from "zod";
import { storeKey } from "../../store/key.ts";
import { everyBelow } from "../../store/every.ts";
import type { Store } from "../../store/store.ts";

const choice = z.object({ label: z.string(), name: z.string(), seal: z.string(), value: z.string().optional() });

const keptOffer = z.object({
  choices: z.array(choice),
  open: z.array(choice.extend({ source: z.enum(["channels", "users"]) })),
  isTold: z.boolean().default(false),
  expiresAt: z.number(),
  /** Empty until it was sent. */
  postId: z.string(),
  /** The thread in which it stands, or that it opens. */
  threadId: z.string(),
  /** Where it stands. */
  channelId: z.string().default(""),
});

export type KeptOffer = z.output<typeof keptOffer>;

const CHOICES = "interactive/choices";
const BY_POST = storeKey(CHOICES, keptOffer);
/** The newest post with choices in a thread, or in a channel. */
const NEWEST = storeKey("interactive/asked", z.string());
/** Of posts that are still to be sent. */
const BY_MARK = storeKey("interactive/sending", keptOffer);
/** So long somebody who comes too late is told. */
const AFTERWARDS_MS = 86_400_000;

/** Whoever writes in a place answers something else from now on. */
export async function forgetAsked(
  store: Store,
  { channelId, rootId }: { readonly channelId: Id; readonly rootId: Id | "" },
): Promise<void> {
  await NEWEST.at(rootId === "" ? channelId : rootId).delete(store);
}

export class KeptOffers {
  readonly #store: Store;
  readonly #now: () => UnixMs;

  constructor(store: Store, now: () => UnixMs) {
    this.#store = store;
    this.#now = now;
  }

  byPost(postId: Id): Promise<KeptOffer | undefined> {
    return BY_POST.at(postId).get(this.#store);
  }

  /** @param place a thread, or a channel */
  async newestIn(place: Id): Promise<KeptOffer | undefined> {
    const postId = await NEWEST.at(place).get(this.#store);
    return postId === undefined ? undefined : this.byPost(postId);
  }

  /** Keeps what was sent. It can be answered in its thread, and in its channel without one. */
  async keep(offer: KeptOffer): Promise<void> {
    const { postId, threadId, channelId, isTold } = offer;
    const how = { ttlMs: Math.max(1, offer.expiresAt - this.#now() + AFTERWARDS_MS) };
    await BY_POST.at(postId).set(this.#store, offer, how);
    if (isTold) return;
    for (const place of new Set([threadId, channelId])) await NEWEST.at(place).set(this.#store, postId, how);
  }

  /** Where something can still be chosen. */
  async channels(): Promise<ReadonlySet<Id>> {
    const found = new Set<Id>();
    for await (const { value } of everyBelow(this.#store, `${CHOICES}/`)) {
      const { data } = keptOffer.safeParse(value);
      if (data !== undefined && data.expiresAt > this.#now()) found.add(data.channelId);
    }
    return found;
  }

  async forget(postId: Id): Promise<void> {
    await BY_POST.at(postId).delete(this.#store);
  }

  /** Keeps what is still to be sent, in the transaction that sends it. */
  async keepFor(store: Store, mark: string, offer: KeptOffer): Promise<void> {
    await BY_MARK.at(mark).set(store, offer, { ttlMs: Math.max(1, offer.expiresAt - this.#now()) });
  }

  /** What was kept under a mark, once. */
  async takeSent(mark: string): Promise<KeptOffer | undefined> {
    const offer = await BY_MARK.at(mark).get(this.#store);
    if (offer !== undefined) await BY_MARK.at(mark).delete(this.#store);
    return offer;
  }
}
