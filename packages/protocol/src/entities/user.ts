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
