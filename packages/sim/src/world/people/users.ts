/** Accounts of people: made, changed, deactivated. */
import type { Id, User } from "@matterwright/protocol";
import { AppError } from "../../errors.ts";
import { sorted } from "../../json.ts";
import type { Act } from "../act.ts";
import { endSessionsOf } from "./sessions.ts";

export interface NewUser {
  readonly username: string;
  readonly email: string;
  readonly password?: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly nickname?: string;
  readonly roles?: string;
  readonly isBot?: boolean;
}

const NAME = /^[a-z0-9.\-_]{1,64}$/;
const RESERVED = new Set(["all", "channel", "matterbot", "system", "here"]);

export function createUser(act: Act, wanted: NewUser): User {
  const { world, now } = act;
  const username = wanted.username.toLowerCase();
  const email = wanted.email.toLowerCase();
  checkName(username, wanted.isBot === true);
  if (wanted.isBot !== true && (wanted.password ?? "").length < 8) {
    throw new AppError(
      "model.user.is_valid.pwd_min_length.app_error",
      "Your password must contain at least 8 characters.",
      400,
    );
  }
  const isNameTaken = world.userIdByName.has(username);
  // A bot's address follows from its name, so its name is what is wrong.
  if (world.userIdByEmail.has(email) && !(isNameTaken && wanted.isBot === true)) {
    throw new AppError("app.user.save.email_exists.app_error", "An account with that email already exists.", 400);
  }
  if (isNameTaken) {
    throw new AppError("app.user.save.username_exists.app_error", "An account with that username already exists.", 400);
  }
  const user: User = {
    id: act.newId(),
    create_at: now,
    update_at: now,
    delete_at: 0,
    username,
    auth_data: "",
    auth_service: "",
    email,
    nickname: wanted.nickname ?? "",
    first_name: wanted.first_name ?? "",
    last_name: wanted.last_name ?? "",
    position: "",
    roles: wanted.roles ?? (world.accounts.size === 0 ? "system_admin system_user" : "system_user"),
    notify_props: { ...DEFAULT_NOTIFY_PROPS },
    last_password_update: now,
    locale: "en",
    timezone: { useAutomaticTimezone: "true", manualTimezone: "", automaticTimezone: "" },
    ...(wanted.isBot === true ? { is_bot: true } : { remote_id: "" }),
    disable_welcome_email: false,
  };
  world.accounts.set(user.id, {
    user,
    failedLogins: 0,
    ...(wanted.password === undefined ? {} : { password: wanted.password }),
  });
  world.userIdByName.set(username, user.id);
  world.userIdByEmail.set(email, user.id);
  if (wanted.isBot !== true) giveFirstPreferences(act, user.id);
  if (wanted.isBot !== true) act.emit({ event: "new_user", data: { user_id: user.id }, to: {} });
  return user;
}

/** What the server notes of a new person for its tutorial. */
function giveFirstPreferences({ world }: Act, userId: Id): void {
  const first: readonly (readonly [category: string, name: string, value: string])[] = [
    ["recommended_next_steps", "hide", "false"],
    ["system_notice", "GMasDM", "true"],
    ["tutorial_step", userId, "0"],
  ];
  const entries = first.map(
    ([category, name, value]) => [`${category}/${name}`, { user_id: userId, category, name, value }] as const,
  );
  world.preferences.set(userId, new Map(entries));
}

export function checkName(username: string, isBot: boolean): void {
  if (NAME.test(username) && !RESERVED.has(username) && /^[a-z]/.test(username)) return;
  if (isBot) throw new AppError("model.bot.is_valid.username.app_error", "Invalid username.", 400);
  const rule =
    'Username must begin with a letter, and contain between 3 to 22 lowercase characters made up of numbers, letters, and the symbols ".", "-", and "_".';
  throw new AppError("model.user.is_valid.username.app_error", rule, 400);
}

export type UserChange = Partial<
  Pick<
    User,
    | "username"
    | "nickname"
    | "first_name"
    | "last_name"
    | "position"
    | "email"
    | "locale"
    | "timezone"
    | "notify_props"
    | "props"
    | "roles"
  >
>;

