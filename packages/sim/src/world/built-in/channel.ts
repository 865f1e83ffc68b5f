/** The server's commands about channels: joining, leaving, inviting, removing, and what a channel says of itself. */
import type { Channel, User } from "@matterwright/protocol";
import { AppError } from "../../errors.ts";
import type { Act } from "../act.ts";
import { type ChannelChange, changeChannel } from "../places/channels.ts";
import { enterChannel, removeFromChannel, sayEntered } from "../places/members.ts";
import { channelNamed } from "../places/teams.ts";
import { type BuiltIn, type BuiltInAnswer, type BuiltInRun, SILENCE, pageOf, whispers } from "./built-in.ts";

export const channelCommands: Readonly<Record<string, BuiltIn>> = {
  join,
  open: join,
  leave,
  invite,
  kick: remove,
  remove,
  mute,
  header: (act, run) =>
    run.message === ""
      ? whispers("Text must be provided with the /header command.")
      : change(act, run, { header: run.message, error: "Error updating the channel header." }),
  purpose: (act, run) =>
    isTalk(run.channel)
      ? whispers("Unable to set purpose for direct message channels. Use /header to set the header instead.")
      : run.message === ""
        ? whispers("A message must be provided with the /purpose command.")
        : change(act, run, { purpose: run.message, error: "Error updating the channel purpose." }),
  rename: (act, run) =>
    isTalk(run.channel)
      ? whispers("Unable to rename direct message channels.")
      : run.message === ""
        ? whispers("A message must be provided with the /rename command.")
        : change(act, run, { display_name: run.message, error: "Error to update the current channel." }),
};

function isTalk({ type }: Channel): boolean {
  return type === "D" || type === "G";
}

function change(
  act: Act,
  { channel, user }: BuiltInRun,
  { error, ...wanted }: ChannelChange & { readonly error: string },
): BuiltInAnswer {
  try {
    changeChannel(act, channel, { change: wanted, by: user, says: "everything" });
    return SILENCE;
  } catch (reason) {
    if (reason instanceof AppError) return whispers(error);
    throw reason;
  }
}

function join(act: Act, run: BuiltInRun): BuiltInAnswer {
  const name = run.message.startsWith("~") ? run.message.slice(1) : run.message.toLowerCase();
  const channel = channelNamed(act, run.team.id, name);
  if (channel === undefined) return whispers("An error occurred while listing channels.");
  const isMember = act.world.isMember(channel.id, run.user.id);
  if (!isMember && channel.type !== "O") return whispers("An error occurred while joining the channel.");
  const goto_location = pageOf(act, run, channel.name);
  if (isMember) return { answer: { goto_location } };
  enterChannel(act, channel, run.user);
  return { answer: { goto_location }, afterwards: { run: (later) => sayEntered(later, channel, { user: run.user }) } };
}

function leave(act: Act, run: BuiltInRun): BuiltInAnswer {
  if (run.channel.name === "town-square")
    return whispers("Unable to remove user from the default channel town-square.");
  if (isTalk(run.channel)) return whispers("An error occurred while leaving the channel.");
  removeFromChannel(act, run.channel, run.user.id);
  return { answer: { goto_location: pageOf(act, run, "town-square") } };
}

/** Users and channels in one line; without a channel, the one it is written in. */
function invite(act: Act, run: BuiltInRun): BuiltInAnswer {
  if (run.message === "") return whispers("Missing Username and/or Channel.");
  const users: User[] = [];
  const channels: Channel[] = [];
  const said: string[] = [];
  for (const word of run.message.split(/\s+/)) {
    if (word === "") continue;
    if (word.startsWith("~")) {
      const channel = channelNamed(act, run.team.id, word.slice(1));
      if (channel === undefined) said.push(noChannel(word.slice(1)));
      else channels.push(channel);
      continue;
    }
    const user = act.world.userNamed(word.replace(/^@/, ""));
    if (user === undefined || user.delete_at !== 0)
      said.push(`We couldn't find the user ${word}. They may have been deactivated by the System Administrator.`);
    else users.push(user);
  }
  if (users.length === 0) return whispers(said.length > 0 ? said.join("\n") : "Missing Username and/or Channel.");
  const joined = (channels.length === 0 ? [run.channel] : channels).flatMap((channel) =>
    users.flatMap((user) => bring(act, run, { channel, user, said })),
  );
  const run2 = (later: Act): void => {
    for (const { channel, user } of joined) sayEntered(later, channel, { user, by: run.user });
  };
  return { ...whispers(said.join("\n")), afterwards: { run: run2 } };
}

