/**
 * The life of a connection as a pure state machine: what is, what happened, what to do. `socket.ts` runs what it says; this file
 * opens nothing, waits for nothing and reads no clock, so that every order of events can be tried in a test.
 *
 * The server numbers the events of a connection. A client that comes back with the connection's id and the next number it expects
 * gets what it missed, when the server still has it; else it gets a new id, and knows that something may be lost.
 */

/** Times in milliseconds. */
export interface LinkTimes {
  /** The first wait before trying again; it doubles up to `backoffMaxMs`. */
  readonly backoffMinMs: number;
  readonly backoffMaxMs: number;
  /** Connected this long, a link counts as healthy, and the next wait is the first again. */
  readonly healthyAfterMs: number;
  /** How often we ask whether the line is alive. */
  readonly heartbeatMs: number;
  /** How long the line may be silent after we asked. */
  readonly toleranceMs: number;
  /** From opening to hello. A resumed connection says no hello: it is asked for an answer instead. */
  readonly openTimeoutMs: number;
  /** After the server refused the token: it may be enabled again. */
  readonly refusedRetryMs: number;
}

export const defaultLinkTimes: LinkTimes = {
  backoffMinMs: 250,
  backoffMaxMs: 30_000,
  healthyAfterMs: 60_000,
  heartbeatMs: 20_000,
  toleranceMs: 10_000,
  openTimeoutMs: 15_000,
  refusedRetryMs: 300_000,
};

export type LinkPhase = "idle" | "opening" | "proving" | "live" | "waiting" | "refused" | "stopped";

export interface LinkState {
  readonly phase: LinkPhase;
  /** The server's id of the connection, once a hello told it. */
  readonly connectionId: string;
  /** The number that the next event must have. */
  readonly nextSeq: number;
  /** Failures in a row; sets the wait. */
  readonly failures: number;
  /** Resumes in a row that did not fit; two lead to a fresh start. */
  readonly mismatches: number;
  /** When it went live, to know whether it has been healthy. */
  readonly liveAt: number;
  /** Events may have been lost since the last one that was delivered. */
  readonly gap: boolean;
  /** We asked whether the line is alive. */
  readonly asked: boolean;
  /** Something was heard since we asked. */
  readonly heard: boolean;
}

export const initialLink: LinkState = {
  phase: "idle",
  connectionId: "",
  nextSeq: 0,
  failures: 0,
  mismatches: 0,
  liveAt: 0,
  gap: false,
  asked: false,
  heard: false,
};

export type LinkInput =
  | { readonly kind: "start" | "stop" }
  /** The upgrade succeeded. */
  | { readonly kind: "opened" }
  | { readonly kind: "event"; readonly event: string; readonly seq: number; readonly connectionId?: string }
  /** Anything else was heard: a pong, a reply. */
  | { readonly kind: "heard" }
  /** The server says that this token is not, or no longer, good. */
  | { readonly kind: "unauthorized" }
  | { readonly kind: "closed"; readonly reason: string }
  /** The timer of the phase went off: a wait, a heartbeat, a deadline. */
  | { readonly kind: "timer" };

export type LinkEffect =
  /** Opens a socket; with an id, to resume. */
  | { readonly kind: "open"; readonly connectionId: string; readonly nextSeq: number }
  /** Ends the socket at once and forgets it: nothing that it says later counts. */
  | { readonly kind: "drop" }
  /** Asks for an answer. */
  | { readonly kind: "ask" }
  /** Sets the one timer of the link; a new one replaces the old. */
  | { readonly kind: "timer"; readonly afterMs: number }
  | { readonly kind: "untimer" }
  /** Hands the event on. */
  | { readonly kind: "deliver" }
  /** `missed`: events may be lost for good, read up over REST. */
  | { readonly kind: "live"; readonly missed: boolean }
  | { readonly kind: "down"; readonly reason: string; readonly retryInMs: number }
  /** Finds out over REST whether the token is still good: a socket never says why it is cut. */
  | { readonly kind: "verify" }
  | { readonly kind: "refused" };

export interface LinkStep {
  readonly state: LinkState;
  readonly effects: readonly LinkEffect[];
}

export interface LinkMoment {
  /** Unix milliseconds. */
  readonly nowMs: number;
  /** From 0 to 1, for the jitter. */
  readonly chance: number;
  readonly times: LinkTimes;
}

/** One step of a link's life. */
export function stepLink(state: LinkState, input: LinkInput, moment: LinkMoment): LinkStep {
  if (state.phase === "stopped") return stay(state);
  switch (input.kind) {
    case "stop":
      return { state: { ...state, phase: "stopped" }, effects: [{ kind: "untimer" }, { kind: "drop" }] };
    case "start":
      return state.phase === "idle" ? open(state, moment) : stay(state);
    case "unauthorized":
      return refuse(state, moment);
    case "timer":
      return timeUp(state, moment);
    default:
      return isConnected(state) ? lineSays(state, input, moment) : stay(state);
  }
}

type LineInput = Extract<LinkInput, { readonly kind: "opened" | "event" | "heard" | "closed" }>;

const stay = (state: LinkState): LinkStep => ({ state, effects: [] });
const isConnected = ({ phase }: LinkState): boolean => phase === "opening" || phase === "proving" || phase === "live";

