import { describe, expect, test } from "vitest";
import { type CallError, ConflictError, RefusedError, ServerFailure, TooLargeError } from "../errors.ts";
import { createRest } from "./rest.ts";
import type { Rest } from "./rest.ts";

interface Refused {
  readonly status: number;
  readonly id?: string;
  readonly detailed?: string;
  readonly body?: string;
}

/** How a call fails on a server that always refuses. */
async function failing(call: (rest: Rest) => Promise<unknown>, refused: Refused): Promise<CallError> {
  const { status, id = "api.some.error", detailed = "" } = refused;
  const body = refused.body ?? JSON.stringify({ id, message: "No.", detailed_error: detailed, status_code: status });
  const http = (): Promise<never> =>
    Promise.resolve({ status, headers: {}, text: () => Promise.resolve(body), bytes: never }) as Promise<never>;
  return call(createRest({ url: "https://chat.example.com", token: "t", http })).then(
    () => Promise.reject(new Error("the call did not fail")),
    (error: CallError) => error,
  );
}

function never(): never {
  throw new Error("nobody asks for bytes here");
}

const NO_PERMISSION = { status: 403, id: "api.context.permissions.app_error" };

describe("a missing permission is named, and who grants it", () => {
  test.each<[string, (rest: Rest) => Promise<unknown>, readonly string[]]>([
    ["a post", (rest) => rest.posts.create({ channel_id: "c" }), ["create_post.", "add the account to the channel"]],
    [
      "an ephemeral post",
      (rest) => rest.posts.ephemeral("u", { channel_id: "c" }),
      ["create_post_ephemeral", "System administrators have it", "System Console > User Management > Users"],
    ],
    [
      "a slash command",
      (rest) => rest.commands.create({ team_id: "t", trigger: "x", url: "http://localhost" }),
      ["manage_own_slash_commands", "Team administrators have it", "team menu > Manage Members"],
    ],
    [
      "a webhook",
      (rest) => rest.webhooks.createIncoming({ channel_id: "c" }),
      ["manage_own_incoming_webhooks", "Team administrators"],
    ],
    ["a channel", (rest) => rest.channels.patch("c", { header: "x" }), ["manage_public_channel_properties", "Members"]],
    ["members", (rest) => rest.channels.members("c"), ["read_channel.", "add the account to the channel"]],
    ["a new bot", (rest) => rest.bots.create({ username: "b" }), ["create_bot", "System administrators"]],
    [
      "a role",
      (rest) => rest.channels.setMemberRoles("c", "u", ""),
      ["manage_channel_roles", "Channel administrators"],
    ],
  ])("for %s", async (_name, call, words) => {
    const { hint } = await failing(call, NO_PERMISSION);
    for (const word of words) expect(hint).toContain(word);
    expect(hint).toContain("System Console > User Management > Permissions");
  });

  test("by the server itself, where it runs in developer mode", async () => {
    const detailed = "userId=u, permission=use_group_mentions";
    const { hint } = await failing((rest) => rest.posts.create({ channel_id: "c" }), { ...NO_PERMISSION, detailed });
    expect(hint).toBe(
      "The account lacks the permission use_group_mentions. A system administrator can also grant the permission to a role in System Console > User Management > Permissions",
    );
  });

  test("in general, on a route that this client does not know", async () => {
    const { hint } = await failing((rest) => rest.call("GET", "/api/v4/jobs"), NO_PERMISSION);
    expect(hint).toContain("lacks a permission for this");
  });
});

describe("what is there already is a conflict", () => {
  test.each([
    [400, "app.user.save.username_exists.app_error"],
    [400, "store.sql_channel.save_channel.exists.app_error"],
    [400, "api.command.duplicate_trigger.app_error"],
    [400, "api.emoji.create.duplicate.app_error"],
    [400, "app.group.uniqueness_error"],
    [500, "api.webhook.create_outgoing.intersect.app_error"],
    [409, "api.anything.else"],
  ])("%i %s", async (status, id) => {
    const error = await failing((rest) => rest.users.me(), { status, id });
    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.hint).toContain("another name");
  });

  test.each([
    [400, "api.context.invalid_body_param.app_error", RefusedError],
    [500, "api.post.deduplicate_create_post.pending", ServerFailure],
    [500, "app.channel.get_by_name.existing.app_error", ServerFailure],
  ])("but not %i %s", async (status, id, kind) => {
    const error = await failing((rest) => rest.users.me(), { status, id });
    expect(error).toBeInstanceOf(kind);
    expect(error).not.toBeInstanceOf(ConflictError);
  });
});

describe("every error says what to do", () => {
  test.each([
    ["api.post.create_post.can_not_post_to_deleted.error", 400, "restore it first"],
    ["model.post.is_valid.message_length.app_error", 400, "16,383"],
    ["api.scheduled_posts.license_error", 400, "licence"],
    ["api.license_error", 501, "licence"],
    ["app.user_access_token.disabled", 501, "System Console > Integrations"],
    ["app.post.get.app_error", 404, "deleted"],
    ["api.unknown", 400, "compare what was sent"],
    ["api.unknown", 401, "revoked"],
    ["api.unknown", 403, "its words say why"],
    ["api.file.get_public_link.disabled.app_error", 403, "switched off"],
    ["api.context.404.app_error", 404, "no such route"],
    ["app.upload.upload_data.first_part_too_small.app_error", 400, "5 MiB"],
    ["api.unknown", 413, "300 kB"],
    ["api.unknown", 429, "as long as the server says"],
    ["api.unknown", 500, "log"],
    ["api.unknown", 501, "switched off"],
  ])("%s with %i", async (id, status, words) => {
    expect((await failing((rest) => rest.users.me(), { status, id })).hint).toContain(words);
  });

  test.each([301, 400, 401, 403, 404, 407, 413, 418, 429, 500, 502, 504])("a bare %i of a proxy", async (status) => {
    const error = await failing((rest) => rest.users.me(), { status, body: "no" });
    expect(error.hint).toBeTypeOf("string");
    if (status === 413) expect(error).toBeInstanceOf(TooLargeError);
  });

  test("and the id of a webhook, which is a secret, is in none", async () => {
    const error = await failing((rest) => rest.webhooks.send("s3cr3thookid", { text: "hi" }), { status: 404 });
    expect(error.route).toBe("/hooks/…");
    expect(`${error.message} ${error.stack}`).not.toContain("s3cr3t");
  });
});
