/** `/api/v4/uploads`: one file in several parts, which can be taken up again where it stopped. */
import { MULTIPART_FIRST_PART_MIN_BYTES } from "../world/files/files.ts";
import { AppError, refuse } from "../errors.ts";
import { fileView, storeFile } from "../world/files/files.ts";
import type { UploadSession } from "../world/world.ts";
import { type Call, text } from "./call.ts";
import { readMultipart } from "./multipart.ts";
import { mayPost } from "./posts.ts";
import type { Answer, Router } from "./router.ts";

export function uploadRoutes(router: Router): void {
  router.add("POST /api/v4/uploads", begin);
  router.add("GET /api/v4/uploads/{upload_id}", state);
  router.add("POST /api/v4/uploads/{upload_id}", take, { files: true });
}

function view({ content: _kept, ...upload }: UploadSession): Record<string, unknown> {
  return { ...upload, remote_id: "", req_file_id: "" };
}

function begin(call: Call): Answer {
  const { settings, newId, now } = call.act;
  if (!settings["FileSettings.EnableFileAttachments"])
    throw new AppError(
      "api.file.attachments.disabled.app_error",
      "File attachments have been disabled on this server.",
      501,
    );
  const body = call.body("upload");
  const channel = call.world.channels.get(text(body, "channel_id") ?? "");
  if (channel === undefined) throw refuse.permission();
  call.require(mayPost(call, channel));
  const size = typeof body["file_size"] === "number" ? body["file_size"] : 0;
  if (size > settings["FileSettings.MaxFileSize"])
    throw new AppError(
      "api.upload.create.upload_too_large.app_error",
      "Unable to upload file. File is too large.",
      413,
    );
  if (size <= 0) throw invalid("file_size", "FileSize");
  const filename = (text(body, "filename") ?? "").split("/").at(-1) ?? "";
  if (filename === "") throw invalid("filename", "Filename");
  const upload: UploadSession = {
    id: newId(),
    type: "attachment",
    create_at: now,
    user_id: call.me.id,
    channel_id: channel.id,
    filename,
    file_size: size,
    file_offset: 0,
    content: new Uint8Array(),
  };
  call.world.uploads.set(upload.id, upload);
  return { status: 201, json: view(upload) };
}

function existing(call: Call): UploadSession {
  const upload = call.world.uploads.get(call.id("upload_id"));
  if (upload === undefined) throw failed("app.upload.get.app_error", 404);
  return upload;
}

function state(call: Call): Answer {
  const upload = existing(call);
  if (upload.user_id !== call.me.id && !call.isAdmin) throw failed("api.upload.get_upload.forbidden.app_error", 403);
  return { json: view(upload) };
}

/** Takes one part. The last one makes the file; until then there is nothing to answer. */
function take(call: Call): Answer {
  const upload = existing(call);
  call.require(upload.user_id === call.me.id && mayPost(call, call.channel(upload.channel_id)));
  const part = partOf(call, upload).subarray(0, upload.file_size - upload.file_offset);
  if (upload.file_offset === 0 && part.byteLength < Math.min(MULTIPART_FIRST_PART_MIN_BYTES, upload.file_size)) {
    const message = `Failed to upload data. First part must be at least ${MULTIPART_FIRST_PART_MIN_BYTES} Bytes.`;
    throw new AppError("app.upload.upload_data.first_part_too_small.app_error", message, 400);
  }
  upload.content = Buffer.concat([upload.content, part]);
  upload.file_offset = upload.content.byteLength;
  if (upload.file_offset < upload.file_size) return { status: 204, headers: {}, body: "" };
  call.world.uploads.delete(upload.id);
  const { user_id: userId, channel_id: channelId, filename: name, content } = upload;
  return { json: fileView(storeFile(call.act, { userId, channelId, name, content })) };
}

function partOf(call: Call, upload: UploadSession): Uint8Array {
  const type = call.request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data")) {
    const bytes = call.bytes();
    if (bytes.byteLength > upload.file_size - upload.file_offset)
      throw new AppError("api.upload.upload_data.invalid_content_length", "Invalid Content-Length.", 400);
    return bytes;
  }
  const file = readMultipart(call.bytes(), type)?.files[0];
  if (file === undefined)
    throw new AppError("api.upload.upload_data.multipart_error", "Failed to process the multipart data.", 400);
  return file.content;
}

function failed(id: string, status: number): AppError {
  return new AppError(id, "Failed to get upload.", status);
}

function invalid(field: string, name: string): AppError {
  return new AppError(`model.upload_session.is_valid.${field}.app_error`, `Invalid value for ${name}`, 400);
}
