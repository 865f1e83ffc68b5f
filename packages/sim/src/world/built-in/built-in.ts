/** What a command of the server is given and gives. */
import type { CommandAnswer, Team } from "@matterwright/protocol";
import type { Act } from "../act.ts";
import type { Run } from "../integrations/command-answers.ts";

export interface BuiltInRun extends Run {
  /** What stood behind the trigger. */
  readonly message: string;
  readonly team: Team;
}

export interface BuiltInAnswer {
  readonly answer: Partial<CommandAnswer>;
  /** What the server does once its answer is on the way, so many milliseconds later. */
  readonly afterwards?: { readonly delayMs?: number; readonly run: (act: Act) => void };
}

export type BuiltIn = (act: Act, run: BuiltInRun) => BuiltInAnswer;

/** Says something to who ran the command alone. */
export function whispers(text: string): BuiltInAnswer {
  return { answer: { response_type: "ephemeral", text } };
}

export const SILENCE: BuiltInAnswer = { answer: {} };

/** Where a client goes: a channel's page. */
export function pageOf({ settings }: Act, { team }: BuiltInRun, channelName: string): string {
  return `${settings["ServiceSettings.SiteURL"]}/${team.name}/channels/${channelName}`;
}
