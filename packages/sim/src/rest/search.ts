/**
 * Searching posts, and completing names. Words are found as they are written, in any case: the simulator knows no grammar, where a
 * real server also finds other forms of an English word.
 */
import type { Id, Post, User } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { sorted } from "../json.ts";
import { aliveIn, repliesOf } from "../world/posts/post-store.ts";
import { viewFor } from "../world/people/users.ts";
import { type Call, text } from "./call.ts";
import { hidden } from "./posts.ts";
import type { Answer, Router } from "./router.ts";

const MAX_FOUND = 100;
const NO_STORE = { "Cache-Control": "no-cache, no-store, must-revalidate" };

export function searchRoutes(router: Router): void {
  router.add("POST /api/v4/teams/{team_id}/posts/search", (call) => {
    const teamId = call.id("team_id");
    call.require(call.world.isInTeam(teamId, call.me.id) || call.isAdmin);
    return search(call, teamId);
  });
  router.add("POST /api/v4/posts/search", (call) => search(call, undefined));
  router.add("GET /api/v4/users/autocomplete", autocomplete);
}

/** What is looked for: words, and where and by whom they were said. */
interface Wanted {
  readonly words: readonly string[];
  readonly without: readonly string[];
  readonly places: readonly string[];
  readonly authors: readonly string[];
}

function search(call: Call, teamId: Id | undefined): Answer {
  const body = searched(call);
  const terms = text(body, "terms") ?? "";
  if (terms === "") throw refuse.bodyParam("terms");
  const wanted = parse(terms);
  const found = saysNothing(wanted)
    ? []
    : placesOf(call, teamId, wanted)
        .flatMap((id) => aliveIn(call.world, id))
        .filter((post) => fits(call, post, { wanted, any: body["is_or_search"] === true }))
        .toSorted((one, other) => other.create_at - one.create_at)
        .slice(0, MAX_FOUND);
  const posts = Object.fromEntries(found.map((post) => [post.id, counted(call, post)]));
  return {
    json: {
      order: found.map(({ id }) => id),
      posts: sorted(posts),
      next_post_id: "",
      prev_post_id: "",
      first_inaccessible_post_time: 0,
      matches: null,
    },
    headers: NO_STORE,
  };
}

function searched(call: Call): Record<string, unknown> {
  try {
    return call.body("terms");
  } catch {
    const message = "Invalid request body for searching posts.";
    throw new AppError("api.post.search_posts.invalid_body.app_error", message, 400);
  }
}

function parse(terms: string): Wanted {
  const pieces = terms.toLowerCase().match(/-?"[^"]*"|\S+/g) ?? [];
  const after = (...flags: readonly string[]): string[] =>
    pieces.flatMap((piece) => {
      const [flag = "", value = ""] = piece.split(":");
      return flags.includes(flag) && value !== "" ? [value.replace(/^[@~]/, "")] : [];
    });
  const words = pieces.filter((piece) => !/^(?:in|channel|from):./.test(piece));
  return {
    words: words.filter((word) => !word.startsWith("-")).map(bare),
    without: words.filter((word) => word.startsWith("-")).map((word) => bare(word.slice(1))),
    places: after("in", "channel"),
    authors: after("from"),
  };
}

function bare(word: string): string {
  return word.replaceAll('"', "").trim();
}

function saysNothing({ words, without, places, authors }: Wanted): boolean {
  return [...words, ...without, ...places, ...authors].length === 0;
}

/** Channels of which one is a member, and which are meant. */
function placesOf({ world, me }: Call, teamId: Id | undefined, { places }: Wanted): Id[] {
  return [...(world.channelsOfUser.get(me.id) ?? [])].filter((id) => {
    const channel = world.channels.get(id);
    if (channel === undefined || channel.delete_at !== 0) return false;
    const isHere = teamId === undefined || channel.team_id === teamId || channel.team_id === "";
    return isHere && (places.length === 0 || places.includes(channel.name));
  });
}

function fits(
  { world }: Call,
  post: Post,
  { wanted, any }: { readonly wanted: Wanted; readonly any: boolean },
): boolean {
  if (post.type.startsWith("system_")) return false;
  const author = world.user(post.user_id)?.username ?? "";
  if (wanted.authors.length > 0 && !wanted.authors.includes(author)) return false;
  const says = (word: string): boolean => pattern(word).test(post.message);
  if (wanted.without.some(says)) return false;
  return wanted.words.length === 0 || (any ? wanted.words.some(says) : wanted.words.every(says));
}

/** A word alone, or with `*` behind it everything that begins so. */
function pattern(word: string): RegExp {
  const isOpen = word.endsWith("*");
  const plain = word.replace(/\*+$/, "").replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\p{L}\\p{N}_])${plain}${isOpen ? "" : "(?![\\p{L}\\p{N}_])"}`, "iu");
}

function counted(call: Call, post: Post): Post {
  return { ...hidden(call, post), reply_count: repliesOf(call.world, post.root_id || post.id).length };
}

/** People whose names begin so, those of a channel apart from the rest of its team. */
function autocomplete(call: Call): Answer {
  const name = (call.query.get("name") ?? "").toLowerCase().replace(/^@/, "");
  const [teamId, channelId] = [call.query.get("in_team") ?? "", call.query.get("in_channel") ?? ""];
  if (teamId !== "") call.require(call.world.isInTeam(teamId, call.me.id) || call.isAdmin);
  const all = [...call.world.accounts.values()]
    .map(({ user }) => user)
    .filter((user) => user.delete_at === 0 && begins(user, name))
    .filter((user) => teamId === "" || call.world.isInTeam(teamId, user.id))
    .toSorted((one, other) => (one.username < other.username ? -1 : 1))
    .slice(0, MAX_FOUND);
  const view = (user: User): Partial<User> => viewFor(call.act, call.me.id, user);
  if (channelId === "") return { json: { users: all.map(view) } };
  const isIn = (user: User): boolean => call.world.isMember(channelId, user.id);
  const outside = all.filter((user) => !isIn(user)).map(view);
  return { json: { users: all.filter(isIn).map(view), ...(outside.length === 0 ? {} : { out_of_channel: outside }) } };
}

function begins({ username, nickname, first_name: first, last_name: last }: User, name: string): boolean {
  return [username, nickname, first, last, `${first} ${last}`].some((each) => each.toLowerCase().startsWith(name));
}
