import type { Id, UnixMs } from "../ids.ts";

/** A person or a bot, as `GET /api/v4/users/{user_id}` shows it. Fields that only the user itself sees are optional. */
export interface User {
  id: Id;
  create_at: UnixMs;
  update_at: UnixMs;
  /** Not 0: deactivated. */
  delete_at: UnixMs;
  username: string;
  email: string;
  nickname: string;
  first_name: string;
  last_name: string;
  position: string;
  auth_data?: string;
  auth_service: string;
  email_verified?: boolean;
  /** System roles, separated by a space: `"system_admin system_user"`. */
  roles: string;
  allow_marketing?: boolean;
  notify_props?: Record<string, string>;
  props?: Record<string, string>;
  last_password_update?: UnixMs;
  last_picture_update?: UnixMs;
  failed_attempts?: number;
  locale: string;
  timezone?: UserTimezone;
  mfa_active?: boolean;
  remote_id?: string;
  /** Absent for people. */
  is_bot?: boolean;
  bot_description?: string;
  bot_last_icon_update?: UnixMs;
  disable_welcome_email: boolean;
}

export interface UserTimezone {
  /** `"true"` or `"false"`, as text. */
  useAutomaticTimezone: string;
  automaticTimezone: string;
  manualTimezone: string;
}

/** A bot account, as `POST /api/v4/bots` answers it. */
export interface BotAccount {
  user_id: Id;
  username: string;
  display_name?: string;
  description?: string;
  owner_id: Id;
  create_at: UnixMs;
  update_at: UnixMs;
  delete_at: UnixMs;
}

/** A personal access token, as `POST /api/v4/users/{user_id}/tokens` answers it; `token` is shown that once only. */
export interface AccessToken {
  id: Id;
  token?: string;
  user_id: Id;
  description: string;
  is_active: boolean;
}

export type Presence = "online" | "away" | "dnd" | "offline" | "ooo";

export interface Status {
  user_id: Id;
  status: Presence;
  /** Set by hand, not by activity. */
  manual: boolean;
  last_activity_at: UnixMs;
  active_channel?: Id;
  /** Unix **seconds**. */
  dnd_end_time: number;
}

export interface Preference {
  user_id: Id;
  category: string;
  name: string;
  value: string;
}

/** What `POST /api/v4/users` reads. */
export type NewUser = Pick<User, "username" | "email"> & { password: string } & Partial<
    Pick<User, "nickname" | "first_name" | "last_name" | "position" | "locale">
  >;

/** What `PUT /api/v4/users/{user_id}/patch` reads. */
export type UserPatch = Partial<
  Pick<
    User,
    | "username"
    | "email"
    | "nickname"
    | "first_name"
    | "last_name"
    | "position"
    | "locale"
    | "timezone"
    | "notify_props"
    | "props"
  >
>;

/** What `PUT /api/v4/users/{user_id}/status/custom` reads. */
export interface CustomStatus {
  /** Without colons. */
  emoji?: string;
  text?: string;
  duration?: "" | "thirty_minutes" | "one_hour" | "four_hours" | "today" | "this_week" | "date_and_time";
  /** RFC 3339; asked for wherever `duration` is not `""`. */
  expires_at?: string;
}

/** A login of a person, as `GET /api/v4/users/{user_id}/sessions` shows it; without its token. */
export interface Session {
  id: Id;
  create_at: UnixMs;
  expires_at: UnixMs;
  last_activity_at: UnixMs;
  user_id: Id;
  device_id: string;
  roles: string;
  is_oauth: boolean;
  props: Record<string, string> | null;
}
