/**
 * What rules need to know of whoever asks, and the server has to be asked for: roles and groups. Each thing is asked for once for each
 * decision at most; that it cannot be known is an answer of its own.
 */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Id } from "@matterwright/protocol";
import type { People } from "../people/people.ts";
import { Memory } from "../people/memory.ts";
import type { Author } from "../update/update.ts";

/** Who wants to run something, and where. */
export interface Asker {
  readonly user: Author;
  readonly channelId: Id;
  /** Empty in direct and group messages. */
  readonly teamId: Id | "";
  readonly isDirect: boolean;
}

/** Each may throw what asking the server throws. */
export interface Facts {
  systemRoles(asker: Asker): Promise<readonly string[]>;
  channelRoles(asker: Asker): Promise<readonly string[]>;
  /** Ids and names of the groups that somebody is in. */
  groups(asker: Asker): Promise<readonly string[]>;
}

/** Nobody tells a bot that groups have changed. */
const GROUPS_MAX_AGE_MS = 60_000;
const GROUPS_MOST = 1_000;

export function factsOf(parts: { readonly people: People; readonly rest: Rest; readonly clock: Clock }): Facts {
  const { people, rest, clock } = parts;
  const groups = new Memory<readonly string[]>({ clock, most: GROUPS_MOST, maxAgeMs: GROUPS_MAX_AGE_MS });
  return {
    systemRoles: async ({ user }) => words((await people.user(user.id)).roles),
    channelRoles: async ({ channelId, user }) => {
      const member = await people.member(channelId, user.id);
      if (member === undefined) return [];
      const { roles, scheme_admin, scheme_user, scheme_guest } = member;
      return [
        ...words(roles),
        ...(scheme_admin ? ["channel_admin"] : []),
        ...(scheme_user ? ["channel_user"] : []),
        ...(scheme_guest ? ["channel_guest"] : []),
      ];
    },
    groups: ({ user }) =>
      groups.get(user.id, async () => {
        const all = await rest.groups.ofUser(user.id);
        return all.filter(({ delete_at }) => delete_at === 0).flatMap(({ id, name }) => (name ? [id, name] : [id]));
      }),
  };
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
