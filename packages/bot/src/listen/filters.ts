/**
 * The words that `bot.on` knows, each with the kind of update it is about and a test. Predicates are values, and none of them
 * writes anything. Except where a word says otherwise, what bots, webhooks and the system write is not meant.
 */
import type { Context } from "../context/context.ts";
import type { Kind, PostUpdate, UpdateOf } from "../update/update.ts";

interface Filter<K extends Kind> {
  readonly kind: K;
  test(update: UpdateOf<K>, me: Context["me"]): boolean;
}

function filter<K extends Kind>(
  kind: K,
  test: (update: UpdateOf<K>, me: Context["me"]) => boolean = () => true,
): Filter<K> {
  return { kind, test };
}

const byPerson = (test: (update: PostUpdate, me: Context["me"]) => boolean = () => true): Filter<"post"> =>
  filter("post", (update, me) => update.author === "person" && test(update, me));

const TOPIC: ReadonlySet<string> = new Set(["system_header_change", "system_purpose_change"]);

export const filters = {
  /** A new post of a person. */
  message: byPerson(),
  /** … that names the bot with `@`. */
  mention: byPerson(({ post }, me) => mentions(post.message, me.username)),
  /** … in a direct message with the bot. */
  dm: byPerson(({ channelType }) => channelType === "D"),
  /** … in a group message. */
  group: byPerson(({ channelType }) => channelType === "G"),
  /** … in an open or private channel. */
  channel: byPerson(({ channelType }) => channelType === "O" || channelType === "P"),
  /** … in a thread. */
  thread: byPerson(({ post }) => post.root_id !== ""),
  /** … that opens no thread and answers none. */
  root: byPerson(({ post }) => post.root_id === ""),
  /** … with files. */
  file: byPerson(({ post }) => (post.file_ids?.length ?? 0) > 0),
  /** A new post of another bot. */
  bot: filter("post", ({ author }) => author === "bot"),
  /** A new post of a webhook or slash command. */
  webhook: filter("post", ({ author }) => author === "webhook"),
  /** A new post of the system: somebody joined, a header changed. */
  system: filter("post", ({ author }) => author === "system"),
  /** A post of the bot's own, by whatever way it was made. Whoever answers it answers himself. */
  own: filter("post", ({ author }) => author === "self"),
  /** Somebody changed the header or the purpose of a channel: `ctx.post.props` has `new_header` or `new_purpose`, and `old_…`. */
  topic: filter("post", ({ post }) => TOPIC.has(post.type)),
  edit: filter("edit", ({ author }) => author === "person"),
  delete: filter("delete", ({ author }) => author === "person"),
  /** A reaction came or went. */
  reaction: filter("reaction"),
  "reaction-added": filter("reaction", ({ change }) => change === "added"),
  "reaction-removed": filter("reaction", ({ change }) => change === "removed"),
  /** Somebody else came into a channel. */
  join: filter("member", ({ change, user }, me) => change === "joined" && user.id !== me.id),
  /** Somebody else left a channel. */
  leave: filter("member", ({ change, user }, me) => change === "left" && user.id !== me.id),
  /** The bot was added to a channel. */
  invited: filter("member", ({ change, user }, me) => change === "joined" && user.id === me.id),
  /** The bot was removed from a channel. */
  removed: filter("member", ({ change, user }, me) => change === "left" && user.id === me.id),
  /** A new connection came about; a line that was taken up again says nothing. */
  connected: filter("raw", ({ frame }) => frame.event === "hello"),
  /** A status changed, `ctx.update.frame.data` says to what. The server tells a bot of its own only: for others ask `ctx.rest.users.status`. */
  presence: filter("raw", ({ frame }) => frame.event === "status_change"),
  /** Somebody is writing where the bot is. */
  typing: filter("raw", ({ frame }) => frame.event === "typing"),
  /** Any other event of the server. */
  raw: filter("raw"),
} as const satisfies Record<
  string,
  | Filter<Kind>
  | Filter<"post">
  | Filter<"edit">
  | Filter<"delete">
  | Filter<"reaction">
  | Filter<"member">
  | Filter<"raw">
>;

/** A word that `bot.on` knows. */
export type FilterWord = keyof typeof filters;

/** The context that a handler of this word is given. */
export type ContextOf<W extends FilterWord> = Context<(typeof filters)[W]["kind"]>;

/** Whether a context is what a word means. */
export function matches<W extends FilterWord>(word: W, ctx: Context): ctx is Context & ContextOf<W> {
  const wanted = filters[word] as Filter<Kind>;
  return ctx.update.kind === wanted.kind && wanted.test(ctx.update, ctx.me);
}

/** Whether a text names somebody with `@`. Names may be followed by a dot or a colon of the sentence. */
export function mentions(text: string, username: string): boolean {
  const name = username.replaceAll(/[.\\+*?[\](){}^$|]/g, String.raw`\$&`);
  return new RegExp(`(?:^|[^a-z0-9._@-])@${name}(?![a-z0-9_-]|\\.[a-z0-9])`, "i").test(text);
}
