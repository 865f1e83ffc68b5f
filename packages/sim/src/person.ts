/**
 * Somebody in the simulated town: acts by the same REST calls as any client, and sees what a client would show. For tests, where a
 * bot is spoken to and its answers are read.
 */
import type {
  Channel,
  CommandAnswer,
  Dialog,
  DialogAnswer,
  DialogOption,
  FileInfo,
  Id,
  Post,
  User,
} from "@matterwright/protocol";
import { type DialogValues, DialogWindow } from "./dialog-window.ts";
import type { Act } from "./world/act.ts";
import type { SimRequest, SimResponse } from "./http.ts";
import type { Visit } from "./hub/door.ts";
import type { Wire } from "./hub/connection.ts";
import { type Heard, actionCalled, ephemeralsIn, textOf } from "./sight.ts";
import type { World } from "./world/world.ts";
import { sessionOf, startSession } from "./world/people/sessions.ts";

/** The part of a simulator that a person needs. */
export interface Town {
  readonly world: World;
  act(): Act;
  handle(request: SimRequest): Promise<SimResponse>;
  connect(request: SimRequest, wire: Wire): Visit | SimResponse;
}

export interface SaysOptions {
  /** `"ops"` or `"~ops"` for a channel, `"@wright"` for a direct message; by default where the person spoke last, at first `town-square`. */
  readonly in?: string;
  /** A post of the thread to answer in. */
  readonly thread?: Post;
  readonly files?: readonly FileInfo[];
  readonly props?: Post["props"];
}

export class Person {
  readonly user: User;
  readonly #sim: Town;
  readonly #token: string;
  readonly #heard: Heard[] = [];
  readonly #dialogs: DialogWindow;
  #channelId: Id;

