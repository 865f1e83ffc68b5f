/** Files: stored once, attached to one post. */
import type { FileInfo, Id, Post } from "@matterwright/protocol";
import type { Act } from "../act.ts";
import { move } from "../posts/moves.ts";
import { imageSize } from "./images.ts";
import { mimeTypeOf } from "./mime.ts";

/** The first of several parts of a file must have so many bytes at least, or be the whole. */
export const MULTIPART_FIRST_PART_MIN_BYTES = 5 * 1_024 * 1_024;

/** Stands in for the small copy of every image: the one that a server makes of a grey one. Nothing here can scale pictures. */
const GREY_JPEG =
  "/9j/2wCEAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRQBAwQEBQQFCQUFCRQNCw0UFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFP/AABEIABAAEAMBIgACEQEDEQH/xAGiAAABBQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgsQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+gEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoLEQACAQIEBAMEBwUEBAABAncAAQIDEQQFITEGEkFRB2FxEyIygQgUQpGhscEJIzNS8BVictEKFiQ04SXxFxgZGiYnKCkqNTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqCg4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2dri4+Tl5ufo6ery8/T19vf4+fr/2gAMAwEAAhEDEQA/ACiiigD/2Q==";

export interface NewFile {
  readonly userId: Id;
  readonly channelId: Id;
  readonly name: string;
  readonly content: Uint8Array;
}

export function storeFile(act: Act, { userId, channelId, name, content }: NewFile): FileInfo {
  const extension = /\.([^.]+)$/.exec(name)?.[1] ?? "";
  const mimeType = mimeTypeOf(extension);
  const size = mimeType.startsWith("image/") ? imageSize(content) : undefined;
  const info: FileInfo = {
    id: act.newId(),
    user_id: userId,
    channel_id: channelId,
    create_at: act.now,
    update_at: act.now,
    delete_at: 0,
    name,
    extension,
    size: content.byteLength,
    mime_type: mimeType,
    ...(size === undefined ? {} : { width: size.width, height: size.height, has_preview_image: true }),
    mini_preview: size === undefined ? null : GREY_JPEG,
    remote_id: "",
    archived: false,
  };
  act.world.files.set(info.id, { info, content });
  return info;
}

/** Gives a post its files. Those that are used already, or somebody else's, are silently left out. */
export function attachFiles(act: Act, post: Post, ids: readonly Id[]): void {
  if (ids.length === 0) return;
  const kept = [...new Set(ids)].filter((id) => {
    const info = act.world.files.get(id)?.info;
    return (
      info !== undefined && info.user_id === post.user_id && (info.post_id === undefined || info.post_id === post.id)
    );
  });
  for (const id of kept) {
    const info = act.world.files.get(id)?.info;
    if (info !== undefined) Object.assign(info, { post_id: post.id, channel_id: post.channel_id, update_at: act.now });
  }
  const unique = new Set(ids).size;
  post.file_ids = kept.length === 0 ? null : kept.toSorted();
  if (kept.length < unique) move(act.world, post, act.now + 1);
  if (kept.length > 0) post.metadata = { ...post.metadata, files: filesOf(act, post) };
}

/** What an edit does: files that are no longer named are gone. */
export function replaceFiles(act: Act, post: Post, ids: readonly Id[]): void {
  for (const id of post.file_ids ?? []) if (!ids.includes(id)) act.world.files.delete(id);
  post.file_ids = [];
  const { files: _old, ...metadata } = post.metadata ?? {};
  post.metadata = metadata;
  attachFiles(act, post, ids);
}

export function filesOf(act: Pick<Act, "world">, post: Post): FileInfo[] {
  return (post.file_ids ?? []).flatMap((id) => {
    const file = act.world.files.get(id);
    return file === undefined ? [] : [fileView(file.info)];
  });
}

/** In the server's order of fields. */
export function fileView(info: FileInfo): FileInfo {
  return {
    id: info.id,
    user_id: info.user_id,
    ...(info.post_id === undefined ? {} : { post_id: info.post_id }),
    channel_id: info.channel_id ?? "",
    create_at: info.create_at,
    update_at: info.update_at,
    delete_at: info.delete_at,
    name: info.name,
    extension: info.extension,
    size: info.size,
    mime_type: info.mime_type,
    ...(info.width === undefined ? {} : { width: info.width, height: info.height ?? 0 }),
    ...(info.has_preview_image === true ? { has_preview_image: true } : {}),
    mini_preview: info.mini_preview ?? null,
    remote_id: info.remote_id ?? "",
    archived: info.archived ?? false,
  };
}
