/**
 * Plays one scenario against a server: builds the town, does the steps in order, and keeps every answer, frame and request to the
 * receiver. What they should have been is `judge.ts`'s concern.
 */
import { at, parsed } from "./paths.ts";
import { type Filler, fillerFor } from "./placeholders.ts";
import { requestOf, tokenHeader } from "./request.ts";
import type { Scenario, Step } from "./scenario.ts";
import type { OpenSocket, ReceivedRequest, ServerAnswer, ServerUnderTest } from "./server.ts";
import { Town } from "./town.ts";

/** What came out of one step. */
export interface StepResult {
  readonly answer?: ServerAnswer;
  readonly upgraded?: boolean;
  readonly parallel?: readonly ServerAnswer[];
}

/** A frame, or the end of the line, and the step that had begun last. */
export interface HeardFrame {
  readonly step: number;
  readonly text?: string;
  readonly closed?: number;
}

export interface Playback {
  readonly town: Town;
  readonly saved: ReadonlyMap<string, readonly unknown[]>;
  readonly results: readonly StepResult[];
  readonly frames: ReadonlyMap<string, readonly HeardFrame[]>;
  readonly requests: readonly ReceivedRequest[];
}

/** How long nothing must come before the next step begins, as while recording. */
const QUIET_MS = 200;
/** Enough when everything that was recorded has come. */
const COMPLETE_QUIET_MS = 50;

/** Plays a scenario. */
export async function play(scenario: Scenario, server: ServerUnderTest): Promise<Playback> {
  const town = new Town(server);
  let player: Player | undefined;
  try {
    await town.build();
    // What building it left to be done must not be heard by the scenario.
    await server.wait(QUIET_MS);
    player = new Player(scenario, town);
    for (const [index, step] of scenario.steps.entries()) await player.play(step, index);
    return player.playback;
  } finally {
    player?.hangUp();
    await town.leave();
  }
}

class Player {
  readonly #scenario: Scenario;
  readonly #town: Town;
  readonly #latest = new Map<string, unknown>();
  readonly #saved = new Map<string, unknown[]>();
  readonly #results: StepResult[] = [];
  readonly #frames = new Map<string, HeardFrame[]>();
  readonly #sockets = new Map<string, OpenSocket>();
  #step = 0;
  #activity = 0;

  constructor(scenario: Scenario, town: Town) {
    this.#scenario = scenario;
    this.#town = town;
    this.#save("wright_token_id", town.wrightTokenId);
  }

