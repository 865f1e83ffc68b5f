import type { Id, UnixMs } from "../ids.ts";

/** A role and what it permits, as `GET /api/v4/roles/{role_id}` shows it. */
export interface Role {
  id: Id;
  /** `"channel_user"`, `"system_admin"`, … */
  name: string;
  display_name: string;
  description: string;
  create_at: UnixMs;
  update_at: UnixMs;
  delete_at: UnixMs;
  /** `"create_post"`, … */
  permissions: string[];
  scheme_managed: boolean;
  built_in: boolean;
  scheme_id?: string | null;
}
