/** A script with the client alone, without the framework: it tells a channel how many of its members have not said anything yet. */
import type { Rest } from "@matterwright/client";

/** Posts the report with a list as a file, and answers how many were silent. */
export async function reportSilence(rest: Rest, team: string, name: string): Promise<number> {
  const channel = await rest.channels.byNames(team, name);
  const spoken = new Set<string>();
  for await (const post of rest.posts.allBefore(channel.id)) spoken.add(post.user_id);

  const silent: string[] = [];
  for await (const member of rest.channels.allMembers(channel.id))
    if (!spoken.has(member.user_id)) silent.push(member.user_id);

  const users = silent.length === 0 ? [] : await rest.users.byIds(silent);
  const content = users.map(({ username }) => `@${username}\n`).join("");
  const message = `${silent.length} have not said anything here yet.`;
  // The server takes no empty file.
  const list = content === "" ? [] : [await rest.files.upload({ channel: channel.id, name: "silent.txt", content })];
  await rest.posts.create({ channel_id: channel.id, message, file_ids: list.map(({ id }) => id) });
  return silent.length;
}