  get playback(): Playback {
    return {
      town: this.#town,
      saved: this.#saved,
      results: this.#results,
      frames: this.#frames,
      requests: [...this.#town.server.receiver.requests],
    };
  }

  /** Cuts the sockets that the scenario left open. */
  hangUp(): void {
    for (const socket of this.#sockets.values()) socket.reset();
  }

  async play(step: Step, index: number): Promise<void> {
    // A token that is needed is got before the step begins, so that its traces belong to what was before.
    if (step.actor !== undefined && step.actor !== "nobody" && step.auth !== "none")
      await this.#town.tokenOf(step.actor);
    this.#step = index;
    const result = await this.#do(step);
    this.#results.push(result);
    if (step.wait_ms === undefined) await this.#settle(step);
    for (const [name, from] of Object.entries(step.save ?? {})) this.#save(name, this.#find(from, result));
  }

  async #do(step: Step): Promise<StepResult> {
    const { server } = this.#town;
    if (step.wait_ms !== undefined) {
      await server.wait(step.wait_ms);
      return {};
    }
    if (step.receiver !== undefined) {
      const replies = await this.#filler().fill((step.replies ?? []) as never);
      server.receiver.replies(step.receiver, replies as never);
      return {};
    }
    if (step.parallel !== undefined) {
      const parallel = await Promise.all(step.parallel.map((each) => this.#request(each, 0)));
      return { parallel };
    }
    if (step.ws !== undefined) return this.#socket(step);
    for (let index = 0; index < (step.times ?? 1) - 1; index++) await this.#request(step, index);
    return { answer: await this.#request(step, (step.times ?? 1) - 1) };
  }

  async #request(step: Step, index: number): Promise<ServerAnswer> {
    return this.#town.server.request(await requestOf(step, this.#filler(index), this.#town));
  }

  async #socket(step: Step): Promise<StepResult> {
    const name = step.socket ?? step.actor ?? "";
    if (step.ws === "open") return this.#open(step, name);
    const socket = this.#sockets.get(name);
    if (socket === undefined) throw new Error(`step ${this.#step}: the socket ${name} is not open`);
    if (step.ws === "close") socket.close();
    else if (step.ws === "rst") socket.reset();
    else socket.send(typeof step.frame === "string" ? step.frame : await this.#frameText(step));
    return {};
  }

  async #open(step: Step, name: string): Promise<StepResult> {
    const filler = this.#filler();
    const query = new URLSearchParams((await filler.fill(step.query ?? {})) as Record<string, string>).toString();
    const target = (await filler.text(step.path ?? "/api/v4/websocket")) + (query === "" ? "" : `?${query}`);
    const headers = {
      ...(await tokenHeader(step, filler, this.#town)),
      ...((await filler.fill(step.headers ?? {})) as Record<string, string>),
    };
    const heard: HeardFrame[] = [];
    this.#frames.set(name, heard);
    const hear = (what: { readonly text: string } | { readonly closed: number }): void => {
      this.#activity++;
      heard.push({ step: this.#step, ...what });
    };
    const opened = await this.#town.server.open(target, headers, {
      frame: (text) => hear({ text }),
      closed: (code) => hear({ closed: code }),
    });
    if ("status" in opened) return { upgraded: false, answer: opened };
    this.#sockets.set(name, opened);
    if (step.auth === "challenge") {
      const token = await this.#town.tokenOf(step.actor ?? "");
      opened.send(JSON.stringify({ seq: 1, action: "authentication_challenge", data: { token } }));
    }
    return { upgraded: true };
  }

  async #frameText(step: Step): Promise<string> {
    return JSON.stringify(await this.#filler().fill(step.frame ?? {}));
  }

  async #settle(step: Step): Promise<void> {
    const quietMs = step.settle_ms ?? QUIET_MS;
    const { server } = this.#town;
    await server.settle(Math.min(quietMs, COMPLETE_QUIET_MS), () => this.#activity);
    if (quietMs > COMPLETE_QUIET_MS && !this.#hasAll()) await server.settle(quietMs, () => this.#activity);
  }

  /** Whether every frame has come that was recorded up to this step. */
  #hasAll(): boolean {
    return Object.entries(this.#scenario.frames ?? {}).every(([name, recorded]) => {
      const due = recorded.filter((each) => each.step <= this.#step);
      const count = due.reduce((sum, each) => sum + (each.omitted ?? 1), 0);
      return (this.#frames.get(name)?.length ?? 0) >= count;
    });
  }

  #filler(index = 0): Filler {
    return fillerFor(this.#town, this.#latest, index);
  }

  #save(name: string, value: unknown): void {
    this.#latest.set(name, value);
    this.#saved.set(name, [...(this.#saved.get(name) ?? []), value]);
  }

  #find(from: string, { answer }: StepResult): unknown {
    const [kind = "", first = "", event = "", ...rest] = from.split(":");
    if (kind === "header" && first !== "") return answer?.headers[first.toLowerCase()];
    if (kind === "receiver") return this.#received(first);
    if (kind === "frame") {
      const frames = (this.#frames.get(first) ?? []).map(({ text }) => (text === undefined ? {} : parsed(text)));
      return at(
        frames.findLast((frame) => at(frame, "event") === event),
        rest.join(":"),
      );
    }
    return answer === undefined ? undefined : at(parsed(new TextDecoder().decode(answer.body)), from);
  }

  #received(path: string): unknown {
    const last = this.#town.server.receiver.requests.at(-1);
    const [kind, ...rest] = path.split(".");
    if (last === undefined) return undefined;
    return kind === "form" ? new URLSearchParams(last.body).get(rest.join(".")) : at(parsed(last.body), rest.join("."));
  }
}
