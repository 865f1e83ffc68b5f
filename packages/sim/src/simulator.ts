/**
 * The simulator: a Mattermost in memory. Requests come in by `handle`, sockets by `connect`, people by `person`; `node/` puts it on
 * a real port. It meets no framework and no client.
 */
import { type Clock, systemClock } from "@matterwright/clock";
import {
  ErrorId,
  type Id,
  REQUEST_BODY_GRACE_BYTES,
  REQUEST_URI_MAX_CHARS,
  SOCKET_PATH,
  idFromBytes,
} from "@matterwright/protocol";
import { AppError } from "./errors.ts";
import type { SimRequest, SimResponse } from "./http.ts";
import { both, notFoundPage, notFoundRoute, redirectOf, tooLong, withHeaders } from "./answers.ts";
import { AccountFaults, ChannelFaults } from "./faults/accounts.ts";
import type { Faults } from "./faults/faults.ts";
import { LineFaults } from "./faults/lines.ts";
import { RequestFaults, lost } from "./faults/requests.ts";
import { ServerFaults } from "./faults/server.ts";
import { type UpgradeRules, notAnUpgrade, refuseOrigin } from "./hub/upgrade.ts";
import type { Wire } from "./hub/connection.ts";
import { type Visit, openDoor } from "./hub/door.ts";
import { Hub } from "./hub/hub.ts";
import { goJson } from "./json.ts";
import { withAddressRule } from "./outgoing/addresses.ts";
import { withDeadline } from "./outgoing/deadline.ts";
import type { Outside } from "./outgoing/outside.ts";
import { tellOutgoingWebhooks } from "./outgoing/outgoing-webhooks.ts";
import { withRedirects } from "./outgoing/redirects.ts";
import { sessionOfProof, tokenOf } from "./rest/auth.ts";
import { Person } from "./person.ts";
import { Call } from "./rest/call.ts";
import { CLEARED } from "./rest/cookies.ts";
import { createRouter } from "./rest/index.ts";
import { RateLimiter, type RateVerdict } from "./rest/rate-limit.ts";
import type { Answer, Route, Router } from "./rest/router.ts";
import { type Settings, defaultSettings } from "./settings.ts";
import type { Act } from "./world/act.ts";
import { sessionOf } from "./world/people/sessions.ts";
import { type Session, World } from "./world/world.ts";

export interface SimulatorOptions {
  /** Where time comes from; by default the machine. */
  readonly clock?: Clock;
  /** By the server's own names. */
  readonly settings?: Partial<Settings>;
  /** Sixteen random bytes for each new id; a test may count instead. */
  readonly randomBytes?: () => Uint8Array;
  /** How integrations are called; by default they cannot be reached. */
  readonly outside?: Outside;
}

/** As in the header `X-Version-Id` and the hello of a server 11.6 without a licence. */
const VERSION_ID = `11.6.0.11.6.0.${"0".repeat(32)}.false`;
const API = "/api/v4/";
const UNREACHABLE: Outside = { fetch: () => Promise.reject(new Error("integrations cannot be called from here")) };

/**
 * A Mattermost server in memory.
 *
 * @example
 * const sim = new Simulator();
 * const town = demoTown(sim);
 * const answer = await sim.handle({ method: "GET", target: "/api/v4/system/ping", headers: {} });
 */
export class Simulator {
  readonly world = new World();
  readonly clock: Clock;
  readonly settings: Settings;
  readonly #hub = new Hub(this.world, (token) => sessionOf(this.act(), token));
  readonly #router: Router = createRouter();
  readonly #limiter: RateLimiter;
  readonly #outside: Outside;
  readonly #randomBytes: () => Uint8Array;
  readonly #visits = new Set<Visit>();
  readonly #lines: LineFaults;
  readonly #requestFaults: RequestFaults;
  /** All that may go wrong, for tests that make it happen. */
  readonly faults: Faults;
  #skewMs = 0;
  #requests = 0;
  #open = 0;
  #lastNow = 0;

  constructor({ clock = systemClock, settings = {}, randomBytes, outside = UNREACHABLE }: SimulatorOptions = {}) {
    this.clock = clock;
    this.settings = { ...defaultSettings, ...settings };
    this.#limiter = new RateLimiter(this.settings);
    const timeoutMs = this.settings["ServiceSettings.OutgoingIntegrationRequestsTimeout"] * 1_000;
    this.#outside = withDeadline(withRedirects(withAddressRule(outside, this.settings)), clock, timeoutMs);
    this.#randomBytes = randomBytes ?? (() => crypto.getRandomValues(new Uint8Array(16)));
    const whoAsks = (request: SimRequest): Id | undefined => sessionOf(this.act(), tokenOf(request).token)?.userId;
    this.#lines = new LineFaults(this.world, this.#hub, whoAsks);
    this.#requestFaults = new RequestFaults(this.world, whoAsks);
    this.faults = this.#makeFaults();
  }

