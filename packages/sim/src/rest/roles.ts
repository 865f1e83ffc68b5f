/** `/api/v4/roles`: what the built-in roles permit. */
import { AppError, refuse } from "../errors.ts";
import type { Call } from "./call.ts";
import { ROLES } from "./roles-table.ts";
import type { Answer, Router } from "./router.ts";

export function roleRoutes(router: Router): void {
  router.add("GET /api/v4/roles", all);
  router.add("GET /api/v4/roles/name/{role_name}", byName);
  router.add("POST /api/v4/roles/names", byNames);
  router.add("GET /api/v4/roles/{role_id}", byId);
}

/** A role as the server writes it. Its id is made of its name, so that it stays the same. */
function view(call: Call, name: string): Record<string, unknown> {
  const row = ROLES[name];
  if (row === undefined) throw missing();
  return {
    id: idOf(name),
    name,
    display_name: `authentication.roles.${row.title}.name`,
    description: `authentication.roles.${row.title}.description`,
    create_at: call.act.now,
    update_at: call.act.now,
    delete_at: 0,
    permissions: row.permissions,
    scheme_managed: row.schemeManaged,
    built_in: true,
    scheme_id: null,
  };
}

function idOf(name: string): string {
  return name.replaceAll("_", "").padEnd(26, "x").slice(0, 26);
}

function missing(): AppError {
  return new AppError("app.role.get_by_name.app_error", "Unable to get role.", 404);
}

function all(call: Call): Answer {
  call.require(call.isAdmin);
  return { json: Object.keys(ROLES).map((name) => view(call, name)) };
}

function byName(call: Call): Answer {
  return { json: view(call, call.params["role_name"] ?? "") };
}

function byId(call: Call): Answer {
  const id = call.id("role_id");
  const name = Object.keys(ROLES).find((each) => idOf(each) === id);
  if (name === undefined) throw new AppError("app.role.get.app_error", "Unable to get role.", 404);
  return { json: view(call, name) };
}

function byNames(call: Call): Answer {
  const names = call.texts("rolenames");
  if (names.length === 0) throw refuse.bodyParam("rolenames");
  return { json: names.filter((name) => name in ROLES).map((name) => view(call, name)) };
}
