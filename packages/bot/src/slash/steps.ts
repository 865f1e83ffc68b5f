/** What a person has to do by hand where the bot may not register its slash commands. Pure text, printed at the start and by the command line. */
import type { Wanted } from "./plan.ts";
import type { TeamReport } from "./sync.ts";

/** Everything that has to be typed, for one team. */
export function manualSteps(
  { team, refused, commands }: TeamReport,
  { username, url, wanted }: { readonly username: string; readonly url: string; readonly wanted: readonly Wanted[] },
): string {
  if (refused === "off")
    return `Slash commands are switched off on this server: a system administrator switches them on in System Console > Integrations > Integration Management > Enable Custom Slash Commands. @${username} registers its own at its next start.`;
  const isDone = (trigger: string, done: string): boolean =>
    commands.some((each) => each.trigger === trigger && each.done === done);
  const missing = wanted.filter(({ trigger }) => !isDone(trigger, "kept"));
  return [
    `@${username} may not register slash commands in the team ${team.name}. One of these helps:`,
    `1. Make @${username} a team administrator (team menu > Manage Members), and start the bot again.`,
    "2. Let somebody who is one do it once: put an access token of theirs into MATTERMOST_ADMIN_TOKEN and run `matterwright commands sync`.",
    "3. Make them by hand: product menu > Integrations > Slash Commands > Add Slash Command, with these fields. Each token that is shown is for the bot: `matterwright commands token <word>` reads it from standard input.",
    ...missing.map((each) => (isDone(each.trigger, "taken") ? takenLine(each, username) : fieldsOf(each, url))),
  ].join("\n");
}

function takenLine({ trigger }: Wanted, username: string): string {
  return `   /${trigger} is there already. If it was made for this bot, give the bot its token; else \`/${username} ${trigger}\` does the same.`;
}

function fieldsOf({ trigger, about, hint }: Wanted, url: string): string {
  return [
    `   /${trigger}`,
    `      Command Trigger Word: ${trigger}`,
    `      Request URL: ${url}`,
    "      Request Method: POST",
    "      Autocomplete: on",
    ...(hint === "" ? [] : [`      Autocomplete Hint: ${hint}`]),
    `      Autocomplete Description: ${about}`,
  ].join("\n");
}