  /** Grows with every request and every frame: when it stands still, nothing happens. */
  get activity(): number {
    return this.#requests + this.#hub.frames;
  }

  /** Requests that are being answered. */
  get openRequests(): number {
    return this.#open;
  }

  /** A moment in which the world may be changed. Two acts never share a millisecond's order: time does not go back. */
  act(): Act {
    this.#lastNow = Math.max(this.clock.now() + this.#skewMs, this.#lastNow);
    return {
      world: this.world,
      settings: this.settings,
      now: this.#lastNow,
      newId: () => this.#newId(),
      emit: (event) => this.#hub.publish(event),
      posted: (post) => tellOutgoingWebhooks({ outside: this.#outside, act: () => this.act() }, post),
      later: (delayMs, work) => this.#later(delayMs, work),
    };
  }

  /** Work that is due at once counts as a request that is being answered. */
  #later(delayMs: number, work: (act: Act) => void | Promise<void>): void {
    const run = async (): Promise<void> => {
      try {
        await work(this.act());
      } finally {
        this.#open--;
        this.#requests++;
      }
    };
    const begin = (): void => {
      this.#open++;
      queueMicrotask(() => void run());
    };
    if (delayMs <= 0) begin();
    else this.clock.after(delayMs, begin);
  }

  /** Answers one request, as the server's HTTP side would. Never throws. */
  async handle(request: SimRequest): Promise<SimResponse> {
    this.#requests++;
    this.#open++;
    try {
      if (this.faults.server.isDown) return lost("refused");
      const fault = this.#requestFaults.of(request);
      if (fault === undefined) return await this.#handle(request);
      if (fault.commits) await this.#handle(request);
      return fault.answer;
    } finally {
      this.#open--;
      this.#requests++;
    }
  }

  /**
   * Opens a WebSocket. A refused upgrade is answered like a request.
   *
   * @param wire the other end: what the server sends goes there.
   */
  connect(request: SimRequest, wire: Wire): Visit | SimResponse {
    return this.refuseUpgrade(request) ?? this.welcome(request, wire);
  }

  /** The first half of `connect`, for a network that has to know before it upgrades: the refusal, if it is one. */
  refuseUpgrade(request: SimRequest): SimResponse | undefined {
    this.#requests++;
    if (this.faults.server.isDown) return lost("refused");
    const fault = this.#requestFaults.of(request);
    if (fault !== undefined) return fault.answer;
    const limited = this.#limit(request, tokenOf(request).token);
    if (limited?.limited === true) return RateLimiter.refusal(limited.headers);
    if (!isSocketPath(request)) return notFoundPage();
    return refuseOrigin(request, this.#upgradeRules(request));
  }

  /** The second half of `connect`: opens a WebSocket that was not refused. */
  welcome(request: SimRequest, wire: Wire): Visit {
    const line = this.#lines.open(request, wire);
    const visit = openDoor(
      {
        over: (ended) => {
          this.#visits.delete(ended);
          this.#lines.over(line);
        },
        hub: this.#hub,
        clock: this.clock,
        act: () => this.act(),
        sessionOf: (asked) => this.#quietSession(asked),
        sessionOfToken: (token) => sessionOf(this.act(), token),
        version: VERSION_ID,
        hostname: "matterwright-sim",
      },
      request,
      line,
    );
    line.leadsTo(visit);
    this.#visits.add(visit);
    return line;
  }

  /** Ends every connection, and with them all that waits for the clock. */
  stop(): void {
    for (const visit of this.#visits) visit.closed();
  }

  /**
   * Somebody of the town, to act and to look. Each is a client of its own, which stands where it went last: keep it.
   *
   * @throws Error when nobody has this name.
   * @example
   * await sim.person("ann").says("!help", { in: "ops" });
   */
  person(username: string): Person {
    return new Person(this, username);
  }

  /** What a server does every five minutes: forgets connections that were left. `node/` and tests with a clock call it. */
  reap(): void {
    this.#hub.reap(this.act().now);
  }

  async #handle(request: SimRequest): Promise<SimResponse> {
    const [path = ""] = request.target.split("?");
    const proof = tokenOf(request);
    let rate = this.#limit(request, proof.token);
    if (rate?.limited === true) return RateLimiter.refusal(rate.headers);
    if (isSocketPath(request)) return withHeaders(notAnUpgrade(request, this.#upgradeRules(request)), rate?.headers);
    if (request.target.length > REQUEST_URI_MAX_CHARS) return withHeaders(tooLong(this.#newId()), rate?.headers);
    const redirect = redirectOf(request.target);
    if (redirect !== undefined) return withHeaders(redirect, rate?.headers);
    const found = this.#router.find(request.method, path);
    if (found === undefined)
      return withHeaders(path.startsWith(API) ? notFoundRoute(path) : notFoundPage(), rate?.headers);
    const act = this.act();
    try {
      this.#checkSize(request, found.route);
      const session = sessionOfProof(act, request, proof);
      if (session === undefined && found.route.options.open !== true)
        throw new AppError(ErrorId.sessionExpired, SESSION_EXPIRED, 401);
      if (session !== undefined) this.#hub.noteActivity(session.userId, session.token, act.now);
      const more = this.#limitUser(session);
      if (rate !== undefined && more !== undefined) rate = both(rate, more);
      if (more?.limited === true) return RateLimiter.refusal(rate?.headers ?? more.headers);
      const call = new Call({
        act,
        newAct: () => this.act(),
        request,
        params: found.params,
        session,
        outside: this.#outside,
      });
      return withHeaders(this.#write(request, await found.route.handler(call)), rate?.headers);
    } catch (error) {
      return withHeaders(this.#refuse(request, error, proof.from !== "nowhere" && proof.token !== ""), rate?.headers);
    }
  }

  #checkSize({ body = "" }: SimRequest, { options }: Route): void {
    const size = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
    const limit =
      options.files === true
        ? this.settings["FileSettings.MaxFileSize"]
        : this.settings["ServiceSettings.MaximumPayloadSizeBytes"];
    if (size <= limit + REQUEST_BODY_GRACE_BYTES) return;
    if (options.files === true)
      throw new AppError(ErrorId.fileTooLarge, "Unable to upload file. File is too large.", 413);
    throw new AppError(ErrorId.bodyTooLarge, "Unable to process request. Request body too large.", 413);
  }

  #limit(request: SimRequest, token: string): ReturnType<RateLimiter["draw"]> | undefined {
    return this.#limiter.isOn ? this.#limiter.draw(this.#limiter.keyOf(request, token), this.clock.now()) : undefined;
  }

  /** Where the limit is by user, one who is known draws a second time, under the own id. */
  #limitUser(session: Session | undefined): RateVerdict | undefined {
    if (!this.#limiter.isOn || !this.settings["RateLimitSettings.VaryByUser"] || session === undefined)
      return undefined;
    return this.#limiter.draw(`user ${session.userId}`, this.clock.now());
  }

  /** A socket with a bad token is let in all the same, as nobody. */
  #quietSession(request: SimRequest): Session | undefined {
    try {
      return sessionOfProof(this.act(), { ...request, method: "GET" }, tokenOf(request));
    } catch {
      return undefined;
    }
  }

  #write(request: SimRequest, answer: Answer): SimResponse {
    if ("body" in answer) return { ...answer, headers: { ...this.#headers(request), ...answer.headers } };
    const headers = { "Content-Type": "application/json", ...this.#headers(request), ...answer.headers };
    const etag = answer.headers?.["Etag"];
    if (etag !== undefined && request.method === "GET" && request.headers["if-none-match"] === etag) {
      const { "Content-Type": _none, ...rest } = headers;
      return { status: 304, headers: rest, body: "" };
    }
    return { status: answer.status ?? 200, headers, body: `${goJson(answer.json)}\n` };
  }

  #refuse(request: SimRequest, error: unknown, tokenGiven: boolean): SimResponse {
    const known =
      error instanceof AppError
        ? error
        : new AppError("simulator.broken", `the simulator failed: ${String(error)}`, 500);
    const headers = this.#headers(request);
    const clears = known.id === ErrorId.sessionExpired && tokenGiven;
    return {
      status: known.status,
      headers: { "Content-Type": "application/json", ...headers, ...(clears ? { "Set-Cookie": CLEARED } : {}) },
      body: goJson({
        id: known.id,
        message: known.message,
        detailed_error: "",
        request_id: headers["X-Request-Id"],
        status_code: known.status,
      }),
    };
  }

  #headers({ method }: SimRequest): Record<string, string> {
    return {
      "X-Request-Id": this.#newId(),
      "X-Version-Id": VERSION_ID,
      "Permissions-Policy": "",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      ...(method === "GET" ? { Expires: "0" } : {}),
    };
  }

  #upgradeRules(request: SimRequest): UpgradeRules {
    const headers = this.#headers(request);
    return { settings: this.settings, headers, requestId: headers["X-Request-Id"] ?? "" };
  }

  #makeFaults(): Faults {
    const act = (): Act => this.act();
    const forget = (): void => {
      this.world.pendingPosts.clear();
      this.#limiter.forget();
    };
    const stepClock = (byMs: number): void => {
      this.#skewMs += byMs;
      this.#lastNow = 0;
      this.world.clockStepped(byMs);
    };
    return {
      requests: this.#requestFaults,
      lines: this.#lines,
      server: new ServerFaults({ lines: this.#lines, forget, stepClock }),
      accounts: new AccountFaults(act),
      channels: new ChannelFaults(act),
    };
  }

  #newId(): Id {
    return idFromBytes(this.#randomBytes());
  }
}

function isSocketPath({ target }: SimRequest): boolean {
  return [SOCKET_PATH, `${SOCKET_PATH}/`].includes(target.split("?")[0] ?? "");
}

const SESSION_EXPIRED = "Invalid or expired session, please login again.";
