/**
 * What a shell wants to have announced: written down by one process, taken up by the bot, which knows the groups and the channels, and
 * answered in the same place. An order is taken up once, whoever dies in between.
 */
import { type PluginScope, type Store, type StoreKey, UserError, errorFacts, storeKey, z } from "matterwright";
import type { Step } from "../audience/expression.ts";
import type { StartOptions } from "../broadcast.ts";
import type { BroadcastDesk } from "../broadcasts.ts";
import { move } from "../manage/moving.ts";
import type { TalkParts } from "../talk/parts.ts";
import { start } from "../talk/start.ts";
import { earliest, timesFor } from "../talk/look.ts";
import { HOW, type Timed, setWhen, shownWhen } from "../talk/times.ts";
import { withTime } from "../when/timing.ts";
import { whenIn } from "../when/words.ts";

/** An order that nobody answers is forgotten. */
const KEPT_MS = 86_400_000;

const order = z.object({
  to: z.string(),
  text: z.string(),
  fileIds: z.array(z.string()),
  /** As in the dialog: `tomorrow 9:00`. */
  when: z.string().optional(),
  /** The broadcast that is to go out then instead; nothing of the above is meant. */
  move: z.string().optional(),
  answer: z
    .discriminatedUnion("kind", [
      z.object({
        kind: z.literal("begun"),
        id: z.string(),
        targets: z.number(),
        notes: z.array(z.string()),
        when: z.string().optional(),
      }),
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

/** All that the dialog has, and what was begun. */
export type OrderParts = TalkParts & { readonly desk: BroadcastDesk };

/** Takes up what was ordered. Called again and again while the bot runs. */
export async function heedOrders(bot: PluginScope, parts: OrderParts): Promise<void> {
  for (const { key } of await bot.store.list(ORDERS)) {
    const id = key.slice(ORDERS.length);
    const placed = await at(id).get(bot.store);
    if (placed === undefined || placed.answer !== undefined) continue;
    const answer = await answered(id, placed, parts);
    if (answer !== undefined) await at(id).set(bot.store, { ...placed, answer });
  }
}

/** Nothing when it has to be tried again. */
async function answered(id: string, placed: Order, parts: OrderParts): Promise<OrderAnswer | undefined> {
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

async function begun(
  id: string,
  { to, text, fileIds, when, move: moved }: Order,
  parts: OrderParts,
): Promise<OrderAnswer> {
  if (moved !== undefined) return movedTo(moved, when ?? "", parts);
  const { audiences, rights, file, preflight, workplace } = parts;
  const book = await file.read();
  const me = workplace.me();
  // Whoever can run the program may do what the bot may.
  const operator = { user: me, isAdmin: true };
  const steps = await audiences.read(to, book);
  const audience = await audiences.resolve(steps, book, await rights.reach(operator, book));
  const unknown = audience.unknown.map(({ text: name, near }) =>
    near.length === 0
      ? `"${name}" is unknown`
      : `"${name}" is unknown: is ${near.map((each) => `"${each}"`).join(" or ")} meant?`,
  );
  const refused = audience.refused.map(({ text: name, why }) => `"${name}": ${why}`);
  if (unknown.length + refused.length > 0) throw new UserError([...unknown, ...refused].join("; "));
  const state = timeOf(when, parts);
  const times = await timesFor(audience.targets, state, { parts, now: workplace.clock.now() });
  const targets = times?.map(withTime) ?? audience.targets;
  const { findings } = await preflight.look({ text, fileIds, targets, mayMention: true });
  const blocks = findings.filter(({ level }) => level === "block");
  if (blocks.length > 0) throw new UserError(blocks.map((finding) => finding.text).join(" "));
  const draft = { text, fileIds, authorId: me.id, zone: parts.zone };
  const later = laterOf(state, {
    steps,
    me,
    startsAt: state.due?.theirs === undefined ? state.due?.at : earliest(targets),
  });
  const broadcast = await start(parts, { ...later, draft, targets, key: `order/${id}` });
  const said = shownWhen(state, parts);
  return {
    kind: "begun",
    id: broadcast.id,
    targets: targets.length,
    notes: [...audience.notes],
    ...(said === undefined ? {} : { when: said.replaceAll("**", "") }),
  };
}

async function movedTo(id: string, when: string, parts: OrderParts): Promise<OrderAnswer> {
  const broadcast = await parts.desk.show(id);
  const said = await move(broadcast, when, { ...parts, now: new Date(parts.workplace.clock.now()) });
  return { kind: "begun", id: broadcast.id, targets: broadcast.targets, notes: [], when: said.replaceAll("**", "") };
}

/** @throws UserError for what is no time. */
function timeOf(when: string | undefined, parts: OrderParts): Timed {
  const state: Timed = {};
  if (when === undefined) return state;
  const wanted = whenIn(when);
  const why =
    wanted === undefined
      ? `I do not understand "${when}" as a time.`
      : setWhen(state, wanted, { ...parts, now: new Date(parts.workplace.clock.now()) });
  if (why !== undefined) throw new UserError(`${why} ${HOW}`);
  return state;
}

interface Ordered {
  readonly steps: readonly Step[];
  readonly me: { readonly id: string; readonly username: string };
  readonly startsAt: number | undefined;
}

function laterOf(
  { due, repeat }: Timed,
  { steps, me, startsAt }: Ordered,
): Pick<StartOptions, "dueAt" | "repeat" | "audience" | "theirs"> {
  if (startsAt === undefined && repeat === undefined) return {};
  const audience = {
    steps: steps.map(({ how, all }) => ({ how, all: [...all] })),
    by: { id: me.id, username: me.username },
    isAgreed: false,
  };
  return {
    audience,
    ...(startsAt === undefined ? {} : { dueAt: startsAt }),
    ...(repeat === undefined ? {} : { repeat }),
    ...(due?.theirs === undefined ? {} : { theirs: due.theirs }),
  };
}
