/** What a bot wants to be on its server, written down by the bot at each start: so that the command line can see to it without running the bot. */
import * as z from "zod";
import type { Store } from "../store/store.ts";
import type { Wanted } from "./plan.ts";

/** What is registered, and for whom. */
export interface SlashWish {
  /** The bot's own. */
  readonly username: string;
  readonly userId: string;
  /** The address that the server shall call. */
  readonly url: string;
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly wanted: readonly Wanted[];
}

const KEY = "slash/wish";

const shape = z.object({
  username: z.string(),
  userId: z.string(),
  url: z.string(),
  teams: z.array(z.object({ id: z.string(), name: z.string() })),
  wanted: z.array(z.object({ trigger: z.string(), about: z.string(), hint: z.string() })),
});

export async function writeWish(store: Store, wish: SlashWish): Promise<void> {
  const was = await store.get(KEY);
  if (JSON.stringify(was) !== JSON.stringify(wish)) await store.set(KEY, wish);
}

/** Nothing before a bot with an address for callbacks was started with this store. */
export async function readWish(store: Store): Promise<SlashWish | undefined> {
  const read = shape.safeParse(await store.get(KEY));
  return read.success ? read.data : undefined;
}
