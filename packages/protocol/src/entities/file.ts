import type { Id, UnixMs } from "../ids.ts";

/** An uploaded file, as `POST /api/v4/files` and `GET /api/v4/files/{file_id}/info` show it. */
export interface FileInfo {
  id: Id;
  user_id: Id;
  /** Absent until a post carries the file; a file can be attached once. */
  post_id?: Id;
  channel_id?: Id;
  create_at: UnixMs;
  update_at: UnixMs;
  delete_at: UnixMs;
  name: string;
  extension: string;
  /** In bytes. */
  size: number;
  mime_type: string;
  width?: number;
  height?: number;
  has_preview_image?: boolean;
  /** A tiny JPEG in base64. */
  mini_preview?: string | null;
  remote_id?: string | null;
  archived?: boolean;
}

/** The answer of `POST /api/v4/files`. */
export interface FileUpload {
  file_infos: FileInfo[];
  client_ids: string[] | null;
}

/** Files found, newest first, as `POST /api/v4/teams/{team_id}/files/search` answers. */
export interface FileList {
  order: Id[];
  file_infos: Record<Id, FileInfo>;
}

/** An upload in pieces, as `POST /api/v4/uploads` answers it. */
export interface UploadSession {
  id: Id;
  type: "attachment" | "import";
  create_at: UnixMs;
  user_id: Id;
  channel_id?: Id;
  filename: string;
  /** In bytes. */
  file_size: number;
  /** Bytes that the server has. */
  file_offset: number;
}
