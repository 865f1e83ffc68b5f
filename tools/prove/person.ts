/** A person with nothing but HTTP, by default of the demo town. */

export interface SeenPost {
  readonly id: string;
  readonly user_id: string;
  readonly message: string;
  readonly type: string;
  readonly create_at: number;
}

const PAGE = 200;

export class PersonOverHttp {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(base: string, token: string) {
    this.#base = base;
    this.#headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  }

  /** @param password by default that of everybody in the demo town */
  static async login(base: string, name: string, password = "matterwright"): Promise<PersonOverHttp> {
    const body = JSON.stringify({ login_id: name, password });
    const answer = await fetch(`${base}/api/v4/users/login`, { method: "POST", body });
    const token = answer.headers.get("token");
    if (token === null) throw new Error(`${name} cannot log in: ${answer.status} ${await answer.text()}`);
    return new PersonOverHttp(base, token);
  }

  async get<Shape = Record<string, unknown>>(path: string): Promise<Shape> {
    return (await (await fetch(`${this.#base}/api/v4/${path}`, { headers: this.#headers })).json()) as Shape;
  }

  async post<Shape = Record<string, unknown>>(path: string, body: unknown): Promise<Shape> {
    const request = { method: "POST", headers: this.#headers, body: JSON.stringify(body) };
    const answer = await fetch(`${this.#base}/api/v4/${path}`, request);
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Shape;
  }

  /** The id of a channel of the team `demo`. */
  async channel(name: string): Promise<string> {
    const team = await this.get("teams/name/demo");
    return String((await this.get(`teams/${String(team["id"])}/channels/name/${name}`))["id"]);
  }

  says(channelId: string, message: string): Promise<SeenPost> {
    return this.post<SeenPost>("posts", { channel_id: channelId, message });
  }

  /** Everything that was written in a channel, the newest first, without the system's own. */
  async reads(channelId: string): Promise<SeenPost[]> {
    const all: SeenPost[] = [];
    for (let page = 0; ; page++) {
      const path = `channels/${channelId}/posts?per_page=${PAGE}&page=${page}`;
      const { order, posts } = await this.get<{ order: string[]; posts: Record<string, SeenPost> }>(path);
      all.push(...order.flatMap((id) => posts[id] ?? []).filter(({ type }) => type === ""));
      if (order.length < PAGE) return all;
    }
  }
}
