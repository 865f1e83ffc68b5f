/**
 * Proves that the server reaches the bot: at the start, from time to time while it does not, and on demand. It has a path of its own at the
 * door, which answers nobody but the call that it has the server make.
 */
import { problem } from "../door/door.ts";
import type { DoorCall } from "../door/route.ts";
import type { Installable, Workplace } from "../install/install.ts";
import { errorFacts } from "../log/log.ts";
import type { Store } from "../store/store.ts";
import type { Look } from "./look.ts";
import { type CallbackReport, SELF_TEST_PATH, newTrialKey, tryCallback, untested } from "./try.ts";

/** While it fails, it is tried again. */
const AGAIN_MS = 300_000;
const KEYS = "callbacks/key/";
const KEY_TTL_MS = 120_000;

export interface SelfTestParts {
  /** What the bot sees itself, where it can look. */
  readonly look: Look | undefined;
  /** Whether the server is there and takes the bot's token. */
  readonly isLive: () => boolean;
  /** Whether the bot was told to stop: then nothing more is tried, and nothing said of it. */
  readonly isOver: () => boolean;
}

export class SelfTest implements Installable {
  readonly #parts: SelfTestParts;
  #workplace: Workplace | undefined;
  #report: CallbackReport = { state: "none", url: "" };

  constructor(parts: SelfTestParts) {
    this.#parts = parts;
  }

  install(workplace: Workplace): () => void {
    this.#workplace = workplace;
    const ends = [
      workplace.route({ path: SELF_TEST_PATH, bodyMaxBytes: 16_384, handle: (call) => this.#arrived(call) }),
      workplace.every(AGAIN_MS, async () => {
        if (this.#report.state !== "works" && this.#parts.isLive()) await this.run();
      }),
    ];
    return () => ends.forEach((end) => end());
  }

  /** What came out last time. */
  get report(): CallbackReport {
    return this.#report;
  }

  /** The server has called: whatever stood in its way is gone. */
  reached(): void {
    const { state, url } = this.#report;
    if (state !== "fails" || this.#workplace === undefined) return;
    const before = this.#report;
    this.#report = { state: "works", url };
    this.#tell(this.#workplace, before);
  }

  /** Tries it now. Never rejects. */
  async run(): Promise<CallbackReport> {
    const workplace = this.#workplace;
    const url = workplace?.urlOf(SELF_TEST_PATH);
    if (workplace === undefined || url === undefined || this.#parts.isOver()) return this.#report;
    const before = this.#report;
    const key = newTrialKey();
    const { rest, people, clock, log, durable } = workplace;
    const { store } = durable;
    const hasArrived = (): Promise<boolean> => hasTrialArrived(store, key);
    try {
      // Another process of the same bot may be the one that is called.
      await expectTrial(store, key);
      this.#report = await tryCallback({ rest, people, clock, url, key, hasArrived, look: this.#parts.look });
    } catch (error) {
      if (this.#parts.isOver()) return before;
      log.warn({ error: errorFacts(error) }, "whether the server reaches the bot could not be tried");
      this.#report = untested(
        url,
        "The server could not be asked to call the bot",
        "Try again when the bot is connected",
      );
    } finally {
      await endTrial(store, key).catch(() => {});
    }
    this.#tell(workplace, before);
    return this.#report;
  }

  #tell({ log }: Workplace, before: CallbackReport): void {
    const { state, url, tookMs, explanation } = this.#report;
    if (state === before.state && explanation?.why === before.explanation?.why) return;
    if (state === "works") log.info({ url, tookMs }, "the server reaches the bot");
    if (state === "fails")
      log.error(
        { url, why: explanation?.why, help: explanation?.help },
        "the server does not reach the bot: slash commands, buttons and dialogs do not work",
      );
  }

  /** Keys are random and live for one call: to whoever has none, there is nothing here. */
  async #arrived({ url }: DoorCall): Promise<Response> {
    const key = url.searchParams.get("key") ?? "";
    const { store } = (this.#workplace as Workplace).durable;
    if (!(await arrived(store, key))) return problem(404, "there is nothing here");
    return Response.json({ error: key });
  }
}

/** Has every bot that runs on this store answer a trial, whichever process made it. */
export async function expectTrial(store: Store, key: string): Promise<void> {
  await store.set(KEYS + key, "awaited", { ttlMs: KEY_TTL_MS });
}

/** Whether the call of such a trial has arrived at any of them. */
export async function hasTrialArrived(store: Store, key: string): Promise<boolean> {
  return (await store.get(KEYS + key)) === "arrived";
}

async function endTrial(store: Store, key: string): Promise<void> {
  await store.delete(KEYS + key);
}

async function arrived(store: Store, key: string): Promise<boolean> {
  if (!/^[0-9a-f-]{36}$/.test(key) || (await store.get(KEYS + key)) === undefined) return false;
  await store.set(KEYS + key, "arrived", { ttlMs: KEY_TTL_MS });
  return true;
}
