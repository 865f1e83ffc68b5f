import { type Id, type Role, routes } from "@matterwright/protocol";
import type { Calls } from "../calls.ts";

/** Roles and what they permit: `/api/v4/roles`. */
export interface RolesApi {
  /** `GET /roles`. Every role; for system administrators. */
  list(): Promise<Role[]>;
  /** `GET /roles/{role_id}`. */
  get(role: Id): Promise<Role>;
  /** `GET /roles/name/{role_name}`. @example (await rest.roles.byName("channel_user")).permissions.includes("create_post") */
  byName(name: string): Promise<Role>;
  /** `POST /roles/names`. Unknown names are left out. */
  byNames(names: readonly string[]): Promise<Role[]>;
  /** `PUT /roles/{role_id}/patch`. The permissions that are given replace all; for system administrators. */
  patch(role: Id, patch: { readonly permissions: readonly string[] }): Promise<Role>;
}

export function rolesApi({ one, list }: Calls): RolesApi {
  return {
    list: () => list("GET", routes.roles()),
    get: (role) => one("GET", routes.role(role)),
    byName: (name) => one("GET", routes.roleByName(name)),
    byNames: (names) => list("POST", routes.rolesByNames(), { body: names }),
    patch: (role, patch) => one("PUT", routes.rolePatch(role), { body: patch }),
  };
}
