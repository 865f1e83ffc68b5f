/**
 * What has to be done so that the slash commands of one team are those that the bot has: made, changed, taken over, removed. Pure: it
 * is given what stands on the server and says what to do; `sync.ts` does it.
 */
import type { Command, Id, NewCommand } from "@matterwright/protocol";

/** A slash command that the bot wants. */
export interface Wanted {
  /** Without its slash. */
  readonly trigger: string;
  readonly about: string;
  /** What may stand behind it. */
  readonly hint: string;
}

/** What the bot remembers of a slash command of its own. */
export interface Remembered {
  readonly commandId: Id | "";
  readonly teamId: Id;
  readonly trigger: string;
  readonly token: string;
  /** Made by the bot; else it was there, and was taken over. */
  readonly isMade: boolean;
}

export type Step =
  | { readonly kind: "create"; readonly trigger: string; readonly to: NewCommand }
  | {
      readonly kind: "update";
      readonly trigger: string;
      readonly command: Command;
      readonly to: NewCommand;
      readonly adopts: boolean;
      readonly isMade: boolean;
      readonly drift: readonly string[];
    }
  | {
      readonly kind: "keep";
      readonly trigger: string;
      readonly command: Command;
      readonly adopts: boolean;
      readonly isMade: boolean;
    }
  | { readonly kind: "remove"; readonly trigger: string; readonly command: Command }
  | { readonly kind: "taken"; readonly trigger: string };

export interface Standing {
  readonly teamId: Id;
  readonly me: { readonly id: Id; readonly username: string };
  /** The address that the server shall call. */
  readonly url: string;
  readonly wanted: readonly Wanted[];
  /** What the team has. */
  readonly existing: readonly Command[];
  readonly remembered: readonly Remembered[];
}

/** A server measures bytes. */
const ABOUT_MAX_BYTES = 128;
const NAME_MAX_BYTES = 64;
const HINT_MAX_CHARACTERS = 1_024;

export function planOf(standing: Standing): Step[] {
  const { wanted, existing, remembered } = standing;
  const steps = wanted.map((each): Step => {
    const command = existing.find(({ trigger }) => trigger === each.trigger);
    const to = wishFor(each, standing, command);
    if (command === undefined) return { kind: "create", trigger: each.trigger, to };
    if (!isOurs(command, standing)) return { kind: "taken", trigger: each.trigger };
    const adopts = !remembered.some(({ commandId }) => commandId === command.id);
    const drift = driftOf(command, to);
    const known = { trigger: each.trigger, command, adopts, isMade: isMade(command, standing) };
    return drift.length === 0 ? { kind: "keep", ...known } : { kind: "update", ...known, to, drift };
  });
  const isWanted = (command: Command): boolean => wanted.some(({ trigger }) => trigger === command.trigger);
  const left = existing.filter((command) => !isWanted(command) && isMade(command, standing));
  return [...steps, ...left.map((command): Step => ({ kind: "remove", trigger: command.trigger, command }))];
}

/** What the bot made, of all that the team has. */
export function madeBy(standing: Pick<Standing, "existing" | "remembered" | "me" | "url">): Command[] {
  return standing.existing.filter((command) => isMade(command, standing));
}

type Ownership = Pick<Standing, "remembered" | "me" | "url">;

/** Made by the bot, known to it, or made by hand for it. */
function isOurs(command: Command, { remembered, me, url }: Ownership): boolean {
  const { id, creator_id: creatorId, token } = command;
  return (
    command.url === url ||
    creatorId === me.id ||
    remembered.some((known) => known.commandId === id || known.token === token)
  );
}

function isMade(command: Command, { remembered, me, url }: Ownership): boolean {
  const known = remembered.find(({ commandId }) => commandId === command.id);
  // Without a memory: what the bot's own account made for this very address.
  return known?.isMade ?? (command.creator_id === me.id && command.url === url);
}

/** What of a command is somebody else's taste is left as it is. */
function wishFor(
  { trigger, about, hint }: Wanted,
  { teamId, url, me }: Standing,
  now: Command | undefined,
): NewCommand {
  return {
    team_id: teamId,
    trigger,
    url,
    method: "P",
    username: now?.username ?? "",
    icon_url: now?.icon_url ?? "",
    auto_complete: true,
    auto_complete_desc: shortened(about, HINT_MAX_CHARACTERS),
    auto_complete_hint: shortened(hint, HINT_MAX_CHARACTERS),
    display_name: shortened(`@${me.username} ${trigger}`, NAME_MAX_BYTES),
    description: shortened(about, ABOUT_MAX_BYTES),
  };
}

function driftOf(command: Command, to: NewCommand): string[] {
  return Object.entries(to).flatMap(([name, value]) => (command[name as keyof Command] === value ? [] : [name]));
}

/** A text of at most so many bytes. */
function shortened(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const signs = [...text];
  while (Buffer.byteLength(`${signs.join("")}…`) > maxBytes) signs.pop();
  return `${signs.join("")}…`;
}
