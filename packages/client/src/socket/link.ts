/**
 * The life of a connection as a pure state machine: what is, what happened, what to do. `socket.ts` runs what it says; this file
 * opens nothing, waits for nothing and reads no clock, so that every order of events can be tried in a test. Only `stop` ends it.
 *
 * The server numbers the events of a connection. A client that comes back with the connection's id and the next number it expects
 * gets what it missed, when the server still has it; else it gets a new id, and knows that something may be lost.
 */
import { type LinkTimes, QUESTIONS, backoffMs } from "./patience.ts";

export type LinkPhase = "idle" | "opening" | "proving" | "live" | "waiting" | "doubted" | "refused" | "stopped";

export interface LinkState {
  readonly phase: LinkPhase;
  /** The server's id of the connection, once a hello told it; empty when it cannot be resumed. */
  readonly connectionId: string;
  /** The number that the next event must have; 0 before a hello. */
  readonly nextSeq: number;
  /** Failures in a row; sets the wait. */
  readonly failures: number;
  /** When the failures began. */
  readonly troubleAt: number;
  /** Resumes in a row that brought no event that fits; two lead to a fresh start. */
  readonly misfits: number;
  /** A hello, or an event that fits, has come on this connection: it is what it is taken for. */
  readonly isSure: boolean;
  /** Events in a row that had come before. */
  readonly repeats: number;
  /** When it went live, to know whether it has been healthy. */
  readonly liveAt: number;
  /** Events may have been lost since the last one that was delivered. */
  readonly gap: boolean;
  /** Questions in a row without an answer. */
  readonly asked: number;
  /** Something was heard since the last look. */
  readonly heard: boolean;
}

export const initialLink: LinkState = {
  phase: "idle",
  connectionId: "",
  nextSeq: 0,
  failures: 0,
  troubleAt: 0,
  misfits: 0,
  isSure: false,
  repeats: 0,
  liveAt: 0,
  gap: false,
  asked: 0,
  heard: false,
};

export type LinkInput =
  | { readonly kind: "start" | "stop" }
  /** The upgrade succeeded. */
  | { readonly kind: "opened" }
  | { readonly kind: "event"; readonly event: string; readonly seq: number; readonly connectionId?: string }
  /** Anything else was heard: a pong, a reply. */
  | { readonly kind: "heard" }
  /** An action was answered with 401: the server no longer knows who we are. */
  | { readonly kind: "unauthorized" }
  /** What REST says of the token. */
  | { readonly kind: "verdict"; readonly verdict: TokenVerdict }
  /** `retryAfterMs`: what the server asked for. */
  | { readonly kind: "closed"; readonly reason: string; readonly retryAfterMs?: number }
  /** The owner has found that the connection is not what it seems. */
  | { readonly kind: "renew"; readonly reason: string }
  /** The timer of the phase went off: a wait, a heartbeat, a deadline. */
  | { readonly kind: "timer" };

export type TokenVerdict = "good" | "refused" | "unknown";

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

/** As many events of a connection are repeated at most, whatever is done to its frames; more mean that it counts anew. */
const REPEATS_MOST = 500;

/** One step of a link's life. */
export function stepLink(state: LinkState, input: LinkInput, moment: LinkMoment): LinkStep {
  if (state.phase === "stopped") return stay(state);
  switch (input.kind) {
    case "stop":
      return { state: { ...state, phase: "stopped" }, effects: [{ kind: "untimer" }, { kind: "drop" }] };
    case "start":
      return state.phase === "idle" ? open(state, moment) : stay(state);
    case "verdict":
      return judged(state, input.verdict, moment);
    case "timer":
      return timeUp(state, moment);
    default:
      return isConnected(state) ? lineSays(state, input, moment) : stay(state);
  }
}

type LineInput = Exclude<LinkInput, { readonly kind: "start" | "stop" | "verdict" | "timer" }>;

const stay = (state: LinkState): LinkStep => ({ state, effects: [] });
const isConnected = ({ phase }: LinkState): boolean => phase === "opening" || phase === "proving" || phase === "live";
const afresh = (state: LinkState): LinkState => ({ ...state, connectionId: "", nextSeq: 0, misfits: 0, gap: true });

function lineSays(state: LinkState, input: LineInput, moment: LinkMoment): LinkStep {
  switch (input.kind) {
    case "opened":
      return opened(state, moment);
    case "event":
      return input.event === "hello"
        ? hello(state, input.connectionId ?? "", moment)
        : eventHeard(state, input.seq, moment);
    case "heard":
      // Of a connection that was resumed nothing else tells that it is.
      return state.phase === "proving" && state.nextSeq > 0 ? goLive(state, moment) : stay({ ...state, heard: true });
    case "unauthorized":
      return doubt(state, moment);
    case "renew":
      return fall(afresh(state), { reason: input.reason }, moment);
    case "closed":
      return state.phase === "proving" ? unproven(state, input.reason, moment) : fall(state, input, moment);
  }
}

function open(state: LinkState, { times }: LinkMoment): LinkStep {
  // Without an id nothing can be resumed.
  const from = state.connectionId === "" && state.nextSeq > 0 ? afresh(state) : state;
  return {
    state: { ...from, phase: "opening", isSure: false },
    effects: [
      { kind: "open", connectionId: from.connectionId, nextSeq: from.nextSeq },
      { kind: "timer", afterMs: times.openTimeoutMs },
    ],
  };
}

/** A new connection will say hello. A resumed one says nothing by itself, so it is asked. */
function opened(state: LinkState, { times }: LinkMoment): LinkStep {
  if (state.phase !== "opening") return stay(state);
  const deadline: LinkEffect = { kind: "timer", afterMs: times.openTimeoutMs };
  const effects: LinkEffect[] = state.connectionId === "" ? [deadline] : [{ kind: "ask" }, deadline];
  return { state: { ...state, phase: "proving" }, effects };
}

