import { type BotAccount, type Id, routes } from "@matterwright/protocol";
import type { Requester } from "../request.ts";

/** Bot accounts: `/api/v4/bots`. A bot itself may neither make nor read them; these are for an administrator's token. */
export interface BotsApi {
  create(bot: {
    readonly username: string;
    readonly display_name?: string;
    readonly description?: string;
  }): Promise<BotAccount>;
  get(bot: Id): Promise<BotAccount>;
}

export function botsApi({ json }: Requester): BotsApi {
  return {
    create: (bot) => json("POST", routes.bots(), { body: bot }),
    get: (bot) => json("GET", routes.bot(bot)),
  };
}