function lineSays(state: LinkState, input: LineInput, moment: LinkMoment): LinkStep {
  switch (input.kind) {
    case "opened":
      return opened(state, moment);
    case "event":
      return input.event === "hello"
        ? hello(state, input.connectionId ?? "", moment)
        : eventHeard(state, input.seq, moment);
    case "heard":
      return state.phase === "proving" && state.connectionId !== ""
        ? goLive(state, moment)
        : stay({ ...state, heard: true });
    case "closed":
      return fall(state, input.reason, moment);
  }
}

function open(state: LinkState, { times }: LinkMoment): LinkStep {
  return {
    state: { ...state, phase: "opening" },
    effects: [
      { kind: "open", connectionId: state.connectionId, nextSeq: state.nextSeq },
      { kind: "timer", afterMs: times.openTimeoutMs },
    ],
  };
}

/** A new connection will say hello. A resumed one says nothing by itself, so it is asked. */
function opened(state: LinkState, { times }: LinkMoment): LinkStep {
  const deadline: LinkEffect = { kind: "timer", afterMs: times.openTimeoutMs };
  const effects: LinkEffect[] = state.connectionId === "" ? [deadline] : [{ kind: "ask" }, deadline];
  return { state: { ...state, phase: "proving" }, effects };
}

function eventHeard(state: LinkState, seq: number, moment: LinkMoment): LinkStep {
  const isNext = state.connectionId !== "" && seq === state.nextSeq;
  if (isNext) {
    const live = goLive({ ...state, nextSeq: seq + 1, mismatches: 0 }, moment);
    return { state: live.state, effects: [...live.effects, { kind: "deliver" }] };
  }
  // A number that was seen before is a repeat; dropping it loses nothing.
  return state.connectionId !== "" && seq < state.nextSeq ? stay({ ...state, heard: true }) : mismatch(state, moment);
}

function hello(state: LinkState, connectionId: string, moment: LinkMoment): LinkStep {
  const gap = state.gap || (state.connectionId !== "" && state.connectionId !== connectionId);
  const live = goLive({ ...state, phase: "proving", connectionId, nextSeq: 1, mismatches: 0, gap }, moment);
  return { state: live.state, effects: [...live.effects, { kind: "deliver" }] };
}

/** Numbers that do not fit: once, come back and ask for what is missing; twice in a row, start afresh. */
function mismatch(state: LinkState, moment: LinkMoment): LinkStep {
  const reason = "the numbers of its events do not fit";
  if (state.mismatches === 0) return fall({ ...state, mismatches: 1 }, reason, moment);
  return fall({ ...state, mismatches: 0, connectionId: "", nextSeq: 0, gap: true }, reason, moment);
}

function goLive(state: LinkState, { nowMs, times }: LinkMoment): LinkStep {
  if (state.phase === "live") return stay({ ...state, heard: true });
  return {
    state: { ...state, phase: "live", liveAt: nowMs, gap: false, asked: false, heard: true },
    effects: [
      { kind: "live", missed: state.gap },
      { kind: "timer", afterMs: times.heartbeatMs },
    ],
  };
}

function timeUp(state: LinkState, moment: LinkMoment): LinkStep {
  switch (state.phase) {
    case "waiting":
    case "refused":
      return open(state, moment);
    case "opening":
      return fall(state, "the server did not accept the connection in time", moment);
    case "proving":
      return fall(state, "the server accepted the connection and then said nothing", moment);
    case "live":
      return heartbeat(state, moment);
    default:
      return stay(state);
  }
}

/** Ask, allow some time for any sound, and cut a line that stays silent. */
function heartbeat(state: LinkState, moment: LinkMoment): LinkStep {
  const { heartbeatMs, toleranceMs } = moment.times;
  if (!state.asked) {
    const asked = { ...state, asked: true, heard: false };
    return { state: asked, effects: [{ kind: "ask" }, { kind: "timer", afterMs: toleranceMs }] };
  }
  if (!state.heard) return fall(state, "the line went silent", moment);
  return { state: { ...state, asked: false }, effects: [{ kind: "timer", afterMs: heartbeatMs }] };
}

/** The link ends; it will be opened again after a wait that grows with the failures in a row. */
function fall(state: LinkState, reason: string, { nowMs, chance, times }: LinkMoment): LinkStep {
  const wasHealthy = state.phase === "live" && nowMs - state.liveAt >= times.healthyAfterMs;
  const failures = wasHealthy ? 0 : state.failures;
  const capMs = Math.min(times.backoffMaxMs, times.backoffMinMs * 2 ** Math.min(failures, 20));
  const retryInMs = Math.round(capMs * (0.5 + chance / 2));
  const effects: LinkEffect[] = [
    { kind: "drop" },
    { kind: "down", reason, retryInMs },
    { kind: "timer", afterMs: retryInMs },
  ];
  // A server cuts a socket with a bad token without a word; so does a dying server. REST can tell the two apart.
  if (state.phase !== "live") effects.push({ kind: "verify" });
  return { state: { ...state, phase: "waiting", failures: failures + 1 }, effects };
}

function refuse(state: LinkState, { times }: LinkMoment): LinkStep {
  if (state.phase === "idle" || state.phase === "refused") return stay(state);
  const effects: LinkEffect[] = [
    { kind: "drop" },
    { kind: "refused" },
    { kind: "timer", afterMs: times.refusedRetryMs },
  ];
  return { state: { ...state, phase: "refused", connectionId: "", nextSeq: 0, gap: true }, effects };
}
