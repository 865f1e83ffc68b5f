/**
 * What an administrator may do to a bot and its places behind its back. None of it is told to the bot's socket in a way that it could
 * not miss. `sim.faults.accounts` and `sim.faults.channels` for tests.
 */
import type { Channel, User } from "@matterwright/protocol";
import type { Act } from "../world/act.ts";
import { archiveChannel, restoreChannel } from "../world/places/channels.ts";
import { removeFromChannel } from "../world/places/members.ts";
import { demoteToGuest } from "../world/people/guests.ts";
import { createAccessToken, endSessionsOf, revokeAccessToken } from "../world/people/sessions.ts";
import { setActive } from "../world/people/users.ts";

export class AccountFaults {
  readonly #act: () => Act;

  constructor(act: () => Act) {
    this.#act = act;
  }

  /** Revokes every token and session: the socket stays open and deaf, requests are refused with 401. @throws Error for an unknown name. */
  revoke(username: string): void {
    const act = this.#act();
    const user = userNamed(act, username);
    const tokens = [...act.world.accessTokens.values()].filter((token) => token.user_id === user.id);
    for (const token of tokens) revokeAccessToken(act, token.id);
    endSessionsOf(act, user.id);
  }

  /** Makes a new token, as an administrator does who revoked the old one. @throws Error for an unknown name. */
  newToken(username: string): string {
    const act = this.#act();
    return createAccessToken(act, userNamed(act, username).id, "made anew").token;
  }

  /** Disables a bot or deactivates a person. @throws Error for an unknown name. */
  disable(username: string): void {
    this.#setActive(username, false);
  }

  /** Enables again what was disabled. A socket from before stays deaf. @throws Error for an unknown name. */
  enable(username: string): void {
    this.#setActive(username, true);
  }

  /** Makes somebody a guest, as only a server with a licence does. @throws Error for an unknown name. */
  demote(username: string): void {
    const act = this.#act();
    demoteToGuest(act, userNamed(act, username));
  }

  #setActive(username: string, active: boolean): void {
    const act = this.#act();
    const user = userNamed(act, username);
    const bot = act.world.bots.get(user.id);
    if (bot !== undefined) Object.assign(bot, { delete_at: active ? 0 : act.now, update_at: act.now });
    setActive(act, user, active);
  }
}

export class ChannelFaults {
  readonly #act: () => Act;

  constructor(act: () => Act) {
    this.#act = act;
  }

  /** Archives a channel, by its name and an administrator. @throws Error when there is none of this name. */
  archive(name: string): void {
    const act = this.#act();
    archiveChannel(act, channelNamed(act, name), administrator(act));
  }

  /** Takes it out of the archive again. @throws Error when there is none of this name. */
  restore(name: string): void {
    const act = this.#act();
    restoreChannel(act, channelNamed(act, name), administrator(act));
  }

  /** Removes somebody from a channel. @throws Error for unknown names. */
  remove(name: string, username: string): void {
    const act = this.#act();
    removeFromChannel(act, channelNamed(act, name), userNamed(act, username).id, { by: administrator(act) });
  }
}

function userNamed({ world }: Act, username: string): User {
  const user = world.userNamed(username.replace(/^@/, ""));
  if (user === undefined) throw new Error(`nobody in the town is called "${username}"`);
  return user;
}

function channelNamed({ world }: Act, name: string): Channel {
  const wanted = name.replace(/^~/, "");
  for (const channel of world.channels.values()) if (channel.name === wanted) return channel;
  throw new Error(`there is no channel "~${wanted}"`);
}

function administrator({ world }: Act): User {
  for (const { user } of world.accounts.values()) if (world.isSystemAdmin(user.id)) return user;
  throw new Error("the town has no system administrator, whom this needs: make one with createAdministrator()");
}
