/** Bot accounts. A new bot writes to its owner, which is why it is never without a channel. */
import type { BotAccount, User } from "@matterwright/protocol";
import type { Act } from "../act.ts";
import { directChannel } from "../places/channels.ts";
import { createPost } from "../posts/posts.ts";
import { createUser } from "../people/users.ts";

const HELLO =
  "Please add me to teams and channels you want me to interact in. To do this, use the browser or Mattermost Desktop App.";

export interface NewBot {
  readonly username: string;
  readonly display_name?: string;
  readonly description?: string;
}

export function createBot(
  act: Act,
  { username, display_name = "", description = "" }: NewBot,
  owner: User,
): BotAccount {
  const user = createUser(act, {
    username,
    email: `${username.toLowerCase()}@localhost`,
    first_name: display_name,
    isBot: true,
    roles: "system_user",
  });
  user.bot_description = description;
  const bot: BotAccount = {
    user_id: user.id,
    username: user.username,
    display_name,
    description,
    owner_id: owner.id,
    create_at: act.now,
    update_at: act.now,
    delete_at: 0,
  };
  act.world.bots.set(user.id, bot);
  const channel = directChannel(act, user, owner);
  createPost(act, channel, { author: user, draft: { message: HELLO, type: "add_bot_teams_channels", byServer: true } });
  return bot;
}

/** A bot as the server writes it: empty texts are left out. */
export function botView(bot: BotAccount): BotAccount {
  return {
    user_id: bot.user_id,
    username: bot.username,
    ...(bot.display_name === "" || bot.display_name === undefined ? {} : { display_name: bot.display_name }),
    ...(bot.description === "" || bot.description === undefined ? {} : { description: bot.description }),
    owner_id: bot.owner_id,
    create_at: bot.create_at,
    update_at: bot.update_at,
    delete_at: bot.delete_at,
  };
}
