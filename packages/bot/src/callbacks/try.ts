/**
 * Has the server make one call to the bot's door, as it makes one for a dialog, and tells whether that got there and back. Where it did
 * not, the server's own answer says why; where that says nothing, what the bot sees itself. Called by the self-test of a bot, and by
 * `matterwright doctor`.
 */
import { randomUUID } from "node:crypto";
import { CallError, type Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Id } from "@matterwright/protocol";
import { ANSWER_LOST, type Explanation, explainForeign, explainStatus, explainWords } from "./explain.ts";
import { type Look, guess } from "./look.ts";

/** Whether the server reaches the bot. */
export interface CallbackReport {
  /** `none`: the bot was not told where it is reached. `untested`: nobody could try yet. */
  readonly state: "none" | "untested" | "works" | "fails";
  /** Where the server shall call; empty where nothing was set. */
  readonly url: string;
  /** How long the way there and back took, in milliseconds, where it works. */
  readonly tookMs?: number;
  /** Why it fails, or could not be tried. */
  readonly explanation?: Explanation;
}

/** Below the base of the door. */
export const SELF_TEST_PATH = "/self-test";

export interface Trial {
  /** With the bot's token. */
  readonly rest: Rest;
  /** Where the bot is. */
  readonly people: {
    myTeams(): Promise<readonly { readonly id: Id }[]>;
    channelNamed(teamId: Id, name: string): Promise<{ readonly id: Id }>;
  };
  readonly clock: Clock;
  /** The whole address of the self-test's path. */
  readonly url: string;
  /** By which the door knows the call. */
  readonly key: string;
  /** Whether the call has arrived at the door. */
  readonly hasArrived: () => boolean | Promise<boolean>;
  /** What the bot sees itself at an address, where it can look. */
  readonly look: Look | undefined;
}

export function newTrialKey(): string {
  return randomUUID();
}

/** Tries it. @throws CallError, NetworkError when the server cannot be asked. */
export async function tryCallback(trial: Trial): Promise<CallbackReport> {
  const { people, clock, url, key, hasArrived } = trial;
  const rest = trial.rest.with({ retryForMs: 0 });
  const [team] = await people.myTeams();
  if (team === undefined)
    return untested(url, "The bot is in no team, so it cannot have the server call it", "Add the bot to a team");
  const place = { team_id: team.id, channel_id: (await people.channelNamed(team.id, "town-square")).id };
  const startedMs = clock.now();
  try {
    const submission = { callback_id: "matterwright", state: "", submission: {}, cancelled: false };
    const answer = await rest.dialogs.submit({ ...submission, ...place, url: `${url}?key=${key}` });
    if (answer.error === key) return { state: "works", url, tookMs: clock.now() - startedMs };
    return fails(url, (await hasArrived()) ? ANSWER_LOST : explainForeign(false));
  } catch (error) {
    if (!(error instanceof CallError) || error.status === undefined || !isAboutTheCall(error)) throw error;
    if (await hasArrived()) return fails(url, ANSWER_LOST);
    return fails(url, await why(error, { ...trial, rest, place }));
  }
}

export function untested(url: string, why: string, help: string): CallbackReport {
  return { state: "untested", url, explanation: { cause: "unknown", why, help } };
}

function fails(url: string, explanation: Explanation): CallbackReport {
  return { state: "fails", url, explanation };
}

const NO_JSON = "app.submit_interactive_dialog.decode_json_error";

/** Whether the server speaks of what it called, and not of who asked it to. */
function isAboutTheCall({ id = "" }: CallError): boolean {
  return id === NO_JSON || /action_integration|submit_interactive_dialog/.test(id);
}

type Asked = Trial & { readonly place: { readonly team_id: Id; readonly channel_id: Id } };

/** The server's own words are best, then the status that it got, then what the bot sees itself. */
async function why(error: CallError, asked: Asked): Promise<Explanation> {
  const said = explainWords(error.detail ?? "", asked.url);
  if (said !== undefined) return said;
  if (error.id === NO_JSON) return explainForeign();
  const status = await statusSeen(asked);
  if (status !== undefined) return explainStatus(status);
  return guess(await asked.look?.(asked.url.replace(SELF_TEST_PATH, "/livez")), asked.url);
}

/**
 * The status that the server gets, which it tells of slash commands alone: one is made for the question and removed again. Nothing where
 * the bot may not make any, or where the server gets no status.
 */
async function statusSeen({ rest, url, place }: Asked): Promise<number | undefined> {
  const trigger = `matterwright-test-${randomUUID().slice(0, 8)}`;
  const made = await rest.commands.create({ team_id: place.team_id, trigger, url, method: "P" }).catch(() => undefined);
  if (made === undefined) return undefined;
  try {
    await rest.commands.execute({ command: `/${trigger}`, ...place });
    return undefined;
  } catch (error) {
    const status = error instanceof CallError ? / returned response (\d{3})\b/.exec(error.message)?.[1] : undefined;
    return status === undefined ? undefined : Number(status);
  } finally {
    await rest.commands.delete(made.id).catch(() => {});
  }
}
