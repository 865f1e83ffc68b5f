/** Who is logged in: sessions of people, and the access tokens of bots and people. */
import { type AccessToken, type Id, LOGIN_MAX_FAILURES, SESSION_LENGTH_MS, type User } from "@matterwright/protocol";
import { AppError } from "../../errors.ts";
import type { Act } from "../act.ts";
import { type Session, under } from "../world.ts";

const HUNDRED_YEARS_MS = 100 * 365 * 86_400_000;

/** Logs a person in by name, e-mail or id. Whatever is wrong with name or password is told in the same words. */
export function login(act: Act, login: string, password: string): { user: User; session: Session } {
  if (password === "")
    throw new AppError("api.user.login.blank_pwd.app_error", "Password field must not be blank", 400);
  const { world } = act;
  const key = login.toLowerCase().trim();
  const account = world.accounts.get(world.userIdByName.get(key) ?? world.userIdByEmail.get(key) ?? login);
  if (account === undefined) throw wrongCredentials();
  if (account.user.is_bot === true)
    throw new AppError("api.user.login.bot_login_forbidden.app_error", "Bot login is forbidden.", 401);
  if (account.failedLogins >= LOGIN_MAX_FAILURES) {
    const locked = "Your account is locked because of too many failed password attempts. Please reset your password.";
    throw new AppError("api.user.check_user_login_attempts.too_many.app_error", locked, 401);
  }
  if (account.password !== password) {
    account.failedLogins++;
    throw wrongCredentials();
  }
  if (account.user.delete_at !== 0) {
    const inactive = "Login failed because your account has been deactivated.  Please contact an administrator.";
    throw new AppError("api.user.login.inactive.app_error", inactive, 401);
  }
  account.failedLogins = 0;
  return { user: account.user, session: startSession(act, account.user.id, { token: act.newId() }) };
}

function wrongCredentials(): AppError {
  const id = "api.user.login.invalid_credentials_email_username";
  return new AppError(id, "Enter a valid email or username and/or password.", 401);
}

export function startSession(
  act: Act,
  userId: Id,
  given: { readonly token: string; readonly accessTokenId?: Id },
): Session {
  const { world, now } = act;
  const session: Session = {
    id: act.newId(),
    token: given.token,
    userId,
    createdAt: now,
    expiresAt: now + (given.accessTokenId === undefined ? SESSION_LENGTH_MS : HUNDRED_YEARS_MS),
    csrf: act.newId(),
    lastActivityAt: now,
    ...(given.accessTokenId === undefined ? {} : { accessTokenId: given.accessTokenId }),
  };
  world.sessions.set(session.token, session);
  under(world.sessionsOfUser, userId, () => new Set()).add(session);
  return session;
}

/** The live session of a token. An access token makes its session at its first use. */
export function sessionOf(act: Act, token: string): Session | undefined {
  const { world } = act;
  const session = world.sessions.get(token);
  if (session !== undefined) return session.expiresAt > act.now ? session : undefined;
  const accessTokenId = world.accessTokenBySecret.get(token);
  const access = accessTokenId === undefined ? undefined : world.accessTokens.get(accessTokenId);
  if (access === undefined || !access.is_active) return undefined;
  const user = world.user(access.user_id);
  if (user === undefined || user.delete_at !== 0) return undefined;
  if (user.is_bot !== true && !act.settings["ServiceSettings.EnableUserAccessTokens"]) return undefined;
  return startSession(act, user.id, { token, accessTokenId: access.id });
}

export function endSession(act: Act, session: Session): void {
  act.world.sessions.delete(session.token);
  act.world.sessionsOfUser.get(session.userId)?.delete(session);
}

export function endSessionsOf(act: Act, userId: Id): void {
  for (const session of act.world.sessionsOfUser.get(userId) ?? []) endSession(act, session);
}

export function createAccessToken(act: Act, userId: Id, description: string): AccessToken & { token: string } {
  const access = { id: act.newId(), token: act.newId(), user_id: userId, description, is_active: true };
  act.world.accessTokens.set(access.id, access);
  act.world.accessTokenBySecret.set(access.token, access.id);
  return access;
}

export function setAccessTokenActive(act: Act, id: Id, active: boolean): void {
  const access = act.world.accessTokens.get(id);
  if (access === undefined) return;
  access.is_active = active;
  if (!active) endSessionOfSecret(act, access.token);
}

export function revokeAccessToken(act: Act, id: Id): void {
  const access = act.world.accessTokens.get(id);
  if (access === undefined) return;
  act.world.accessTokens.delete(id);
  act.world.accessTokenBySecret.delete(access.token);
  endSessionOfSecret(act, access.token);
}

function endSessionOfSecret(act: Act, secret: string): void {
  const session = act.world.sessions.get(secret);
  if (session !== undefined) endSession(act, session);
}
