/**
 * The town in which every scenario begins, built over REST: people, a team, a bot, channels. Also the caller for all requests, since
 * it knows everybody's token. The README of the recordings has the same list in words.
 */
import { isObject } from "./scenario.ts";
import type { ServerAnswer, ServerRequest, ServerUnderTest } from "./server.ts";

const PASSWORD = "Passw0rd!1";
const PEOPLE = ["ann", "ben", "cat", "eve"] as const;
const RATE_PAUSE_MS = 1_500;

export class Town {
  readonly server: ServerUnderTest;
  readonly password = PASSWORD;
  /** Ids by name: people and the bot, channels, and the token's own id. */
  readonly users = new Map<string, string>();
  readonly channels = new Map<string, string>();
  readonly tokens = new Map<string, string>();
  teamId = "";
  wrightTokenId = "";
  #adminToken = "";

  constructor(server: ServerUnderTest) {
    this.server = server;
  }

  get teamName(): string {
    return `eng${this.server.suffix}`;
  }

  nameOf(who: string): string {
    return who + this.server.suffix;
  }

  /** Builds the town. */
  async build(): Promise<void> {
    const { admin } = this.server;
    this.#adminToken = await this.#login(admin.name, admin.password);
    for (const who of PEOPLE) {
      const name = this.nameOf(who);
      const account = { username: name, email: `${name}@example.com`, password: PASSWORD };
      this.users.set(who, await this.#make(this.#adminToken, "/api/v4/users", account));
    }
    const roles = { roles: "system_admin system_user" };
    await this.#call(this.#adminToken, "PUT", `/api/v4/users/${this.user("ann")}/roles`, roles);
    const ann = await this.tokenOf("ann");
    this.teamId = await this.#make(ann, "/api/v4/teams", {
      name: this.teamName,
      display_name: "Engineering",
      type: "O",
    });
    await this.#makeBot(ann);
    for (const who of ["ben", "cat", "wright"])
      await this.#call(ann, "POST", `/api/v4/teams/${this.teamId}/members`, {
        team_id: this.teamId,
        user_id: this.user(who),
      });
    await this.#makeChannels(ann);
  }

  /** Logs in who has no token yet. */
  async tokenOf(who: string): Promise<string> {
    const known = this.tokens.get(who);
    if (known !== undefined) return known;
    const token = await this.#login(this.nameOf(who), PASSWORD);
    this.tokens.set(who, token);
    return token;
  }

  user(who: string): string {
    const id = this.users.get(who);
    if (id === undefined) throw new Error(`nobody in the town is called "${who}"`);
    return id;
  }

  /** Leaves a real server as small as it was found: accounts count against its limit. */
  async leave(): Promise<void> {
    for (const who of PEOPLE) {
      const id = this.users.get(who);
      if (id !== undefined) await this.#send(this.#adminToken, { method: "DELETE", target: `/api/v4/users/${id}` });
    }
  }

  async #makeBot(ann: string): Promise<void> {
    const bot = { username: this.nameOf("wright"), display_name: "Wright", description: "the bot" };
    const made = await this.#call(ann, "POST", "/api/v4/bots", bot);
    const id = String(made["user_id"]);
    this.users.set("wright", id);
    const token = await this.#call(ann, "POST", `/api/v4/users/${id}/tokens`, { description: "wright" });
    this.wrightTokenId = String(token["id"]);
    this.tokens.set("wright", String(token["token"]));
  }

  async #makeChannels(ann: string): Promise<void> {
    for (const [name, display, type] of [
      ["dev", "Dev", "O"],
      ["ops", "Ops", "O"],
      ["leads", "Leads", "P"],
    ] as const) {
      const channel = { team_id: this.teamId, name, display_name: display, type };
      this.channels.set(name, await this.#make(ann, "/api/v4/channels", channel));
    }
    for (const name of ["town-square", "off-topic"]) {
      const found = await this.#call(ann, "GET", `/api/v4/teams/${this.teamId}/channels/name/${name}`);
      this.channels.set(name, String(found["id"]));
    }
    for (const [channel, who] of [
      ["dev", "ben"],
      ["dev", "cat"],
      ["dev", "wright"],
      ["ops", "ben"],
      ["leads", "ben"],
    ] as const)
      await this.#call(ann, "POST", `/api/v4/channels/${this.channels.get(channel) ?? ""}/members`, {
        user_id: this.user(who),
      });
  }

  async #login(name: string, password: string): Promise<string> {
    const body = JSON.stringify({ login_id: name, password });
    const answer = await this.#send("", { method: "POST", target: "/api/v4/users/login", body });
    const token = answer.headers["token"];
    if (answer.status !== 200 || typeof token !== "string") throw new Error(`@${name} cannot log in: ${answer.status}`);
    return token;
  }

  async #make(token: string, target: string, body: unknown): Promise<string> {
    return String((await this.#call(token, "POST", target, body))["id"]);
  }

  async #call(
    token: string,
    method: string,
    target: string,
    body?: unknown,
  ): Promise<Readonly<Record<string, unknown>>> {
    const request = { method, target, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await this.#send(token, request);
    const text = new TextDecoder().decode(answer.body);
    if (answer.status >= 300) throw new Error(`the town cannot be built: ${method} ${target} ${answer.status} ${text}`);
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  }

  /** A town is also built on servers that limit rates. */
  async #send(token: string, request: Omit<ServerRequest, "headers">): Promise<ServerAnswer> {
    const headers = {
      ...(token === "" ? {} : { Authorization: `Bearer ${token}` }),
      ...(request.body === undefined ? {} : { "Content-Type": "application/json" }),
    };
    for (;;) {
      const answer = await this.server.request({ ...request, headers });
      if (answer.status !== 429) return answer;
      await this.server.wait(RATE_PAUSE_MS);
    }
  }
}
