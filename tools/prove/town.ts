/**
 * What most proofs begin with: the demo town in a process of its own, a bot's home beside it, Ann in one channel, and a token with which
 * processes of the bot connect. It goes away with everything in it when the proof is over.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PersonOverHttp, type SeenPost } from "./person.ts";
import { Program, freePort, main } from "./program.ts";

export class Town implements AsyncDisposable {
  readonly home: string;
  readonly base: string;
  readonly ann: PersonOverHttp;
  /** In which everything happens. */
  readonly channel: string;
  /** What connects a process of the bot. */
  readonly env: Readonly<Record<string, string>>;
  readonly #server: Program;
  readonly #bot: string;

  private constructor(parts: {
    readonly home: string;
    readonly base: string;
    readonly ann: PersonOverHttp;
    readonly channel: string;
    readonly token: string;
    readonly server: Program;
    readonly bot: string;
  }) {
    this.home = parts.home;
    this.base = parts.base;
    this.ann = parts.ann;
    this.channel = parts.channel;
    this.env = { MATTERMOST_URL: parts.base, MATTERMOST_TOKEN: parts.token };
    this.#server = parts.server;
    this.#bot = parts.bot;
  }

  /** @param plugins files of `fixtures` that the bot's home has */
  static async open(...plugins: readonly string[]): Promise<Town> {
    const home = mkdtempSync(join(tmpdir(), "matterwright-proof-"));
    for (const folder of ["plugins", "data"]) mkdirSync(join(home, folder));
    for (const plugin of plugins)
      copyFileSync(join(import.meta.dirname, "fixtures", plugin), join(home, "plugins", plugin));
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    const server = new Program([process.execPath, main, "sim", "--port", String(port)], { cwd: home, env: {} });
    try {
      await server.prints(base);
      const ann = await PersonOverHttp.login(base, "ann");
      const channel = await ann.channel("ops");
      const { id: bot } = await ann.get<{ id: string }>("users/username/wright");
      const { token } = await ann.post<{ token: string }>(`users/${bot}/tokens`, { description: "proof" });
      return new Town({ home, base, ann, channel, token, server, bot });
    } catch (error) {
      await server.end("SIGKILL");
      rmSync(home, { recursive: true, force: true });
      throw error;
    }
  }

  /** Starts the bot in its home. */
  start(env: Readonly<Record<string, string>> = {}): Program {
    return this.run("start", env);
  }

  /** Runs `matterwright` with a command that takes the bot's home. */
  run(command: string, env: Readonly<Record<string, string>> = {}): Program {
    const line = [process.execPath, main, ...command.split(" "), "--from", this.home];
    return new Program(line, { cwd: this.home, env: { ...this.env, ...env } });
  }

  isBots({ user_id: author }: SeenPost): boolean {
    return author === this.#bot;
  }

  /** What the bot has said in the channel. */
  async said(): Promise<string[]> {
    const posts = await this.ann.reads(this.channel);
    return posts.filter((post) => this.isBots(post)).map(({ message }) => message);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.end("SIGKILL");
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** How many votes were counted. @throws Error unless it is every count from 1 to the last, once: none was lost, doubled or kept quiet. */
export function countedOnce(said: readonly string[]): number {
  const counts = said
    .flatMap((message) => /^counted (\d+)$/.exec(message)?.[1] ?? [])
    .map(Number)
    .toSorted((one, other) => one - other);
  if (counts.some((count, index) => count !== index + 1))
    throw new Error(`the counts are not 1 to ${counts.length}, each once: ${counts.join(" ")}`);
  return counts.length;
}
