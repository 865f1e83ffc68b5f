/** Two processes that are one bot, on a real PostgreSQL and before a simulated server, and what they answer. */
import { TestPostgres } from "@matterwright/testing/postgres";
import { type SeenPost } from "./person.ts";
import { type Program, until } from "./program.ts";
import { Town } from "./town.ts";

const LEADS = "this process leads";

export class Pair {
  readonly database: TestPostgres;
  readonly town: Town;
  readonly #databaseUrl: string;
  leader: Program;
  standby: Program;

  private constructor(town: Town, database: TestPostgres) {
    this.town = town;
    this.database = database;
    this.#databaseUrl = database.database();
    this.leader = this.#replica();
    this.standby = this.leader;
  }

  /** @param plugin of `fixtures`, which both have */
  static async start(plugin = "deliver.ts"): Promise<Pair> {
    const pair = new Pair(await Town.open(plugin), await TestPostgres.start());
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
    const { ann, channel } = this.town;
    const opening = await ann.says(channel, `about ${message}`);
    await ann.post("posts", { channel_id: channel, root_id: opening.id, message });
  }

  /** What the bot has said since a moment. */
  async answers(sinceMs: number): Promise<string[]> {
    const { ann, channel } = this.town;
    const { posts } = await ann.get<{ posts: Record<string, SeenPost> }>(`channels/${channel}/posts?since=${sinceMs}`);
    return Object.values(posts)
      .filter((post) => this.town.isBots(post) && post.create_at >= sinceMs && post.type === "")
      .map(({ message }) => message);
  }

  async end(): Promise<void> {
    for (const program of [this.leader, this.standby]) {
      program.signal("SIGCONT");
      await program.end("SIGKILL");
    }
    await this.database.end();
    await this.town[Symbol.asyncDispose]();
  }

  #replica(): Program {
    return this.town.start({ DATABASE_URL: this.#databaseUrl });
  }
}
