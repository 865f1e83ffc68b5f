/**
 * What a shell wants to have announced: written down by one process, taken up by the bot, which knows the groups and the channels, and
 * answered in the same place. An order is taken up once, whoever dies in between.
 */
import { type PluginScope, type Store, type StoreKey, UserError, errorFacts, storeKey, z } from "matterwright";
import { askedBy } from "../acknowledge/dialog.ts";
import type { Step } from "../audience/expression.ts";
import type { Wanted } from "../audience/wanted.ts";
import type { Draft, StartOptions } from "../broadcast.ts";
import type { BroadcastDesk } from "../broadcasts.ts";
import type { Ways } from "../filling/gaps.ts";
import { move } from "../manage/moving.ts";
import { draftFor } from "../talk/asides.ts";
import { ON_BEHALF, principalOf, toldTo } from "../talk/behalf.ts";
import { type Look, lookAt } from "../talk/look.ts";
import type { TalkParts } from "../talk/parts.ts";
import { countOf } from "../talk/show.ts";
import { keeperOf, tellKeeper } from "./keeper.ts";
import { start } from "../talk/start.ts";
import { HOW, type Timed, setWhen } from "../talk/times.ts";
import { whenIn } from "../when/words.ts";

/** An order that nobody answers is forgotten. */
const KEPT_MS = 86_400_000;

const order = z.object({
  /** As in the dialog; empty where the table says it. */
  to: z.string(),
  text: z.string(),
  fileIds: z.array(z.string()),
  /** As in the dialog: `tomorrow 9:00`. */
  when: z.string().optional(),
  /** The broadcast that is to go out then instead; nothing of the above is meant. */
  move: z.string().optional(),
  /** The file with the values for each target. */
  tableId: z.string().optional(),
  /** A text that is kept, by its name. */
  template: z.string().optional(),
  /** Whether braces in the text are only braces. */
  isLiteral: z.boolean().optional(),
  priority: z.enum(["important", "urgent"]).optional(),
  /** In whose name, as `@cat`. */
  onBehalfOf: z.string().optional(),
  /** Whose announcement it is, as `@ann`. */
  as: z.string().optional(),
  /** As in the dialog: `ack by friday 17:00`. */
  ack: z.string().optional(),
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

/** What somebody at a shell does about a missing value. */
const AT_A_SHELL: Ways = {
  giveTable: "Give a table with --table FILE.csv, with a column `target` and one for each value",
  beLiteral: "say --as-it-is to send the braces themselves",
};

async function begun(id: string, placed: Order, parts: OrderParts): Promise<OrderAnswer> {
  if (placed.move !== undefined) return movedTo(placed.move, placed.when ?? "", parts);
  const { audiences, file, workplace } = parts;
  const book = await file.read();
  const me = workplace.me();
  // Whoever can run the program may do what the bot may.
  const operator = { user: me, isAdmin: true };
  const { to, fileIds, tableId, isLiteral, priority } = placed;
  const text = placed.template === undefined ? placed.text : (await parts.templates.get(placed.template)).text;
  const keeper = await keeperOf(placed.as, parts);
  const principal = placed.onBehalfOf === undefined ? undefined : await principalOf(placed.onBehalfOf, operator, parts);
  const state = timeOf(placed.when, parts);
  const steps =
    to.trim() === "" ? [] : (await audiences.read(to, book)).map(({ how, all }) => ({ how, all: [...all] }));
  const message = { text, fileIds, postId: "" };
  const now = new Date(workplace.clock.now());
  const ack = placed.ack === undefined ? undefined : await askedBy(placed.ack, { ...parts, now });
  const looked = { ...state, message, steps, table: tableId, isLiteral, priority, ack, onBehalfOf: principal };
  const look = await lookAt(looked, { person: operator, book, parts, zone: parts.zone, ways: AT_A_SHELL });
  const { targets, notes } = look.audience;
  refuse(look);
  const draft = { ...draftFor(keeper?.isAuthor === true ? keeper.id : me.id, looked, look), sourcePostId: undefined };
  const later = laterOf(state, { steps, me, startsAt: look.startsAt, tableId });
  const told = keeper === undefined ? {} : { tellIn: keeper.channelId, keeperId: keeper.id };
  const broadcast = await start(parts, { ...later, ...told, draft, targets, key: `order/${id}` });
  if (keeper?.isAuthor === true) await tellKeeper(keeper, { id, broadcast, when: look.when, targets }, parts);
  if (principal !== undefined) await tellPrincipal({ id, draft, targets }, parts);
  const when = look.when?.replaceAll("**", "");
  const answer: OrderAnswer = { kind: "begun", id: broadcast.id, targets: targets.length, notes: [...notes] };
  return when === undefined ? answer : { ...answer, when };
}

/** @throws UserError when it cannot be sent like this. */
function refuse({ audience, flight }: Look): void {
  const unknown = audience.unknown.map(({ text: name, near }) =>
    near.length === 0
      ? `"${name}" is unknown`
      : `"${name}" is unknown: is ${near.map((each) => `"${each}"`).join(" or ")} meant?`,
  );
  const refused = audience.refused.map(({ text: name, why }) => `"${name}": ${why}`);
  if (unknown.length + refused.length > 0) throw new UserError([...unknown, ...refused].join("; "));
  const blocks = flight.findings.filter(({ level }) => level === "block");
  if (blocks.length > 0) throw new UserError(blocks.map((finding) => finding.text).join(" "));
}

async function movedTo(id: string, when: string, parts: OrderParts): Promise<OrderAnswer> {
  const broadcast = await parts.desk.show(id);
  const { repeat, draft } = broadcast;
  const now = new Date(parts.workplace.clock.now());
  // In the zone in which its author said it.
  const own = repeat === undefined || repeat.isTheirs === true ? draft.zone : repeat.zone;
  const said = await move(broadcast, when, { ...parts, now, zone: own ?? parts.zone });
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
  readonly tableId: string | undefined;
}

function laterOf(
  { due, repeat }: Timed,
  { steps, me, startsAt, tableId }: Ordered,
): Pick<StartOptions, "dueAt" | "repeat" | "audience" | "theirs"> {
  if (startsAt === undefined && repeat === undefined) return {};
  const audience = {
    steps: steps.map(({ how, all }) => ({ how, all: [...all] })),
    by: { id: me.id, username: me.username },
    isAgreed: false,
    ...(tableId === undefined ? {} : { tableId }),
  };
  return {
    audience,
    ...(startsAt === undefined ? {} : { dueAt: startsAt }),
    ...(repeat === undefined ? {} : { repeat }),
    ...(due?.theirs === undefined ? {} : { theirs: due.theirs }),
  };
}

/** Once, however often the order is taken up. */
async function tellPrincipal(
  { id, draft, targets }: { readonly id: string; readonly draft: Draft; readonly targets: readonly Wanted[] },
  { workplace, rest, ledger }: TalkParts,
): Promise<void> {
  const { onBehalfOf } = draft;
  if (onBehalfOf === undefined) return;
  const me = workplace.me();
  const by = "the operator of this bot";
  const channel = await workplace.people.direct(me.id, onBehalfOf.id);
  const said = toldTo({ draft, targets, by, at: workplace.clock.now() });
  await rest.posts.create({ channel_id: channel.id, message: said, pending_post_id: `${me.id}:order.${id}` });
  await ledger.record(`order-${id}`, {
    at: workplace.clock.now(),
    by: me,
    did: ON_BEHALF,
    what: `@${onBehalfOf.username}, by ${by}, to ${countOf(targets)}`,
  });
}
