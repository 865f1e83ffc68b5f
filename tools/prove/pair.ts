/** Two processes that are one bot, on a real PostgreSQL and before a simulated server, and what they answer. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TestPostgres } from "@matterwright/testing/postgres";
import { PersonOverHttp, type SeenPost } from "./person.ts";
import { Program, freePort, root, until } from "./program.ts";

const LEADS = "this process leads";
const main = join(root, "packages/cli/src/main.ts");

export class Pair {
  readonly database: TestPostgres;
  readonly ann: PersonOverHttp;
  /** The channel in which everything happens. */
  readonly channel: string;
  readonly #home: string;
  readonly #sim: Program;
  readonly #bot: string;
  readonly #env: Readonly<Record<string, string>>;
  leader: Program;
  standby: Program;

  private constructor(parts: {
    database: TestPostgres;
    ann: PersonOverHttp;
    channel: string;
    home: string;
    sim: Program;
    bot: string;
    env: Readonly<Record<string, string>>;
  }) {
    this.database = parts.database;
    this.ann = parts.ann;
    this.channel = parts.channel;
    this.#home = parts.home;
    this.#sim = parts.sim;
    this.#bot = parts.bot;
    this.#env = parts.env;
    this.leader = this.#replica();
    this.standby = this.leader;
  }

  /** @param plugin of `fixtures`, which both have */
  static async start(plugin = "deliver.ts"): Promise<Pair> {
    const home = mkdtempSync(join(tmpdir(), "matterwright-pair-"));
    mkdirSync(join(home, "plugins"));
    copyFileSync(join(import.meta.dirname, "fixtures", plugin), join(home, "plugins", plugin));
    const database = await TestPostgres.start();
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    const sim = new Program([process.execPath, main, "sim", "--port", String(port)], { cwd: home, env: {} });
    await sim.prints(base);
    const ann = await PersonOverHttp.login(base, "ann");
    const channel = await ann.channel("ops");
    const { id: bot } = await ann.get<{ id: string }>("users/username/wright");
    const { token } = await ann.post<{ token: string }>(`users/${bot}/tokens`, { description: "proof" });
    const env = { MATTERMOST_URL: base, MATTERMOST_TOKEN: token, DATABASE_URL: database.database() };
    const pair = new Pair({ database, ann, channel, home, sim, bot, env });
    await pair.leader.prints(LEADS);
    await pair.reinforce();
    return pair;
  }

  /** Starts a process that stands by. */
  async reinforce(): Promise<void> {
    this.standby = this.#replica();
    await this.standby.prints("is listening at");
  }

  /** Waits until the one that stood by leads. Returns how long that took, in milliseconds. */
  async takeover(withinMs: number): Promise<number> {
    const startedMs = performance.now();
    const heir = this.standby;
    await until(
      () => heir.printed.includes(LEADS),
      withinMs,
      `nobody took over within ${withinMs} ms:\n${heir.printed}`,
    );
    this.standby = this.leader;
    this.leader = heir;
    return performance.now() - startedMs;
  }

  /** Says something in a thread of its own: in one place a bot that answers hundreds of times falls silent. */
  async says(message: string): Promise<void> {
    const opening = await this.ann.says(this.channel, `about ${message}`);
    await this.ann.post("posts", { channel_id: this.channel, root_id: opening.id, message });
  }

  /** What the bot has said since a moment. */
  async answers(sinceMs: number): Promise<string[]> {
    const { posts } = await this.ann.get<{ posts: Record<string, SeenPost> }>(
      `channels/${this.channel}/posts?since=${sinceMs}`,
    );
    return Object.values(posts)
      .filter(({ user_id: author, create_at: at, type }) => author === this.#bot && at >= sinceMs && type === "")
      .map(({ message }) => message);
  }

  async end(): Promise<void> {
    for (const program of [this.leader, this.standby, this.#sim]) {
      program.signal("SIGCONT");
      await program.end("SIGKILL");
    }
    await this.database.end();
    rmSync(this.#home, { recursive: true, force: true });
  }

  #replica(): Program {
    const command = [process.execPath, main, "start", "--from", this.#home];
    return new Program(command, { cwd: this.#home, env: this.#env });
  }
}