export function changeUser(act: Act, user: User, change: UserChange): User {
  const { world, now } = act;
  const username = change.username?.toLowerCase();
  if (username !== undefined && username !== user.username) {
    checkName(username, user.is_bot === true);
    if (world.userIdByName.has(username)) {
      throw new AppError(
        "app.user.save.username_exists.app_error",
        "An account with that username already exists.",
        400,
      );
    }
    world.userIdByName.delete(user.username);
    world.userIdByName.set(username, user.id);
    // The picture made of the name is no longer right.
    user.last_picture_update = -now;
  }
  Object.assign(user, change, username === undefined ? {} : { username }, { update_at: now });
  tellUserUpdated(act, user);
  return user;
}

/** Everybody hears it, each as much as they may know: administrators more, the user itself most. */
export function tellUserUpdated(act: Act, user: User): void {
  const others = { omit_users: { [user.id]: true } };
  act.emit({
    event: "user_updated",
    data: { user: adminView(user) },
    to: { ...others, contains_sensitive_data: true },
  });
  act.emit({
    event: "user_updated",
    data: { user: othersView(user) },
    to: { ...others, contains_sanitized_data: true },
  });
  act.emit({ event: "user_updated", data: { user: ownView(user) }, to: { user_id: user.id } });
}

export function setActive(act: Act, user: User, active: boolean): void {
  Object.assign(user, { update_at: act.now, delete_at: active ? 0 : act.now });
  if (!active) endSessionsOf(act, user.id);
  tellUserUpdated(act, user);
  if (active) act.emit({ event: "user_activation_status_change", data: {}, to: {} });
}

/** What an account sees of itself. */
export function ownView(user: User): Partial<User> {
  return view(user, { notify: true, passwordUpdate: true, authData: false });
}

/** What a system administrator sees of others. */
export function adminView(user: User): Partial<User> {
  return view(user, { notify: true, passwordUpdate: false, authData: false });
}

/** What everybody else sees. */
export function othersView(user: User): Partial<User> {
  return view(user, { notify: false, passwordUpdate: false, authData: true });
}

function view(
  user: User,
  show: { readonly notify: boolean; readonly passwordUpdate: boolean; readonly authData: boolean },
): Partial<User> {
  return {
    id: user.id,
    create_at: user.create_at,
    update_at: user.update_at,
    delete_at: user.delete_at,
    username: user.username,
    ...(show.authData ? { auth_data: "" } : {}),
    auth_service: user.auth_service,
    email: user.email,
    nickname: user.nickname,
    first_name: user.first_name,
    last_name: user.last_name,
    position: user.position,
    roles: user.roles,
    ...(user.props === undefined || Object.keys(user.props).length === 0 ? {} : { props: sorted(user.props) }),
    ...(show.notify ? { notify_props: sorted(user.notify_props ?? {}) } : {}),
    ...(show.passwordUpdate && user.last_password_update !== undefined
      ? { last_password_update: user.last_password_update }
      : {}),
    ...(user.last_picture_update === undefined ? {} : { last_picture_update: user.last_picture_update }),
    locale: user.locale,
    timezone: sorted({ ...user.timezone }) as unknown as NonNullable<User["timezone"]>,
    ...(user.remote_id === undefined ? {} : { remote_id: user.remote_id }),
    ...(user.is_bot === true ? { is_bot: true } : {}),
    ...(user.bot_description === undefined || user.bot_description === ""
      ? {}
      : { bot_description: user.bot_description }),
    disable_welcome_email: user.disable_welcome_email,
  };
}

/** What `viewer` sees of `user`. */
export function viewFor(act: Pick<Act, "world">, viewer: Id, user: User): Partial<User> {
  if (viewer === user.id) return ownView(user);
  return act.world.isSystemAdmin(viewer) ? adminView(user) : othersView(user);
}

const DEFAULT_NOTIFY_PROPS = {
  channel: "true",
  comments: "never",
  desktop: "mention",
  desktop_sound: "true",
  desktop_threads: "all",
  email: "true",
  email_threads: "all",
  first_name: "false",
  mention_keys: "",
  push: "mention",
  push_status: "online",
  push_threads: "all",
};
