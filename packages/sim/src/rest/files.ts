/** `/api/v4/files` and upload sessions. */
import type { FileInfo } from "@matterwright/protocol";
import { ErrorId, IMAGE_MAX_PIXELS, isId } from "@matterwright/protocol";
import { AppError, refuse } from "../errors.ts";
import type { SimResponse } from "../http.ts";
import { fileView, storeFile } from "../world/files/files.ts";
import { imageSize } from "../world/files/images.ts";
import type { StoredFile } from "../world/world.ts";
import type { Call } from "./call.ts";
import { readMultipart } from "./multipart.ts";
import { mayPost } from "./posts.ts";
import type { Answer, Router } from "./router.ts";

export function fileRoutes(router: Router): void {
  router.add("POST /api/v4/files", upload, { files: true });
  router.add("GET /api/v4/files/{file_id}", download);
  router.add("HEAD /api/v4/files/{file_id}", download);
  router.add("GET /api/v4/files/{file_id}/info", info);
  router.add("GET /api/v4/files/{file_id}/link", publicLink);
  router.add("GET /api/v4/files/{file_id}/thumbnail", (call) => smaller(call, "thumbnail"));
  router.add("GET /api/v4/files/{file_id}/preview", (call) => smaller(call, "preview"));
  router.add("GET /api/v4/posts/{post_id}/files/info", ofPost);
}

interface Part {
  readonly name: string;
  readonly content: Uint8Array;
}

function upload(call: Call): Answer {
  if (!call.act.settings["FileSettings.EnableFileAttachments"]) {
    throw new AppError(ErrorId.filesDisabled, "File attachments have been disabled on this server.", 403);
  }
  const type = call.request.headers["content-type"] ?? "";
  return type.startsWith("multipart/form-data") ? uploadForm(call, type) : uploadRaw(call);
}

function uploadRaw(call: Call): Answer {
  const channelId = checkedChannel(call, call.query.get("channel_id") ?? "", refuse.urlParam);
  const name = call.query.get("filename") ?? "";
  if (name === "") throw refuse.urlParam("filename");
  const content = call.bytes();
  if (content.byteLength === 0) throw unreadable();
  const clientId = call.query.get("client_id");
  return {
    status: 201,
    json: {
      file_infos: [store(call, channelId, { name, content })],
      client_ids: clientId === null ? null : [clientId],
    },
  };
}

function uploadForm(call: Call, type: string): Answer {
  const parts = readMultipart(call.bytes(), type);
  if (parts === undefined) throw unreadable();
  const unknown = [...parts.fields.keys()].find((field) => field !== "channel_id" && field !== "client_ids");
  if (unknown !== undefined) throw refuse.bodyParam(unknown);
  const channelId = checkedChannel(
    call,
    call.query.get("channel_id") ?? parts.fields.get("channel_id")?.[0] ?? "",
    refuse.bodyParam,
  );
  const clientIds = parts.fields.get("client_ids") ?? [];
  if (clientIds.length > 0 && clientIds.length !== parts.files.length) {
    const message = `Unable to upload file(s). Have ${clientIds.length} client_ids for ${parts.files.length} files.`;
    throw new AppError("api.file.upload_file.incorrect_number_of_client_ids.app_error", message, 400);
  }
  const infos = parts.files.map((file) => store(call, channelId, { name: file.filename, content: file.content }));
  return { status: 201, json: { file_infos: infos, client_ids: clientIds } };
}

function checkedChannel(call: Call, id: string, missing: (name: string) => AppError): string {
  if (!isId(id)) throw missing("channel_id");
  const channel = call.world.channels.get(id);
  if (channel === undefined) throw refuse.permission();
  call.require(mayPost(call, channel));
  return id;
}

function store(call: Call, channelId: string, { name, content }: Part): FileInfo {
  const size = imageSize(content);
  if (size !== undefined && size.width * size.height > IMAGE_MAX_PIXELS) {
    const message = `${name} dimensions (${size.width} by ${size.height} pixels) exceed the limits.`;
    throw new AppError("api.file.upload_file.large_image_detailed.app_error", message, 400);
  }
  return fileView(storeFile(call.act, { userId: call.me.id, channelId, name, content }));
}

function unreadable(): AppError {
  return new AppError(
    "api.file.upload_file.read_request.app_error",
    "Unable to upload file(s). Error reading or parsing request data.",
    400,
  );
}

function readable(call: Call): StoredFile {
  const file = call.world.files.get(call.id("file_id"));
  if (file === undefined) throw new AppError("app.file_info.get.app_error", "Unable to get the file info.", 404);
  const channel = call.world.channels.get(file.info.channel_id ?? "");
  if (file.info.user_id !== call.me.id) {
    if (channel === undefined) throw refuse.permission();
    call.mayRead(channel);
  }
  return file;
}

function info(call: Call): Answer {
  return { json: fileView(readable(call).info), headers: { "Cache-Control": "max-age=2592000, private" } };
}

function ofPost(call: Call): Answer {
  const post = call.readablePost(call.id("post_id"));
  const infos = (post.file_ids ?? []).flatMap((id) => call.world.files.get(id)?.info ?? []);
  return {
    json: infos.map(fileView),
    headers: { "Cache-Control": "max-age=2592000, private", Etag: `11.6.0.${post.id}.${post.update_at}` },
  };
}

function download(call: Call): SimResponse {
  const { info: file, content } = readable(call);
  const isText = /^text\/html|javascript/.test(file.mime_type);
  const type = isText ? "text/plain" : file.mime_type;
  const isInline = /^(?:image\/(?!svg)|video\/|audio\/)/.test(type) && call.query.get("download") !== "1";
  const headers = {
    "Content-Type": type,
    "Content-Disposition": dispositionOf(file.name, isInline),
    "Cache-Control": "private, max-age=86400",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Accept-Ranges": "bytes",
  };
  const range = /^bytes=(\d*)-(\d*)$/.exec(call.request.headers["range"] ?? "");
  if (range === null) return { status: 200, headers, body: content };
  const size = content.byteLength;
  const start = range[1] === "" ? Math.max(0, size - Number(range[2])) : Number(range[1]);
  const end = range[1] === "" || range[2] === "" ? size - 1 : Math.min(Number(range[2]), size - 1);
  if (start >= size || start > end)
    return { status: 416, headers: { ...headers, "Content-Range": `bytes */${size}` }, body: "" };
  return {
    status: 206,
    headers: { ...headers, "Content-Range": `bytes ${start}-${end}/${size}` },
    body: content.subarray(start, end + 1),
  };
}

function dispositionOf(filename: string, isInline: boolean): string {
  const name = encodeURIComponent(filename);
  return `${isInline ? "inline" : "attachment"};filename="${name}"; filename*=UTF-8''${name}`;
}

/** The simulator draws no small pictures: an image's own bytes serve. What is no image has none. */
function smaller(call: Call, which: "thumbnail" | "preview"): SimResponse | Answer {
  const { info: file, content } = readable(call);
  if (file.has_preview_image !== true) {
    const message = which === "preview" ? "File doesn't have a preview image." : "File doesn't have a thumbnail image.";
    throw new AppError(`api.file.get_file_${which}.no_${which}.app_error`, message, 400);
  }
  return {
    status: 200,
    headers: {
      "Content-Type": "image/jpeg",
      "Content-Disposition": dispositionOf(file.name, true),
      "Cache-Control": "private, max-age=86400",
    },
    body: content,
  };
}

/** Switched off, as it is by default. */
function publicLink(): Answer {
  throw new AppError("api.file.get_public_link.disabled.app_error", "Public links have been disabled.", 403);
}