  /** @throws Error when nobody has this name. */
  constructor(sim: Town, username: string) {
    const user = sim.world.userNamed(username.replace(/^@/, ""));
    if (user === undefined) throw new Error(`nobody in the town is called "${username}"`);
    this.#sim = sim;
    this.user = user;
    const act = sim.act();
    this.#token = startSession(act, user.id, { token: act.newId() }).token;
    this.#channelId = this.#firstChannel();
    this.#dialogs = new DialogWindow({
      username: user.username,
      place: () => this.#place(this.#channel(this.#channelId)),
      post: (method, target, body) => this.#post(method, target, body),
    });
    this.#listen();
  }

  /** Writes a message, and looks at the place where it was written. @throws Error when the server refuses. */
  async says(message: string, options: SaysOptions = {}): Promise<Post> {
    const channel =
      options.thread === undefined ? await this.looksAt(options.in) : this.#channel(options.thread.channel_id);
    return this.#post<Post>("POST", "/api/v4/posts", {
      channel_id: channel.id,
      message,
      root_id: options.thread === undefined ? "" : options.thread.root_id || options.thread.id,
      file_ids: (options.files ?? []).map((file) => file.id),
      props: options.props ?? {},
    });
  }

  /** Goes to a place without writing. Without a name: stays. */
  async looksAt(place: string | undefined): Promise<Channel> {
    if (place === undefined) return this.#channel(this.#channelId);
    const channel = place.startsWith("@")
      ? await this.#directWith(place.slice(1))
      : this.#named(place.replace(/^~/, ""));
    this.#channelId = channel.id;
    return channel;
  }

  edits(post: Post, message: string): Promise<Post> {
    return this.#post<Post>("PUT", `/api/v4/posts/${post.id}/patch`, { message });
  }

  async deletes(post: Post): Promise<void> {
    await this.#post("DELETE", `/api/v4/posts/${post.id}`);
  }

  /** @param emoji without colons. */
  async reacts(post: Post, emoji: string): Promise<void> {
    await this.#post("POST", "/api/v4/reactions", { user_id: this.user.id, post_id: post.id, emoji_name: emoji });
  }

  async unreacts(post: Post, emoji: string): Promise<void> {
    await this.#post("DELETE", `/api/v4/users/me/posts/${post.id}/reactions/${emoji}`);
  }

  /** Uploads a file to the place that is looked at, to be sent with the next message. */
  async uploads(name: string, content: string | Uint8Array): Promise<FileInfo> {
    const body = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const target = `/api/v4/files?channel_id=${this.#channelId}&filename=${encodeURIComponent(name)}`;
    const answer = await this.#request("POST", target, body);
    const { file_infos: infos } = JSON.parse(bodyOf(answer)) as { file_infos: [FileInfo] };
    return infos[0];
  }

  async joins(channel: string): Promise<void> {
    await this.#post("POST", `/api/v4/channels/${this.#named(channel.replace(/^~/, "")).id}/members`, {
      user_id: this.user.id,
    });
  }

  async leaves(channel: string): Promise<void> {
    await this.#post("DELETE", `/api/v4/channels/${this.#named(channel.replace(/^~/, "")).id}/members/${this.user.id}`);
  }

  /** Runs a slash command where the person is, or goes there first. @throws Error when the server refuses. */
  async runs(command: string, { in: place, thread }: Pick<SaysOptions, "in" | "thread"> = {}): Promise<CommandAnswer> {
    const channel = thread === undefined ? await this.looksAt(place) : this.#channel(thread.channel_id);
    const answer = await this.#post<CommandAnswer>("POST", "/api/v4/commands/execute", {
      command,
      ...this.#place(channel),
      root_id: thread === undefined ? "" : thread.root_id || thread.id,
    });
    this.#dialogs.triggered(answer.trigger_id);
    return answer;
  }

  /** The dialog in front of this person, opened by the bot after a click or a command of theirs. */
  get dialog(): Dialog | undefined {
    return this.#dialogs.shown;
  }

  /**
   * Fills the dialog in and submits it. It closes, shows errors, or becomes another form.
   * @param values by the names of the fields; others keep their defaults
   * @returns what was said to it: `errors` by field, `error`, or nothing when all is well
   * @throws Error without a dialog, for an unknown field, and when the server refuses.
   */
  submits(values: DialogValues = {}): Promise<DialogAnswer> {
    return this.#dialogs.submits(values);
  }

  /** Closes the dialog, of which the bot hears when it asked to. */
  cancels(): Promise<void> {
    return this.#dialogs.cancels();
  }

  /** Types into a select whose choices the bot looks up, and is shown them. */
  looksUp(field: string, query: string): Promise<readonly DialogOption[]> {
    return this.#dialogs.looksUp(field, query);
  }

  /** Clicks the button with this label under the newest post that has one. @throws Error when there is none. */
  async clicks(label: string): Promise<void> {
    await this.#acts(label, {});
  }

  /** Chooses from the menu with this label under the newest post that has one: an option by its text, or any value. */
  async chooses(label: string, choice: string): Promise<void> {
    const option = actionCalled(label, this.#inSight)?.action.options?.find(({ text }) => text === choice);
    await this.#acts(label, { selected_option: option?.value ?? choice });
  }

  /**
   * Anything else that a client can do: a call of the server's API.
   *
   * @param call method and path: `"POST /api/v4/channels"`
   * @throws Error when the server refuses.
   */
  async calls<Shape>(call: string, body?: unknown): Promise<Shape> {
    const [method = "GET", target = "/"] = call.split(" ");
    const answer = await this.#request(method, target, body === undefined ? "" : JSON.stringify(body));
    const text = bodyOf(answer);
    if (answer.status >= 300) throw new Error(`${call}: ${answer.status} ${text}`);
    return JSON.parse(text) as Shape;
  }

  /** The posts of the place that is looked at, oldest first, without the system's own. */
  get posts(): readonly Post[] {
    return (this.#sim.world.postsOfChannel.get(this.#channelId) ?? []).filter(
      (post) => post.delete_at === 0 && !post.type.startsWith("system_"),
    );
  }

  /** What this person alone was shown there, oldest first: answers of slash commands and buttons. */
  get ephemerals(): readonly Post[] {
    return ephemeralsIn(this.#heard, this.#channelId);
  }

  /** The text of the newest post there, shown to all or to this person alone, and of its attachments. */
  get sees(): string {
    return textOf(this.#inSight.at(-1));
  }

  /** Every event that a client of this person received, in order. */
  get heard(): readonly Heard[] {
    return this.#heard;
  }

  get #inSight(): Post[] {
    return [...this.posts, ...this.ephemerals].toSorted((one, other) => one.create_at - other.create_at);
  }

  async #acts(label: string, body: Readonly<Record<string, string>>): Promise<void> {
    const found = actionCalled(label, this.#inSight);
    if (found === undefined) throw new Error(`@${this.user.username} sees no button "${label}"`);
    const { post, action } = found;
    const cookie = action.cookie === undefined ? {} : { cookie: action.cookie };
    const target = `/api/v4/posts/${post.id}/actions/${action.id ?? ""}`;
    const answer = await this.#post<{ trigger_id: string }>("POST", target, { ...body, ...cookie });
    this.#dialogs.triggered(answer.trigger_id);
  }

  /** A direct message belongs to the team that the client shows beside it. */
  #place({ id, team_id: teamId }: Channel): { readonly channel_id: Id; readonly team_id: Id } {
    const [shown = ""] = this.#sim.world.teamsOfUser.get(this.user.id) ?? [];
    return { channel_id: id, team_id: teamId === "" ? shown : teamId };
  }

  #firstChannel(): Id {
    const ids = [...(this.#sim.world.channelsOfUser.get(this.user.id) ?? [])];
    const town = ids.find((id) => this.#sim.world.channels.get(id)?.name === "town-square");
    return town ?? ids[0] ?? "";
  }

  #channel(id: Id): Channel {
    const channel = this.#sim.world.channels.get(id);
    if (channel === undefined) throw new Error(`@${this.user.username} is in no channel`);
    return channel;
  }

  /** By name, in any team of this person. */
  #named(name: string): Channel {
    for (const teamId of this.#sim.world.teamsOfUser.get(this.user.id) ?? []) {
      const id = this.#sim.world.channelIdByName.get(`${teamId}/${name}`);
      if (id !== undefined) return this.#channel(id);
    }
    throw new Error(`there is no channel "~${name}" in the teams of @${this.user.username}`);
  }

  async #directWith(username: string): Promise<Channel> {
    const other = this.#sim.world.userNamed(username);
    if (other === undefined) throw new Error(`nobody in the town is called "@${username}"`);
    return this.#post<Channel>("POST", "/api/v4/channels/direct", [this.user.id, other.id]);
  }

  /** A socket like any client's, in the same process. */
  #listen(): void {
    const request = { method: "GET", target: "/api/v4/websocket", headers: { authorization: `Bearer ${this.#token}` } };
    const visit = this.#sim.connect(request, {
      send: (text) => {
        const frame = JSON.parse(text) as Partial<Heard>;
        if (frame.event !== undefined) this.#hears({ event: frame.event, data: frame.data ?? {} });
      },
      ping: () => {
        if ("pong" in visit) visit.pong();
      },
      close: () => {},
    });
  }

  #hears(heard: Heard): void {
    this.#heard.push(heard);
    if (heard.event === "open_dialog") this.#dialogs.opens(String(heard.data["dialog"]));
  }

  async #post<Shape>(method: string, target: string, body?: unknown): Promise<Shape> {
    return JSON.parse(
      bodyOf(await this.#request(method, target, body === undefined ? "" : JSON.stringify(body))),
    ) as Shape;
  }

  async #request(method: string, target: string, body: string | Uint8Array): Promise<SimResponse> {
    if (sessionOf(this.#sim.act(), this.#token) === undefined) throw new Error(`@${this.user.username} is logged out`);
    const answer = await this.#sim.handle({
      method,
      target,
      headers: { authorization: `Bearer ${this.#token}` },
      body,
    });
    if (answer.lost !== undefined)
      throw new Error(`no answer came to ${method} of @${this.user.username}: ${answer.lost}`);
    if (answer.status < 300) return answer;
    throw new Error(
      `the server refused ${method} ${target.split("?")[0]} of @${this.user.username}: ${bodyOf(answer)}`,
    );
  }
}

function bodyOf({ body }: SimResponse): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}
