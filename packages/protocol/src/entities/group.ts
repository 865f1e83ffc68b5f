import type { Id, UnixMs } from "../ids.ts";

/** A group of users, custom or from LDAP. Needs a licence. */
export interface Group {
  id: Id;
  /** Its mention, without `@`. */
  name?: string | null;
  display_name: string;
  description: string;
  source: "custom" | "ldap" | (string & {});
  remote_id: string | null;
  create_at: UnixMs;
  update_at: UnixMs;
  delete_at: UnixMs;
  has_syncables: boolean;
  member_count?: number;
  allow_reference: boolean;
  scheme_admin?: boolean;
}

/** What `POST /api/v4/groups` reads. */
export interface NewGroup {
  name: string;
  display_name: string;
  description?: string;
  source: "custom";
  allow_reference: boolean;
  user_ids: readonly Id[];
}

/** What `PUT /api/v4/groups/{group_id}/patch` reads. */
export type GroupPatch = Partial<Pick<NewGroup, "name" | "display_name" | "description" | "allow_reference">>;
