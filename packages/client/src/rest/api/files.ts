import { type FileInfo, type FileUpload, type Id, routes } from "@matterwright/protocol";
import { ProtocolError } from "../../errors.ts";
import type { Requester } from "../request.ts";

export interface NewFile {
  readonly channel: Id;
  readonly name: string;
  /** A stream is sent piece by piece, never held whole. */
  readonly content: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** In bytes; needed for a stream whose length the server shall know beforehand. */
  readonly size?: number;
}

/** Files: `/api/v4/files`. A file can be attached to one post only. */
export interface FilesApi {
  upload(file: NewFile): Promise<FileInfo>;
  info(file: Id): Promise<FileInfo>;
  ofPost(post: Id): Promise<FileInfo[]>;
  /** The content, piece by piece. */
  download(file: Id): Promise<AsyncIterable<Uint8Array>>;
}

export function filesApi({ json, raw }: Requester): FilesApi {
  return {
    async upload({ channel, name, content, size }) {
      const body = typeof content === "string" ? new TextEncoder().encode(content) : content;
      const length = body instanceof Uint8Array ? body.byteLength : size;
      const { file_infos: infos } = await json<FileUpload>("POST", routes.files(), {
        query: { channel_id: channel, filename: name },
        body,
        headers: {
          "content-type": "application/octet-stream",
          ...(length === undefined ? {} : { "content-length": String(length) }),
        },
      });
      const [info] = infos;
      if (info === undefined) {
        throw new ProtocolError({ call: { method: "POST", route: routes.files() }, reason: "answered without a file" });
      }
      return info;
    },
    info: (file) => json("GET", routes.fileInfo(file)),
    ofPost: (post) => json("GET", routes.postFiles(post)),
    download: async (file) => (await raw("GET", routes.file(file))).bytes(),
  };
}
