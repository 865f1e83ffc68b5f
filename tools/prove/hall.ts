/** A server with many channels, and a bot's home whose `channels.toml` has them all in one group: where broadcasts are proven. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PersonOverHttp } from "./person.ts";
import { Program, freePort, main } from "./program.ts";

const { env } = process;

const SESSIONS = 10;

export class Hall {
  readonly url: string;
  /** The administrator's sessions, which are asked in turns. */
  readonly #admins: readonly PersonOverHttp[];
  #turn = 0;
  readonly home = mkdtempSync(join(tmpdir(), "matterwright-hall-"));
  readonly channels: readonly string[];
  readonly #token: string;
  readonly #botId: string;
  readonly #server: Program | undefined;

  private constructor(parts: {
    url: string;
    admins: readonly PersonOverHttp[];
    channels: readonly string[];
    token: string;
    botId: string;
    server: Program | undefined;
  }) {
    this.url = parts.url;
    this.#admins = parts.admins;
    this.channels = parts.channels;
    this.#token = parts.token;
    this.#botId = parts.botId;
    this.#server = parts.server;
    const ids = this.channels.map((id) => `"${id}"`).join(", ");
    writeFileSync(join(this.home, "channels.toml"), `[groups]\nAll = [ ${ids} ]\n`);
  }

  /** On a simulator of its own, set up with these variables, or on the server that the environment names. */
  static async open(count: number, settings: Readonly<Record<string, string>> = {}): Promise<Hall> {
    const named = env["MATTERMOST_CONFORMANCE_URL"];
    const port = await freePort();
    const url = named ?? `http://127.0.0.1:${port}`;
    let server: Program | undefined;
    if (named === undefined) {
      server = new Program([process.execPath, main, "sim", "--port", String(port)], { cwd: tmpdir(), env: settings });
      await server.prints(url);
    }
    const login = {
      name: env["MATTERMOST_CONFORMANCE_ADMIN"] ?? "ann",
      password: env["MATTERMOST_CONFORMANCE_PASSWORD"],
    };
    // A server that limits how much may be asked counts each session by itself.
    const admins: PersonOverHttp[] = [];
    for (let n = 0; n < SESSIONS; n++) admins.push(await PersonOverHttp.login(url, login.name, login.password));
    const [admin] = admins as [PersonOverHttp];
    const mark = Math.random().toString(36).slice(2, 10);
    const name = `hall-${mark}`;
    const team = await admin.post<{ id: string }>("teams", { name, display_name: name, type: "O" });
    const bot = await admin.post<{ user_id: string }>("bots", { username: `caller-${mark}` });
    await admin.post(`teams/${team.id}/members`, { team_id: team.id, user_id: bot.user_id });
    const { token } = await admin.post<{ token: string }>(`users/${bot.user_id}/tokens`, { description: "proof" });
    const channels: string[] = [];
    for (let n = 0; n < count; n++) {
      const by = admins[n % SESSIONS] ?? admin;
      const channel = { name: `room-${n}-${mark}`, display_name: `Room ${n}`, team_id: team.id, type: "O" };
      const { id } = await patiently(() => by.post<{ id: string }>("channels", channel));
      await patiently(() => by.post(`channels/${id}/members`, { user_id: bot.user_id }));
      channels.push(id);
    }
    return new Hall({ url, admins, channels, token, botId: bot.user_id, server });
  }

  /** Starts the bot, or runs another command of the program in its home. */
  run(...args: readonly string[]): Program {
    const settings = { MATTERMOST_URL: this.url, MATTERMOST_TOKEN: this.#token };
    return new Program([process.execPath, main, ...args], { cwd: this.home, env: settings });
  }

  get #admin(): PersonOverHttp {
    return this.#admins[this.#turn++ % SESSIONS] as PersonOverHttp;
  }

  /** How many messages there are in all channels, as the server counts them: of the bot, since nobody else says anything. */
  async said(): Promise<number> {
    const all = await patiently(() => this.#admin.get<{ id: string; total_msg_count: number }[]>("users/me/channels"));
    const mine = new Set(this.channels);
    return all.filter(({ id }) => mine.has(id)).reduce((sum, { total_msg_count: count }) => sum + count, 0);
  }

  /** What the bot has written in each channel. */
  async copies(): Promise<string[][]> {
    const found: string[][] = [];
    for (const channel of this.channels) {
      const posts = await patiently(() => this.#admin.reads(channel));
      found.push(posts.filter(({ user_id: by }) => by === this.#botId).map(({ message }) => message));
    }
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.end("SIGKILL");
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Memory that a process holds now, and the most that it ever held, in MiB. */
export function memoryOf(pid: number): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const field = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1_024;
  return { now: field("VmRSS"), most: field("VmHWM") };
}

/** Where the server limits how much may be asked, waits for its turn. */
async function patiently<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      // The refusal is no JSON.
      const isLimited = error instanceof SyntaxError || (error instanceof Error && error.message.includes(": 429 "));
      if (!isLimited) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
