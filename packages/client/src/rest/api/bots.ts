import { type BotAccount, type Id, routes } from "@matterwright/protocol";
import type { Calls } from "../calls.ts";
import { type PageQuery, pageIn } from "../pages.ts";

export interface NewBotAccount {
  readonly username: string;
  readonly display_name?: string;
  readonly description?: string;
}

export interface BotsQuery extends PageQuery {
  /** Disabled ones too. */
  readonly includeDeleted?: boolean;
  /** Only those whose owner was deactivated. */
  readonly onlyOrphaned?: boolean;
}

/** Bot accounts: `/api/v4/bots`. A bot itself may neither make nor read them; these are for an administrator's token. */
export interface BotsApi {
  /** `POST /bots`. Its token comes from `users.createToken`. */
  create(bot: NewBotAccount): Promise<BotAccount>;
  /** `GET /bots/{bot_user_id}`. */
  get(bot: Id): Promise<BotAccount>;
  /** `GET /bots`. One page. */
  list(query?: BotsQuery): Promise<BotAccount[]>;
  /** `GET /bots`. All, page by page. */
  all(query?: Omit<BotsQuery, keyof PageQuery>): AsyncIterable<BotAccount>;
  /** `PUT /bots/{bot_user_id}`. */
  patch(bot: Id, patch: Partial<NewBotAccount>): Promise<BotAccount>;
  /** `POST /bots/{bot_user_id}/disable`. Its tokens fail until it is enabled again. */
  disable(bot: Id): Promise<BotAccount>;
  /** `POST /bots/{bot_user_id}/enable`. */
  enable(bot: Id): Promise<BotAccount>;
  /** `POST /bots/{bot_user_id}/assign/{user_id}`. Gives it another owner. */
  assign(bot: Id, owner: Id): Promise<BotAccount>;
}

export function botsApi({ one, list, pages }: Calls): BotsApi {
  return {
    create: (bot) => one("POST", routes.bots(), { body: bot }),
    get: (bot) => one("GET", routes.bot(bot), { query: { include_deleted: true } }),
    list: (query) => list("GET", routes.bots(), { query: { ...which(query), ...pageIn(query) } }),
    all: (query) => pages(routes.bots(), which(query)),
    patch: (bot, patch) => one("PUT", routes.bot(bot), { body: patch }),
    disable: (bot) => one("POST", routes.botDisable(bot)),
    enable: (bot) => one("POST", routes.botEnable(bot)),
    assign: (bot, owner) => one("POST", routes.botAssign(bot, owner)),
  };
}

function which({ includeDeleted, onlyOrphaned }: BotsQuery = {}): Record<string, boolean | undefined> {
  return { include_deleted: includeDeleted, only_orphaned: onlyOrphaned };
}
