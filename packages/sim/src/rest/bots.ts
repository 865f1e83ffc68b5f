/** `/api/v4/bots` and access tokens. A bot may neither make bots nor look at itself here. */
import type { BotAccount, User } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { botView, createBot } from "../world/integrations/bots.ts";
import { createAccessToken, endSessionsOf, revokeAccessToken, setAccessTokenActive } from "../world/people/sessions.ts";
import { changeUser, setActive } from "../world/people/users.ts";
import { type Call, OK, text } from "./call.ts";
import type { Answer, Router } from "./router.ts";

export function botRoutes(router: Router): void {
  router.add("POST /api/v4/bots", create);
  router.add("GET /api/v4/bots", list);
  router.add("GET /api/v4/bots/{bot_user_id}", get);
  router.add("PUT /api/v4/bots/{bot_user_id}", patch);
  router.add("POST /api/v4/bots/{bot_user_id}/disable", (call) => setEnabled(call, false));
  router.add("POST /api/v4/bots/{bot_user_id}/enable", (call) => setEnabled(call, true));
  router.add("POST /api/v4/bots/{bot_user_id}/assign/{user_id}", assign);
  router.add("POST /api/v4/users/{user_id}/tokens", createToken);
  router.add("GET /api/v4/users/{user_id}/tokens", tokensOf);
  router.add("GET /api/v4/users/tokens/{token_id}", getToken);
  router.add("POST /api/v4/users/tokens/revoke", (call) => withToken(call, (id) => revokeAccessToken(call.act, id)));
  router.add("POST /api/v4/users/tokens/disable", (call) =>
    withToken(call, (id) => setAccessTokenActive(call.act, id, false)),
  );
  router.add("POST /api/v4/users/tokens/enable", (call) =>
    withToken(call, (id) => setAccessTokenActive(call.act, id, true)),
  );
}

/** Team administrators do not suffice: managing bots is for system administrators. */
function create(call: Call): Answer {
  const body = call.body("bot");
  call.require(call.isAdmin && call.me.is_bot !== true);
  if (!call.act.settings["ServiceSettings.EnableBotAccountCreation"])
    throw new AppError("api.bot.create_disabled", "Bot creation has been disabled.", 403);
  const [display, description] = [text(body, "display_name"), text(body, "description")];
  const bot = createBot(
    call.act,
    {
      username: text(body, "username") ?? "",
      ...(display === undefined ? {} : { display_name: display }),
      ...(description === undefined ? {} : { description }),
    },
    call.me,
  );
  return { status: 201, json: botView(bot) };
}

function list(call: Call): Answer {
  call.require(call.isAdmin);
  const withDeleted = call.query.get("include_deleted") === "true";
  const { from, rows } = call.page();
  const bots = [...call.world.bots.values()].filter((bot) => withDeleted || bot.delete_at === 0);
  return { json: bots.slice(from, from + rows).map(botView) };
}

function missing(): AppError {
  return new AppError("store.sql_bot.get.missing.app_error", "Bot does not exist.", 404);
}

/** Who may not manage a bot is told that there is none. */
function managed(call: Call): BotAccount {
  const bot = call.world.bots.get(call.id("bot_user_id"));
  if (bot === undefined || !(call.isAdmin || bot.owner_id === call.me.id)) throw missing();
  return bot;
}

function get(call: Call): Answer {
  const bot = managed(call);
  if (bot.delete_at !== 0 && call.query.get("include_deleted") !== "true") throw missing();
  return { json: botView(bot) };
}

function patch(call: Call): Answer {
  const bot = managed(call);
  const body = call.body("bot");
  const user = call.user(bot.user_id);
  const [username, display, description] = [
    text(body, "username"),
    text(body, "display_name"),
    text(body, "description"),
  ];
  changeUser(call.act, user, {
    ...(username === undefined ? {} : { username }),
    ...(display === undefined ? {} : { first_name: display }),
  });
  Object.assign(bot, {
    username: user.username,
    display_name: display ?? bot.display_name,
    description: description ?? bot.description,
    update_at: call.act.now,
  });
  if (description !== undefined) user.bot_description = description;
  return { json: botView(bot) };
}

function setEnabled(call: Call, enabled: boolean): Answer {
  const bot = managed(call);
  Object.assign(bot, { delete_at: enabled ? 0 : call.act.now, update_at: call.act.now });
  setActive(call.act, call.user(bot.user_id), enabled);
  if (!enabled) endSessionsOf(call.act, bot.user_id);
  return { json: botView(bot) };
}

function assign(call: Call): Answer {
  const bot = managed(call);
  Object.assign(bot, { owner_id: call.id("user_id"), update_at: call.act.now });
  return { json: botView(bot) };
}

/** Whose tokens somebody may make: one's own, where it is allowed, and those of one's bots. */
function tokenOwner(call: Call): User {
  const user = call.user(call.id("user_id"));
  const mayCreate = call.isAdmin || call.me.roles.split(" ").includes("system_user_access_token");
  call.require(
    call.me.is_bot !== true &&
      mayCreate &&
      (call.isAdmin || user.id === call.me.id || call.world.bots.get(user.id)?.owner_id === call.me.id),
  );
  return user;
}

function createToken(call: Call): Answer {
  const user = tokenOwner(call);
  const description = text(call.body("token"), "description") ?? "";
  if (description === "" || description.length > 255) {
    throw description === ""
      ? refuse.bodyParam("description")
      : new AppError(
          "model.user_access_token.is_valid.description.app_error",
          "Invalid description, must be 255 or less characters.",
          400,
        );
  }
  if (user.is_bot !== true && !call.act.settings["ServiceSettings.EnableUserAccessTokens"]) {
    throw new AppError(
      "app.user_access_token.disabled",
      "Personal access tokens are disabled on this server. Please contact your system administrator for details.",
      501,
    );
  }
  return { json: createAccessToken(call.act, user.id, description) };
}

function tokensOf(call: Call): Answer {
  const user = tokenOwner(call);
  const tokens = [...call.world.accessTokens.values()].filter((token) => token.user_id === user.id);
  return { json: tokens.map(({ token: _secret, ...visible }) => visible) };
}

function getToken(call: Call): Answer {
  const token = call.world.accessTokens.get(call.id("token_id"));
  if (token === undefined)
    throw new AppError(
      "app.user_access_token.get_by_user.app_error",
      "Unable to get the personal access tokens by user.",
      404,
    );
  call.require(call.isAdmin || token.user_id === call.me.id);
  const { token: _secret, ...visible } = token;
  return { json: visible };
}

function withToken(call: Call, then: (id: string) => void): Answer {
  const id = text(call.body("token"), "token_id") ?? "";
  if (id === "") throw refuse.bodyParam("token_id");
  const token = call.world.accessTokens.get(id);
  if (token === undefined)
    throw new AppError(
      "app.user_access_token.get_by_user.app_error",
      "Unable to get the personal access tokens by user.",
      404,
    );
  call.require(call.isAdmin || token.user_id === call.me.id);
  then(id);
  return OK;
}
