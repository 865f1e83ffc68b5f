/** Slash commands managed by hand, with any account's token. A bot that may do so manages its own: nothing of this is needed then. */
import { type Rest, createRest } from "@matterwright/client";

/** @returns what happened to a command from its making to its end. */
export async function manage(config: Parameters<typeof createRest>[0], url: string): Promise<string[]> {
  // config = Mattermost.from_env()
  const rest: Rest = createRest(config);

  // {:ok, teams} = Mattermost.Client.request(config, :get, "/teams")
  const teams = await rest.call<readonly { readonly id: string }[]>("GET", "/api/v4/teams");
  const team = teams[0]?.id ?? "";

  // API.register_command(ctx, team_id, "ship", url, description: "Ship it", auto_complete: true, auto_complete_hint: "[env]")
  const made = await rest.commands.create({
    team_id: team,
    trigger: "ship",
    url,
    description: "Ship it",
    auto_complete: true,
    auto_complete_hint: "[staging|production]",
  });

  // {:ok, commands} = API.list_commands(ctx, team_id)
  const listed = (await rest.commands.list(team)).some((command) => command.id === made.id);

  // API.update_command(ctx, command_id, url: "https://new-url.com/commands/ship")
  const updated = await rest.commands.update(made.id, { ...made, url: `${url}/new` });

  // API.delete_command(ctx, command_id)
  await rest.commands.delete(made.id);
  const gone = (await rest.commands.list(team)).every((command) => command.id !== made.id);
  return [made.trigger, `listed ${listed}`, updated.url, `gone ${gone}`];
}
