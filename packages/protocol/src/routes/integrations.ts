/** Routes of webhooks, slash commands and dialogs. */
import { API, segment as id } from "./segment.ts";

const outgoing = (hook: string): string => `${API}/hooks/outgoing/${id(hook)}`;
const command = (which: string): string => `${API}/commands/${id(which)}`;

export const integrationRoutes = {
  incomingWebhooks: () => `${API}/hooks/incoming`,
  incomingWebhook: (hook: string) => `${API}/hooks/incoming/${id(hook)}`,
  /** Where a script posts; outside the API. */
  webhook: (hook: string) => `/hooks/${id(hook)}`,
  outgoingWebhooks: () => `${API}/hooks/outgoing`,
  outgoingWebhook: outgoing,
  outgoingWebhookToken: (hook: string) => `${outgoing(hook)}/regen_token`,

  commands: () => `${API}/commands`,
  command,
  commandMove: (which: string) => `${command(which)}/move`,
  commandToken: (which: string) => `${command(which)}/regen_token`,
  commandExecute: () => `${API}/commands/execute`,
  commandsAutocomplete: (team: string) => `${API}/teams/${id(team)}/commands/autocomplete`,
  commandSuggestions: (team: string) => `${API}/teams/${id(team)}/commands/autocomplete_suggestions`,

  dialogOpen: () => `${API}/actions/dialogs/open`,
  dialogSubmit: () => `${API}/actions/dialogs/submit`,
  dialogLookup: () => `${API}/actions/dialogs/lookup`,
} as const;
