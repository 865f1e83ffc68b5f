import { type AccessToken, type Id, type Session, routes } from "@matterwright/protocol";
import type { Calls } from "../calls.ts";
import { type PageQuery, pageIn } from "../pages.ts";

/** Access tokens, also of bots, and logins: `/api/v4/users/{user_id}/tokens`. A bot cannot make one for itself. */
export interface UserTokensApi {
  /** `POST /users/{user_id}/tokens`. The one answer that shows the token. */
  createToken(user: Id, description: string): Promise<AccessToken>;
  /** `GET /users/{user_id}/tokens`. One page, without the tokens themselves. */
  tokens(user: Id, page?: PageQuery): Promise<AccessToken[]>;
  /** `GET /users/tokens/{token_id}`. By the id of a token, which is not the token. */
  token(token: Id): Promise<AccessToken>;
  /** `POST /users/tokens/revoke`. For good. */
  revokeToken(token: Id): Promise<void>;
  /** `POST /users/tokens/disable`. Until it is enabled again. */
  disableToken(token: Id): Promise<void>;
  /** `POST /users/tokens/enable`. */
  enableToken(token: Id): Promise<void>;
  /** `GET /users/{user_id}/sessions`. */
  sessions(user: Id): Promise<Session[]>;
  /** `POST /users/{user_id}/sessions/revoke`. */
  revokeSession(user: Id, session: Id): Promise<void>;
}

export function userTokensApi({ one, list, done }: Calls): UserTokensApi {
  return {
    createToken: (user, description) => one("POST", routes.userTokens(user), { body: { description } }),
    tokens: (user, page) => list("GET", routes.userTokens(user), { query: pageIn(page) }),
    token: (token) => one("GET", routes.userToken(token)),
    revokeToken: (token) => done("POST", routes.userTokenRevoke(), { body: { token_id: token } }),
    disableToken: (token) => done("POST", routes.userTokenDisable(), { body: { token_id: token } }),
    enableToken: (token) => done("POST", routes.userTokenEnable(), { body: { token_id: token } }),
    sessions: (user) => list("GET", routes.userSessions(user)),
    revokeSession: (user, session) => done("POST", routes.userSessionRevoke(user), { body: { session_id: session } }),
  };
}
