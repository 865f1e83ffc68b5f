/** `/api/v4/users`: login, accounts, search. */
import { type User, isId } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { sorted } from "../json.ts";
import { endSession, endSessionsOf, login } from "../world/people/sessions.ts";
import { type UserChange, changeUser, createUser, ownView, setActive, viewFor } from "../world/people/users.ts";
import { type Call, OK, text } from "./call.ts";
import { teamView } from "./teams.ts";
import { CLEARED, sessionCookies } from "./cookies.ts";
import type { Answer, Router } from "./router.ts";

export function userRoutes(router: Router): void {
  router.add("POST /api/v4/users/login", logIn, { open: true });
  router.add("POST /api/v4/users/logout", logOut, { open: true });
  router.add("POST /api/v4/users", signUp, { open: true });
  router.add("GET /api/v4/users", list);
  router.add("POST /api/v4/users/ids", byIds);
  router.add("POST /api/v4/users/usernames", byUsernames);
  router.add("POST /api/v4/users/search", search);
  router.add("GET /api/v4/users/username/{username}", byUsername);
  router.add("GET /api/v4/users/email/{email}", byEmail);
  router.add("GET /api/v4/users/stats", stats);
  router.add("GET /api/v4/users/{user_id}", get);
  router.add("PUT /api/v4/users/{user_id}/patch", patch);
  router.add("PUT /api/v4/users/{user_id}/roles", setRoles);
  router.add("PUT /api/v4/users/{user_id}/active", setActivity);
  router.add("DELETE /api/v4/users/{user_id}", deactivate);
  router.add("GET /api/v4/users/{user_id}/sessions", sessions);
  router.add("POST /api/v4/users/{user_id}/sessions/revoke", revokeSession);
  router.add("POST /api/v4/users/{user_id}/sessions/revoke/all", revokeSessions);
  router.add("GET /api/v4/users/{user_id}/teams", teamsOf);
}

function logIn(call: Call): Answer {
  const body = call.body("props");
  const name = text(body, "login_id") ?? text(body, "id") ?? "";
  const { user, session } = login(call.act, name, text(body, "password") ?? "");
  const wantsCookies = call.request.headers["x-requested-with"] === "XMLHttpRequest";
  return {
    json: ownView(user),
    headers: { Token: session.token, ...(wantsCookies ? { "Set-Cookie": sessionCookies(session) } : {}) },
  };
}

function logOut(call: Call): Answer {
  try {
    endSession(call.act, call.session);
  } catch {
    // Logging out without being logged in is fine.
  }
  return { ...OK, headers: { "Set-Cookie": CLEARED } };
}

function signUp(call: Call): Answer {
  const body = call.body("user");
  const wanted = {
    username: text(body, "username") ?? "",
    email: text(body, "email") ?? "",
    password: text(body, "password") ?? "",
  };
  const names = ["first_name", "last_name", "nickname"].flatMap((name) =>
    text(body, name) === undefined ? [] : [[name, text(body, name)]],
  );
  const user = createUser(call.act, { ...wanted, ...Object.fromEntries(names) });
  return { status: 201, json: ownView(user) };
}

function get(call: Call): Answer {
  return one(call, call.user(call.id("user_id")));
}

function byUsername(call: Call): Answer {
  const name = call.params["username"] ?? "";
  if (!/^[a-z0-9.\-_]+$/.test(name)) throw refuse.bodyParam("username");
  const user = call.world.userNamed(name);
  const message =
    "Unable to find an existing account matching your username for this team. This team may require an invite from the team owner to join.";
  if (user === undefined) throw new AppError("app.user.get_by_username.app_error", message, 404);
  return one(call, user);
}

function byEmail(call: Call): Answer {
  const id = call.world.userIdByEmail.get((call.params["email"] ?? "").toLowerCase());
  if (id === undefined) throw new AppError("app.user.missing_account.const", "Unable to find the user.", 404);
  return one(call, call.user(id));
}

