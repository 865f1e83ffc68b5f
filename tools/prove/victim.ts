/** A bot behind a TCP proxy, with a home and a spot of its own, to which troubles are done. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Place, Spot } from "./place.ts";
import { Program, main } from "./program.ts";
import { TcpProxy } from "@matterwright/testing/tcp-proxy";

export class Victim {
  readonly proxy: TcpProxy;
  readonly spot: Spot;
  readonly #home = mkdtempSync(join(tmpdir(), "matterwright-faults-"));
  #program: Program | undefined;

  private constructor(proxy: TcpProxy, spot: Spot) {
    this.proxy = proxy;
    this.spot = spot;
  }

  static async at(place: Place): Promise<Victim> {
    const proxy = new TcpProxy(place.url);
    await proxy.open();
    return new Victim(proxy, await place.spot());
  }

  /** What the bot has printed in this life. */
  get printed(): string {
    return this.#program?.printed ?? "";
  }

  /** Starts the bot, and resolves when it listens. */
  async start(): Promise<void> {
    const env = { MATTERMOST_URL: `http://127.0.0.1:${this.proxy.port}`, MATTERMOST_TOKEN: this.spot.token };
    this.#program = new Program([process.execPath, main, "start", "--from", this.#home], { cwd: this.#home, env });
    await this.#program.prints("is listening at");
  }

  /** Sends it a signal, and resolves when it is over. */
  async end(signal: NodeJS.Signals): Promise<void> {
    await this.#program?.end(signal);
  }

  async clear(): Promise<void> {
    await this.end("SIGKILL");
    this.proxy.close();
    rmSync(this.#home, { recursive: true, force: true });
  }
}
