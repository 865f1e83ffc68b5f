/** A bot, as it is started, and a server with a crowd to announce to, each in a process of its own: so the bot's memory is the bot's alone. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Program, main, until } from "./program.ts";

const LONGEST_MS = 900_000;
/** An id and its end of line. */
const LINE_BYTES = 27;
const fixture = (name: string): string => join(import.meta.dirname, "fixtures", name);

interface Address {
  readonly url: string;
  readonly token: string;
  readonly author: string;
  /** The author's channel with the bot. */
  readonly direct: string;
}

export class Crowd implements AsyncDisposable {
  readonly #home: string;
  readonly #server: Program;
  readonly #address: Address;

  private constructor(home: string, server: Program, address: Address) {
    this.#home = home;
    this.#server = server;
    this.#address = address;
  }

  /** @param people who live there, besides a hundred thousand channels */
  static async open(people: number): Promise<Crowd> {
    const home = mkdtempSync(join(tmpdir(), "matterwright-crowd-"));
    const server = new Program([process.execPath, fixture("crowd-server.ts"), home, String(people)], {
      cwd: home,
      env: {},
    });
    await server.prints("}\n");
    return new Crowd(home, server, JSON.parse(server.printed) as Address);
  }

  /** Starts the bot, with no flags of Node's. Resolves when it listens. */
  async start(): Promise<Program> {
    const { url, token } = this.#address;
    const env = { MATTERMOST_URL: url, MATTERMOST_TOKEN: token, BROADCAST: "true" };
    const bot = new Program([process.execPath, main, "start"], { cwd: this.#home, env });
    await bot.prints("is listening at");
    return bot;
  }

  /** @param channels to so many of them; 0: to everybody */
  async announce(channels: number): Promise<void> {
    const database = join(this.#home, "data", "matterwright.db");
    const { author, direct } = this.#address;
    const args = [database, author, String(channels), join(this.#home, "people"), direct];
    const shell = new Program([process.execPath, fixture("crowd.ts"), ...args], { cwd: this.#home, env: {} });
    if ((await shell.ended) !== 0) throw new Error(`it could not be announced:\n${shell.printed}`);
  }

  /** The channel of each post, in order. */
  get sent(): readonly string[] {
    const file = join(this.#home, "sent");
    return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  }

  reached(count: number): Promise<void> {
    const file = join(this.#home, "sent");
    const lines = (): number => (existsSync(file) ? statSync(file).size / LINE_BYTES : 0);
    return until(() => lines() >= count, LONGEST_MS, `it never came to ${count}`);
  }

  /** Resolves when the bot says of its broadcast that it was sent. */
  async ended(bot: Program): Promise<void> {
    const isOver = async (): Promise<boolean> => {
      const env = { MATTERMOST_URL: this.#address.url, MATTERMOST_TOKEN: this.#address.token };
      const shell = new Program([process.execPath, main, "broadcast", "list"], { cwd: this.#home, env });
      await shell.ended;
      return /^ +1 +sent /m.test(shell.printed);
    };
    await until(isOver, LONGEST_MS, `it never ended:\n${bot.printed}`);
  }

  /** @throws Error unless each of so many was reached, once. */
  arrivedOnce(count: number): void {
    const { sent } = this;
    const once = new Set(sent);
    if (once.size !== count || sent.length !== count)
      throw new Error(`${sent.length} posts reached ${once.size} of ${count}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.end("SIGKILL");
    rmSync(this.#home, { recursive: true, force: true });
  }
}
