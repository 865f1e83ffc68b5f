/**
 * What a shell wants to have announced: written down by one process, taken up by the bot, which knows the groups and the channels, and
 * answered in the same place. An order is taken up once, whoever dies in between.
 */
import { type PluginScope, type Store, type StoreKey, UserError, errorFacts, storeKey, z } from "matterwright";
import type { TalkParts } from "../talk/parts.ts";
import { start } from "../talk/start.ts";
import { timed, withTime } from "../when/timing.ts";

/** An order that nobody answers is forgotten. */
const KEPT_MS = 86_400_000;

const order = z.object({
  to: z.string(),
  text: z.string(),
  fileIds: z.array(z.string()),
  answer: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("begun"), id: z.string(), targets: z.number(), notes: z.array(z.string()) }),
      z.object({ kind: z.literal("refused"), why: z.string() }),
    ])
    .optional(),
});

export type Order = z.output<typeof order>;
export type OrderAnswer = NonNullable<Order["answer"]>;

const ORDERS = "order/";

export const orders = {
  /** Writes an order down. */
  place: (store: Store, id: string, wanted: Omit<Order, "answer">): Promise<number> => at(id).set(store, wanted),
  answer: async (store: Store, id: string): Promise<OrderAnswer | undefined> => (await at(id).get(store))?.answer,
  /** Takes an order back, or its answer. */
  forget: (store: Store, id: string): Promise<boolean> => at(id).delete(store),
} as const;

function at(id: string): StoreKey<Order> {
  return storeKey(`${ORDERS}${id}`, order, { ttlMs: KEPT_MS });
}

/** Takes up what was ordered. Called again and again while the bot runs. */
export async function heedOrders(bot: PluginScope, parts: TalkParts): Promise<void> {
  for (const { key } of await bot.store.list(ORDERS)) {
    const id = key.slice(ORDERS.length);
    const placed = await at(id).get(bot.store);
    if (placed === undefined || placed.answer !== undefined) continue;
    const answer = await answered(id, placed, parts);
    if (answer !== undefined) await at(id).set(bot.store, { ...placed, answer });
  }
}

/** Nothing when it has to be tried again. */
async function answered(id: string, placed: Order, parts: TalkParts): Promise<OrderAnswer | undefined> {
  try {
    return await begun(id, placed, parts);
  } catch (error) {
    if (error instanceof UserError) return { kind: "refused", why: error.message };
    parts.bot.log.error(
      { error: errorFacts(error) },
      "what a shell ordered cannot be announced now; it is tried again",
    );
    return undefined;
  }
}

async function begun(id: string, { to, text, fileIds }: Order, parts: TalkParts): Promise<OrderAnswer> {
  const { audiences, rights, file, preflight, workplace } = parts;
  const book = await file.read();
  const me = workplace.me();
  // Whoever can run the program may do what the bot may.
  const operator = { user: me, isAdmin: true };
  const audience = await audiences.resolve(await audiences.read(to, book), book, await rights.reach(operator, book));
  const unknown = audience.unknown.map(({ text: name, near }) =>
    near.length === 0
      ? `"${name}" is unknown`
      : `"${name}" is unknown: is ${near.map((each) => `"${each}"`).join(" or ")} meant?`,
  );
  const refused = audience.refused.map(({ text: name, why }) => `"${name}": ${why}`);
  if (unknown.length + refused.length > 0) throw new UserError([...unknown, ...refused].join("; "));
  const { zones, quiet } = parts;
  const times = await timed(
    audience.targets,
    { at: undefined, theirs: undefined, now: workplace.clock.now() },
    { zones, quiet },
  );
  const targets = times?.map(withTime) ?? audience.targets;
  const { findings } = await preflight.look({ text, fileIds, targets, mayMention: true });
  const blocks = findings.filter(({ level }) => level === "block");
  if (blocks.length > 0) throw new UserError(blocks.map((finding) => finding.text).join(" "));
  const broadcast = await start(parts, { draft: { text, fileIds, authorId: me.id }, targets, key: `order/${id}` });
  return { kind: "begun", id: broadcast.id, targets: targets.length, notes: [...audience.notes] };
}
