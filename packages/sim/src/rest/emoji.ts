/** `/api/v4/emoji`: custom emoji. The server's own set is known by its names and listed nowhere. */
import { type Emoji, isId } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import { isSystemEmoji } from "../world/posts/emoji.ts";
import { type Call, OK, text } from "./call.ts";
import { readMultipart } from "./multipart.ts";
import type { Answer, Router } from "./router.ts";

const IMAGE_MAX_BYTES = 512 * 1_024;
const NAME = /^[a-zA-Z0-9+_-]{1,64}$/;

export function emojiRoutes(router: Router): void {
  router.add("GET /api/v4/emoji", list);
  router.add("POST /api/v4/emoji", create, { files: true });
  router.add("POST /api/v4/emoji/names", byNames);
  router.add("POST /api/v4/emoji/search", search);
  router.add("GET /api/v4/emoji/name/{emoji_name}", byName);
  router.add("GET /api/v4/emoji/{emoji_id}", (call) => ({ json: found(call) }));
  router.add("GET /api/v4/emoji/{emoji_id}/image", image);
  router.add("DELETE /api/v4/emoji/{emoji_id}", remove);
}

function list(call: Call): Answer {
  const { from, rows } = call.page();
  const all = [...call.world.emoji.values()];
  const inOrder = call.query.get("sort") === "name" ? all.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : all;
  return { json: inOrder.slice(from, from + rows) };
}

function create(call: Call): Answer {
  const form = readMultipart(call.bytes(), call.request.headers?.["content-type"] ?? "");
  const [content] = (form?.files ?? []).filter(({ field }) => field === "image").map((file) => file.content);
  const wanted = emojiIn(form?.fields.get("emoji")?.[0] ?? "");
  if (content === undefined || wanted === undefined) throw refuse.bodyParam("emoji");
  const { name, creator_id: creator } = wanted;
  call.require(creator === call.me.id);
  if (content.byteLength > IMAGE_MAX_BYTES)
    throw new AppError("api.emoji.create.too_large.app_error", "Unable to create emoji. Image must be smaller.", 413);
  if (!NAME.test(name)) throw new AppError("model.emoji.name.app_error", "Name must be 1 to 64 characters.", 400);
  if (isSystemEmoji(name))
    throw new AppError(
      "model.emoji.system_emoji_name.app_error",
      "Name conflicts with existing system emoji name.",
      400,
    );
  if (call.world.emoji.has(name))
    throw new AppError(
      "api.emoji.create.duplicate.app_error",
      "Unable to create emoji. Another emoji with the same name already exists.",
      400,
    );
  const { now, newId } = call.act;
  const made: Emoji = { id: newId(), create_at: now, update_at: now, delete_at: 0, creator_id: creator, name };
  call.world.emoji.set(name, made);
  call.world.emojiImages.set(made.id, content);
  call.act.emit({ event: "emoji_added", data: { emoji: JSON.stringify(made) }, to: {} });
  return { status: 201, json: made };
}

function emojiIn(field: string): Pick<Emoji, "name" | "creator_id"> | undefined {
  try {
    const { name, creator_id: creator } = JSON.parse(field) as Partial<Emoji>;
    return typeof name === "string" && typeof creator === "string" ? { name, creator_id: creator } : undefined;
  } catch {
    return undefined;
  }
}

function byName(call: Call): Answer {
  const known = call.world.emoji.get(call.params["emoji_name"] ?? "");
  if (known === undefined) throw new AppError("app.emoji.get_by_name.no_result", "We couldn’t find the emoji.", 404);
  return { json: known };
}

function byNames(call: Call): Answer {
  return { json: call.texts("names").flatMap((name) => call.world.emoji.get(name) ?? []) };
}

/** By a part of the name, or only by its beginning. */
function search(call: Call): Answer {
  const body = call.body("term");
  const term = text(body, "term") ?? "";
  if (term === "") throw refuse.bodyParam("term");
  const fits = (name: string): boolean => (body["prefix_only"] === true ? name.startsWith(term) : name.includes(term));
  return { json: [...call.world.emoji.values()].filter(({ name }) => fits(name)) };
}

function image(call: Call): Answer {
  const content = call.world.emojiImages.get(found(call).id) ?? new Uint8Array();
  const headers = { "Content-Type": "image/png", "Cache-Control": "max-age=2592000, private" };
  return { status: 200, headers, body: content };
}

/** Takes its reactions along, and tells nobody. */
function remove(call: Call): Answer {
  const { id, name, creator_id: creator } = found(call);
  call.require(creator === call.me.id || call.isAdmin);
  call.world.emoji.delete(name);
  call.world.emojiImages.delete(id);
  for (const [post, reactions] of call.world.reactionsOf)
    call.world.reactionsOf.set(
      post,
      reactions.filter((reaction) => reaction.emoji_name !== name),
    );
  return OK;
}

function found(call: Call): Emoji {
  const id = call.params["emoji_id"] ?? "";
  if (!isId(id)) throw refuse.urlParam("emoji_id");
  const known = [...call.world.emoji.values()].find((each) => each.id === id);
  if (known === undefined) throw new AppError("app.emoji.get.no_result", "We couldn’t find the emoji.", 404);
  return known;
}
