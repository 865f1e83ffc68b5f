/** One request on its way through a route: who asks, what for, and the world to answer from. */
import { type Channel, type Id, type Post, type Team, type User, isId } from "@matterwright/protocol";
import { refuse } from "../errors.ts";
import type { SimRequest } from "../http.ts";
import type { Outside } from "../outgoing/outside.ts";
import type { Act } from "../world/act.ts";
import type { Session } from "../world/world.ts";

export class Call {
  /** The moment in which the request came. */
  readonly act: Act;
  /** The present, for what is done after an integration was waited for. */
  readonly newAct: () => Act;
  readonly request: SimRequest;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly outside: Outside;
  readonly #session: Session | undefined;

  constructor(given: {
    readonly act: Act;
    readonly newAct: () => Act;
    readonly request: SimRequest;
    readonly params: Readonly<Record<string, string>>;
    readonly session: Session | undefined;
    readonly outside: Outside;
  }) {
    this.act = given.act;
    this.newAct = given.newAct;
    this.request = given.request;
    this.params = given.params;
    this.query = new URLSearchParams(given.request.target.split("?")[1] ?? "");
    this.outside = given.outside;
    this.#session = given.session;
  }

  get world(): Act["world"] {
    return this.act.world;
  }

  /** @throws AppError 401 without a session. */
  get session(): Session {
    if (this.#session === undefined) throw refuse.session();
    return this.#session;
  }

  get isLoggedIn(): boolean {
    return this.#session !== undefined;
  }

  /** Who asks. */
  get me(): User {
    const user = this.world.user(this.session.userId);
    if (user === undefined) throw refuse.session();
    return user;
  }

  get isAdmin(): boolean {
    return this.world.isSystemAdmin(this.me.id);
  }

  /** An id of the path; `me` stands for who asks where a user is meant. @throws AppError 400. */
  id(name: string): Id {
    const value = this.params[name] ?? "";
    if (name === "user_id" && value === "me") return this.session.userId;
    if (!isId(value)) throw refuse.urlParam(name);
    return value;
  }

  /** The body as an object. @throws AppError 400 naming `what`. */
  body(what: string): Record<string, unknown> {
    const value = this.json(what);
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw refuse.bodyParam(what);
    return value as Record<string, unknown>;
  }

  /** The body as a list of texts, with one at least. @throws AppError 400. */
  texts(what: string): string[] {
    const texts = this.textsOrNone();
    if (texts.length === 0) throw refuse.bodyParam(what);
    return texts;
  }

  /** The body as a list of texts. @throws AppError 400. */
  textsOrNone(): string[] {
    let value: unknown;
    try {
      value = JSON.parse(this.text());
    } catch {
      throw refuse.payload();
    }
    if (!Array.isArray(value) || value.some((each) => typeof each !== "string")) throw refuse.payload();
    return value as string[];
  }

  json(what: string): unknown {
    try {
      return JSON.parse(this.text()) as unknown;
    } catch {
      throw refuse.bodyParam(what);
    }
  }

  text(): string {
    const { body = "" } = this.request;
    return typeof body === "string" ? body : new TextDecoder().decode(body);
  }

  bytes(): Uint8Array {
    const { body = "" } = this.request;
    return typeof body === "string" ? new TextEncoder().encode(body) : body;
  }

  /** `page` and `per_page` with the server's ways: nonsense means the default, too much the most. */
  page(defaultRows = 60, maxRows = 200): { readonly from: number; readonly rows: number } {
    const number = (name: string, fallback: number): number => {
      const text = this.query.get(name) ?? "";
      return /^\d+$/.test(text) ? Number(text) : fallback;
    };
    const rows = Math.min(number("per_page", defaultRows), maxRows);
    return { from: number("page", 0) * rows, rows };
  }

  user(id: Id): User {
    const user = this.world.user(id);
    if (user === undefined) throw refuse.userMissing();
    return user;
  }

  team(id: Id): Team {
    const team = this.world.teams.get(id);
    if (team === undefined) throw refuse.teamMissing();
    return team;
  }

  channel(id: Id): Channel {
    const channel = this.world.channels.get(id);
    if (channel === undefined) throw refuse.channelMissing(id);
    return channel;
  }

  /** Members may read a channel, and everybody of the team an open one. @throws AppError 403. */
  mayRead(channel: Channel): void {
    const { world } = this;
    if (world.isMember(channel.id, this.me.id) || this.isAdmin) return;
    if (channel.type === "O" && world.isInTeam(channel.team_id, this.me.id)) return;
    throw refuse.permission();
  }

  isChannelMember(channel: Channel): boolean {
    return this.world.isMember(channel.id, this.me.id);
  }

  isTeamAdmin(teamId: Id): boolean {
    return this.isAdmin || (this.world.teamMembers.get(teamId)?.get(this.me.id)?.scheme_admin ?? false);
  }

  isChannelAdmin(channel: Channel): boolean {
    return (
      this.isTeamAdmin(channel.team_id) ||
      (this.world.channelMembers.get(channel.id)?.get(this.me.id)?.scheme_admin ?? false)
    );
  }

  /** The post, if who asks may read it. @throws AppError 404, 403. */
  readablePost(id: Id): Post {
    const post = this.world.posts.get(id);
    if (post === undefined || post.delete_at !== 0) throw refuse.postMissing();
    this.mayRead(this.channel(post.channel_id));
    return post;
  }

  /** Somebody's own things, or an administrator's business. @throws AppError 403. */
  mineOrAdmin(userId: Id): void {
    if (userId !== this.me.id && !this.isAdmin) throw refuse.permission();
  }

  require(allowed: boolean): void {
    if (!allowed) throw refuse.permission();
  }
}

export const OK = { json: { status: "OK" } } as const;

/** A text field of a body. */
export function text(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  return typeof value === "string" ? value : undefined;
}
