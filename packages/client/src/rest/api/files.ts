import { type FileInfo, type FileList, type FileUpload, type Id, routes } from "@matterwright/protocol";
import { type Calls, callOf, otherThan } from "../calls.ts";
import type { PageQuery } from "../pages.ts";
import { type UploadsApi, uploadsApi } from "./uploads.ts";

export interface NewFile {
  readonly channel: Id;
  readonly name: string;
  /** A stream is sent piece by piece, never held whole. */
  readonly content: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** In bytes; needed for a stream whose length the server shall know beforehand. */
  readonly size?: number;
}

/** Files: `/api/v4/files`. A file can be attached to one post only. */
export interface FilesApi extends UploadsApi {
  /** `POST /files`. @throws TooLargeError beyond the server's `MaxFileSize`, 100 MiB by default. */
  upload(file: NewFile): Promise<FileInfo>;
  /** `GET /files/{file_id}/info`. */
  info(file: Id): Promise<FileInfo>;
  /** `GET /posts/{post_id}/files/info`. */
  ofPost(post: Id): Promise<FileInfo[]>;
  /** `GET /files/{file_id}`. The content, piece by piece. */
  download(file: Id): Promise<AsyncIterable<Uint8Array>>;
  /** `GET /files/{file_id}/thumbnail`. Of a picture, 120 by 100 points. */
  thumbnail(file: Id): Promise<AsyncIterable<Uint8Array>>;
  /** `GET /files/{file_id}/preview`. Of a picture, at most 1,920 points wide. */
  preview(file: Id): Promise<AsyncIterable<Uint8Array>>;
  /** `GET /files/{file_id}/link`. An address that works without login, where the server allows such. */
  publicLink(file: Id): Promise<string>;
  /** `POST /teams/{team_id}/files/search`. */
  search(team: Id, search: { readonly terms: string; readonly isOr?: boolean } & PageQuery): Promise<FileList>;
}

export function filesApi(calls: Calls): FilesApi {
  const { one, list, bytes } = calls;
  return {
    ...uploadsApi(calls),
    async upload({ channel, name, content, size }) {
      const body = typeof content === "string" ? new TextEncoder().encode(content) : content;
      const { file_infos: infos } = await one<Partial<FileUpload>>("POST", routes.files(), {
        query: { channel_id: channel, filename: name },
        body,
        headers: streamHeaders(body instanceof Uint8Array ? body.byteLength : size),
      });
      const info = infos?.[0];
      if (info === undefined) throw otherThan("a file", callOf("POST", routes.files()));
      return info;
    },
    info: (file) => one("GET", routes.fileInfo(file)),
    ofPost: (post) => list("GET", routes.postFiles(post)),
    download: (file) => bytes(routes.file(file)),
    thumbnail: (file) => bytes(routes.fileThumbnail(file)),
    preview: (file) => bytes(routes.filePreview(file)),
    publicLink: async (file) => (await one<{ readonly link: string }>("GET", routes.fileLink(file))).link,
    search: (team, { terms, isOr = false, page, perPage }) =>
      one("POST", routes.filesSearch(team), { body: { terms, is_or_search: isOr, page, per_page: perPage } }),
  };
}

function streamHeaders(length: number | undefined): Record<string, string> {
  return {
    "content-type": "application/octet-stream",
    ...(length === undefined ? {} : { "content-length": String(length) }),
  };
}