function one(call: Call, user: User): Answer {
  const viewer = call.me;
  const etag = `11.6.0.${user.id}.${user.update_at}..0.true.true.0`;
  return { json: viewFor(call.act, viewer.id, user), headers: { Etag: etag } };
}

function views(call: Call, users: readonly User[]): Answer {
  const viewer = call.me;
  return { json: users.map((user) => viewFor(call.act, viewer.id, user)) };
}

function byIds(call: Call): Answer {
  const ids = call.texts("user_ids");
  if (ids.length === 0) throw refuse.bodyParam("user_ids");
  return views(
    call,
    [...new Set(ids)].toSorted().flatMap((id) => call.world.user(id) ?? []),
  );
}

function byUsernames(call: Call): Answer {
  const names = call.texts("usernames");
  if (names.length === 0) throw refuse.bodyParam("usernames");
  const users = [...new Set(names)].flatMap((name) => call.world.userNamed(name) ?? []);
  return views(
    call,
    users.toSorted((a, b) => a.username.localeCompare(b.username)),
  );
}

function list(call: Call): Answer {
  const { query, world } = call;
  const inChannel = query.get("in_channel");
  const notInChannel = query.get("not_in_channel");
  const inTeam = query.get("in_team");
  const sort = query.get("sort");
  if (
    sort !== null &&
    sort !== "" &&
    !["last_activity_at", "create_at", "status", "admin", "display_name"].includes(sort)
  )
    throw refuse.urlParam("sort");
  if (notInChannel !== null && inTeam === null) throw refuse.urlParam("team_id");
  for (const id of [inChannel, notInChannel])
    if (id !== null) call.require(world.isMember(id, call.me.id) || call.isAdmin);
  if (inTeam !== null) call.require(world.isInTeam(inTeam, call.me.id) || call.isAdmin);
  const wanted =
    inChannel === null
      ? inTeam === null
        ? world.accounts.keys()
        : teamIds(call, inTeam)
      : (world.channelMembers.get(inChannel)?.keys() ?? []);
  const users = [...wanted]
    .flatMap((id) => world.user(id) ?? [])
    .filter((user) => notInChannel === null || !world.isMember(notInChannel, user.id));
  const { from, rows } = call.page();
  const shown = views(call, users.toSorted((a, b) => (a.username < b.username ? -1 : 1)).slice(from, from + rows));
  if (inTeam === null || inChannel !== null) return shown;
  // A server really writes the addresses of two values into this one.
  const updated = Math.max(0, ...users.map((user) => user.update_at));
  return { ...shown, headers: { Etag: `11.6.0.${updated}.0xc0000a1b20.0xc0000a1b30.` } };
}

function teamIds(call: Call, teamId: string): string[] {
  return [...(call.world.teamMembers.get(teamId) ?? [])].flatMap(([id, member]) =>
    member.delete_at === 0 ? [id] : [],
  );
}

function search(call: Call): Answer {
  const body = call.body("props");
  const term = text(body, "term") ?? "";
  if (term === "") throw refuse.bodyParam("term");
  const terms = term
    .toLowerCase()
    .split(/\s+/)
    .map((each) => each.replace(/^@+/, ""));
  const inChannel = text(body, "in_channel_id") ?? "";
  const inTeam = text(body, "team_id") ?? "";
  const notInChannel = text(body, "not_in_channel_id") ?? "";
  if (notInChannel !== "") call.require(call.world.isMember(notInChannel, call.me.id) || call.isAdmin);
  if (inChannel !== "") call.require(call.world.isMember(inChannel, call.me.id) || call.isAdmin);
  if (inTeam !== "") call.require(call.world.isInTeam(inTeam, call.me.id) || call.isAdmin);
  const limit = typeof body["limit"] === "number" && body["limit"] > 0 ? body["limit"] : 100;
  const ids =
    inChannel === ""
      ? inTeam === ""
        ? [...call.world.accounts.keys()]
        : teamIds(call, inTeam)
      : [...(call.world.channelMembers.get(inChannel)?.keys() ?? [])];
  const users = ids
    .flatMap((id) => call.world.user(id) ?? [])
    .filter((user) => notInChannel === "" || !call.world.isMember(notInChannel, user.id))
    .filter((user) => body["allow_inactive"] === true || user.delete_at === 0)
    .filter((user) => terms.every((each) => isFoundBy(user, each)));
  return views(call, users.toSorted((a, b) => (a.username < b.username ? -1 : 1)).slice(0, limit));
}

