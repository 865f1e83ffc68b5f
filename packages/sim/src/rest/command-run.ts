/** Running slash commands: who may, what the integration is asked, what becomes of its answer at once and later. */
import { type Channel, type Command, type CommandAnswer, ErrorId, type Team, isId } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { type CommandForm, askCommand } from "../outgoing/command.ts";
import { runBuiltIn } from "../world/built-in/run.ts";
import { emptyAnswer, readAnswer } from "../world/integrations/command-answer-json.ts";
import { type Run, obeyAnswer } from "../world/integrations/command-answers.ts";
import { commandsOf } from "../world/integrations/commands.ts";
import { mentionedChannels, mentionedMembers } from "../world/integrations/command-mentions.ts";
import { openResponseUrl, responseUrlRefused, takeResponseUrl } from "../world/integrations/response-urls.ts";
import { newTrigger } from "../world/integrations/triggers.ts";
import { type Call, text } from "./call.ts";
import { mayPost } from "./posts.ts";
import type { Answer, Router } from "./router.ts";

export function commandRunRoutes(router: Router): void {
  router.add("POST /api/v4/commands/execute", execute);
  router.add("POST /hooks/commands/{hook_id}", answerLater, { open: true });
}

interface Wanted extends Run {
  readonly team: Team;
  /** What stood behind the trigger and one blank. */
  readonly message: string;
}

async function execute(call: Call): Promise<Answer> {
  const wanted = wantedOf(call);
  const command = commandsOf(call.world, wanted.team.id).find(({ trigger }) => trigger === wanted.trigger);
  if (command === undefined) return { json: builtIn(call, wanted) };
  const trigger = newTrigger(call.act, call.me.id);
  const form = formOf(call, wanted, { command, triggerId: trigger.long });
  const answer = await askCommand(call.outside, command, form);
  const by = { username: command.username, icon_url: command.icon_url, isBuiltIn: false };
  return { json: obeyAnswer(call.newAct(), wanted, { answer: { ...answer, trigger_id: trigger.clientId }, by }) };
}

function wantedOf(call: Call): Wanted {
  const body = call.body("command_args");
  const said = text(body, "command") ?? "";
  const channelId = text(body, "channel_id") ?? "";
  if (Buffer.byteLength(said) <= 1 || !said.startsWith("/") || !isId(channelId))
    throw new AppError("api.command.execute_command.start.app_error", "No command trigger found.", 400);
  const channel = placeOf(call, channelId);
  const teamId = teamOf(call, channel, text(body, "team_id") ?? "");
  if (!call.act.settings["ServiceSettings.EnableCommands"])
    throw new AppError(ErrorId.commandsDisabled, "Commands have been disabled by the system admin.", 501);
  const [, trigger = "", message = ""] = /^\/(\S*)(?:\s(.*))?$/s.exec(said) ?? [];
  return {
    user: call.me,
    channel,
    team: call.team(teamId),
    rootId: text(body, "root_id") ?? "",
    trigger: trigger.toLowerCase(),
    message,
  };
}

function placeOf(call: Call, channelId: string): Channel {
  const channel = call.world.channels.get(channelId);
  if (channel === undefined) {
    call.require(call.isAdmin);
    throw refuse.channelMissing(channelId);
  }
  call.require(mayPost(call, channel));
  if (channel.delete_at !== 0)
    throw new AppError("api.command.execute_command.deleted.error", "Can not run command in deleted channel.", 400);
  return channel;
}

/** In a direct or group message the client says whose commands are meant. @throws AppError 403 when it is in no such team. */
function teamOf(call: Call, channel: Channel, given: string): string {
  if (channel.type !== "D" && channel.type !== "G") return channel.team_id;
  call.require(call.world.isInTeam(given, call.me.id) || call.isAdmin);
  return given;
}

function builtIn(call: Call, wanted: Wanted): CommandAnswer {
  const done = runBuiltIn(call.act, wanted);
  if (done === undefined) {
    const name = wanted.trigger.length > 512 ? `${wanted.trigger.slice(0, 512)}...` : wanted.trigger;
    const message = `Command with a trigger of '${name}' not found. To send a message beginning with "/", try adding an empty space at the beginning of the message.`;
    throw new AppError(ErrorId.commandUnknownTrigger, message, 404);
  }
  const by = { username: "", icon_url: "", isBuiltIn: true };
  const answer = obeyAnswer(call.act, wanted, { answer: { ...emptyAnswer(), ...done.answer }, by });
  if (done.afterwards !== undefined) call.act.later(done.afterwards.delayMs ?? 0, done.afterwards.run);
  return answer;
}

/** What the integration is told. @throws AppError 400 on a server that does not know its own address. */
function formOf(
  call: Call,
  wanted: Wanted,
  { command, triggerId }: { readonly command: Command; readonly triggerId: string },
): CommandForm {
  const { act, me } = call;
  const { team, channel, message, rootId } = wanted;
  const siteUrl = act.settings["ServiceSettings.SiteURL"];
  if (siteUrl === "") {
    const reason = "SiteURL must be configured to use slash commands";
    throw new AppError("api.command.execute_command.site_url_required.app_error", reason, 400);
  }
  const later = openResponseUrl(act, command, { userId: me.id, channelId: channel.id, rootId });
  return {
    token: command.token,
    team_id: command.team_id,
    team_domain: team.name,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: me.id,
    user_name: me.username,
    command: `/${wanted.trigger}`,
    text: message,
    trigger_id: triggerId,
    root_id: rootId,
    response_url: `${siteUrl}/hooks/commands/${later.id}`,
    ...paired("user_mentions", mentionedMembers(call.world, message, team.id)),
    ...paired("channel_mentions", mentionedChannels(call.world, message, team.id)),
  };
}

/** Two fields with as many values each: the names, and their ids in the same order. */
function paired(field: string, found: ReadonlyMap<string, string>): CommandForm {
  return { [field]: [...found.keys()], [`${field}_ids`]: [...found.values()] };
}

/** The integration answers once more, by itself. Nobody has to be logged in. */
function answerLater(call: Call): Answer {
  const id = call.params["hook_id"] ?? "";
  const { act, world } = call;
  const answer = readAnswer({ contentType: call.request.headers["content-type"] ?? "", body: call.text() });
  if (answer === undefined) {
    const message = `Unable to parse incoming data for webhook ${id}.`;
    throw new AppError("web.command_webhook.parse.app_error", message, 400);
  }
  const { found, command } = takeResponseUrl(act, id);
  const [user, channel] = [world.user(found.userId), world.channels.get(found.channelId)];
  if (user === undefined || channel === undefined) throw responseUrlRefused(id, 500);
  const by = { username: command.username, icon_url: command.icon_url, isBuiltIn: false };
  try {
    obeyAnswer(act, { user, channel, rootId: found.rootId, trigger: "" }, { answer, by });
  } catch (error) {
    throw error instanceof AppError ? responseUrlRefused(id, error.status) : error;
  }
  return { status: 200, headers: { "Content-Type": "text/plain" }, body: "ok" };
}