interface Invited {
  readonly channel: Channel;
  readonly user: User;
  /** What the inviter is told, line by line. */
  readonly said: string[];
}

function bring(act: Act, run: BuiltInRun, { channel, user, said }: Invited): Invited[] {
  const { world } = act;
  if (isTalk(channel)) said.push("You can't add someone to a direct message channel.");
  else if (!world.isMember(channel.id, run.user.id) && !(channel.type === "O" && world.isSystemAdmin(run.user.id)))
    said.push(`You don't have enough permissions to add @${user.username} in ${channel.name}.`);
  else if (world.isMember(channel.id, user.id)) said.push(`@${user.username} is already in the channel.`);
  else if (!world.isInTeam(channel.team_id, user.id)) {
    const team = world.teams.get(channel.team_id)?.display_name ?? "unknown";
    said.push(`You can add @${user.username} to this channel once they are members of the **${team}** team.`);
  } else {
    enterChannel(act, channel, user);
    if (channel.id !== run.channel.id) said.push(`@${user.username} added to ${channel.name} channel.`);
    return [{ channel, user, said }];
  }
  return [];
}

function noChannel(name: string): string {
  return `Could not find the channel ${name}. Please use the [channel handle](https://docs.mattermost.com/messaging/managing-channels.html#naming-a-channel) to identify channels.`;
}

/** Mutes a channel, or unmutes it. */
function mute(act: Act, run: BuiltInRun): BuiltInAnswer {
  const name = run.message.split(" ")[0]?.replace(/^~/, "") ?? "";
  const channel = name === "" ? run.channel : channelNamed(act, run.team.id, name);
  const member = channel === undefined ? undefined : act.world.channelMembers.get(channel.id)?.get(run.user.id);
  if (channel === undefined || member === undefined) return whispers(noChannel(name));
  const isMuted = member.notify_props["mark_unread"] !== "mention";
  Object.assign(member.notify_props, { mark_unread: isMuted ? "mention" : "all" });
  act.emit({
    event: "channel_member_updated",
    data: { channelMember: JSON.stringify(member) },
    to: { user_id: run.user.id },
  });
  const [what, it] = isTalk(channel) ? ["this channel", "This channel"] : [channel.display_name, channel.display_name];
  return whispers(
    isMuted
      ? `You will not receive notifications for ${what} until channel mute is turned off.`
      : `${it} is no longer muted.`,
  );
}

function remove(act: Act, run: BuiltInRun): BuiltInAnswer {
  if (isTalk(run.channel)) return whispers("You can't remove someone from a direct message channel.");
  const name = run.message.split(" ")[0]?.replace(/^@/, "") ?? "";
  if (name === "") return whispers("A message must be provided with the /remove or /kick command.");
  const user = act.world.userNamed(name);
  if (user === undefined || user.delete_at !== 0)
    return whispers("We couldn't find the user. They may have been deactivated by the System Administrator.");
  if (!act.world.isMember(run.channel.id, user.id))
    return whispers(`${user.username} is not a member of this channel.`);
  if (run.channel.name === "town-square")
    return whispers("Unable to remove user from the default channel town-square.");
  removeFromChannel(act, run.channel, user.id, { by: run.user });
  return SILENCE;
}