/** A term is found anywhere in a name or the address, or is the whole id. */
function isFoundBy(user: User, term: string): boolean {
  const names = [user.username, user.first_name, user.last_name, user.nickname, user.email];
  return user.id === term || names.some((name) => name.toLowerCase().includes(term));
}

function patch(call: Call): Answer {
  const id = call.id("user_id");
  const user = call.user(id);
  call.require((id === call.me.id && call.me.is_bot !== true) || call.isAdmin);
  const body = call.body("user");
  const change: Record<string, unknown> & UserChange = {};
  for (const name of ["username", "nickname", "first_name", "last_name", "position", "email", "locale"]) {
    if (text(body, name) !== undefined) change[name] = text(body, name);
  }
  for (const name of ["timezone", "props"])
    if (typeof body[name] === "object" && body[name] !== null) change[name] = body[name];
  if (typeof body["notify_props"] === "object" && body["notify_props"] !== null)
    change["notify_props"] = body["notify_props"] as Record<string, string>;
  changeUser(call.act, user, change);
  return { json: viewFor(call.act, call.me.id, user) };
}

function setRoles(call: Call): Answer {
  call.require(call.isAdmin);
  const user = call.user(call.id("user_id"));
  const roles = text(call.body("roles"), "roles") ?? "";
  if (!roles.split(" ").includes("system_user")) throw refuse.bodyParam("roles");
  Object.assign(user, { roles, update_at: call.act.now });
  call.act.emit({ event: "user_role_updated", data: sorted({ user_id: user.id, roles }), to: { user_id: user.id } });
  return OK;
}

function setActivity(call: Call): Answer {
  const user = call.user(call.id("user_id"));
  call.require(call.isAdmin);
  setActive(call.act, user, call.body("active")["active"] === true);
  return OK;
}

function deactivate(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  setActive(call.act, call.user(id), false);
  return OK;
}

/** Tokens are not told. */
function sessions(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  const { roles } = call.user(id);
  return {
    json: [...(call.world.sessionsOfUser.get(id) ?? [])].map((session) => ({
      id: session.id,
      token: "",
      create_at: session.createdAt,
      expires_at: session.expiresAt,
      last_activity_at: session.lastActivityAt,
      user_id: id,
      device_id: "",
      roles,
      is_oauth: false,
      expired_notify: false,
      props: session.accessTokenId === undefined ? { csrf: session.csrf } : { type: "UserAccessToken" },
    })),
  };
}

function revokeSession(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  const wanted = text(call.body("session_id"), "session_id");
  const session = [...(call.world.sessionsOfUser.get(id) ?? [])].find((each) => each.id === wanted);
  if (session === undefined) throw refuse.urlParam("user_id");
  endSession(call.act, session);
  return OK;
}

/** Bots do not count. */
function stats({ world }: Call): Answer {
  const people = [...world.accounts.values()].filter(({ user }) => user.is_bot !== true && user.delete_at === 0);
  return { json: { total_users_count: people.length } };
}

function revokeSessions(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  endSessionsOf(call.act, id);
  return OK;
}

function teamsOf(call: Call): Answer {
  const id = call.id("user_id");
  call.mineOrAdmin(id);
  if (!isId(id)) throw refuse.urlParam("user_id");
  const teams = [...(call.world.teamsOfUser.get(id) ?? [])]
    .flatMap((teamId) => call.world.teams.get(teamId) ?? [])
    .filter((team) => team.delete_at === 0);
  return { json: teams.map((team) => teamView(call, team)) };
}