function eventHeard(state: LinkState, seq: number, moment: LinkMoment): LinkStep {
  if (state.nextSeq > 0 && seq === state.nextSeq) {
    const live = goLive({ ...state, nextSeq: seq + 1, misfits: 0, repeats: 0, isSure: true }, moment);
    return { state: live.state, effects: [...live.effects, { kind: "deliver" }] };
  }
  // A number that was seen before is a repeat; dropping it loses nothing. But no resume begins with one: that is another connection.
  if (seq < state.nextSeq && state.isSure && state.repeats < REPEATS_MOST)
    return stay({ ...state, heard: true, repeats: state.repeats + 1 });
  return fall(misfit(state), { reason: "the numbers of its events do not fit" }, moment);
}

function hello(state: LinkState, connectionId: string, moment: LinkMoment): LinkStep {
  const gap = state.gap || (state.nextSeq > 0 && state.connectionId !== connectionId);
  const now = { connectionId, nextSeq: 1, misfits: 0, repeats: 0, isSure: true, gap };
  const greeted: LinkState = { ...state, ...now, phase: "proving" };
  const live = goLive(greeted, moment);
  return { state: live.state, effects: [...live.effects, { kind: "deliver" }] };
}

/** A resume that did not fit: once, come back and ask for what is missing; twice in a row, start afresh. */
function misfit(state: LinkState): LinkState {
  return state.misfits === 0 ? { ...state, misfits: 1, repeats: 0 } : afresh({ ...state, repeats: 0 });
}

function goLive(state: LinkState, { nowMs, times }: LinkMoment): LinkStep {
  if (state.phase === "live") return stay({ ...state, heard: true });
  return {
    state: { ...state, phase: "live", liveAt: nowMs, gap: false, asked: 0, heard: true },
    effects: [
      { kind: "live", missed: state.gap },
      { kind: "timer", afterMs: times.heartbeatMs },
    ],
  };
}

function timeUp(state: LinkState, moment: LinkMoment): LinkStep {
  switch (state.phase) {
    case "waiting":
      return open(state, moment);
    case "refused":
      return { state, effects: [{ kind: "verify" }, { kind: "timer", afterMs: moment.times.refusedRetryMs }] };
    case "doubted":
      return fall(state, { reason: FORGOTTEN }, moment);
    case "opening":
      return fall(state, { reason: "the server did not accept the connection in time" }, moment);
    case "proving":
      return unproven(state, "the server accepted the connection and then said nothing", moment);
    case "live":
      return heartbeat(state, moment);
    default:
      return stay(state);
  }
}

/** Ask a silent line, allow some time for any sound, ask again, and cut it when it stays silent. No look at the time: clocks are set. */
function heartbeat(state: LinkState, moment: LinkMoment): LinkStep {
  const { heartbeatMs, toleranceMs } = moment.times;
  if (state.heard) return { state: { ...state, asked: 0, heard: false }, effects: [timer(heartbeatMs)] };
  if (state.asked >= QUESTIONS) return fall(state, { reason: "the line went silent" }, moment);
  return { state: { ...state, asked: state.asked + 1 }, effects: [{ kind: "ask" }, timer(toleranceMs)] };
}

const timer = (afterMs: number): LinkEffect => ({ kind: "timer", afterMs });

/** A server cuts a socket with a bad token without a word; so does a dying server. REST can tell the two apart. */
function unproven(state: LinkState, reason: string, moment: LinkMoment): LinkStep {
  const fallen = fall(state.connectionId === "" ? state : misfit(state), { reason }, moment);
  return { state: fallen.state, effects: [...fallen.effects, { kind: "verify" }] };
}

interface Fall {
  readonly reason: string;
  readonly retryAfterMs?: number;
}

/** The link ends; it will be opened again after a wait that grows with the failures in a row. */
function fall(state: LinkState, { reason, retryAfterMs }: Fall, { nowMs, chance, times }: LinkMoment): LinkStep {
  const wasHealthy = state.phase === "live" && nowMs - state.liveAt >= times.healthyAfterMs;
  const failures = wasHealthy ? 0 : state.failures;
  const troubleAt = failures === 0 ? nowMs : state.troubleAt;
  const trouble = { failures, lastedMs: nowMs - troubleAt, chance, atLeastMs: retryAfterMs };
  const retryInMs = backoffMs(trouble, times);
  return {
    state: { ...state, phase: "waiting", failures: failures + 1, troubleAt },
    effects: [{ kind: "drop" }, { kind: "down", reason, retryInMs }, timer(retryInMs)],
  };
}

const FORGOTTEN = "the server no longer knew who we are";

/** An account that was disabled and enabled again is good, and yet its old connection stays deaf: REST decides. */
function doubt(state: LinkState, { times }: LinkMoment): LinkStep {
  return {
    state: { ...afresh(state), phase: "doubted" },
    effects: [{ kind: "drop" }, { kind: "verify" }, timer(times.openTimeoutMs)],
  };
}

function judged(state: LinkState, verdict: TokenVerdict, moment: LinkMoment): LinkStep {
  if (state.phase === "refused") return verdict === "good" ? open(state, moment) : stay(state);
  if (state.phase === "doubted" && verdict !== "refused") return fall(state, { reason: FORGOTTEN }, moment);
  // What lives may have been connected after the question was asked; it is found out by its own heartbeat.
  if (verdict !== "refused" || state.phase === "live" || state.phase === "idle") return stay(state);
  return {
    state: { ...afresh(state), phase: "refused" },
    effects: [{ kind: "drop" }, { kind: "refused" }, timer(moment.times.refusedRetryMs)],
  };
}
