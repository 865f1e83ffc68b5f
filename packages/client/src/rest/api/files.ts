import { type FileInfo, type FileUpload, type Id, routes } from "@matterwright/protocol";
import { type Call, ProtocolError } from "../../errors.ts";
import type { HttpResponse } from "../../transport.ts";
import { type Requester, brokenOff } from "../request.ts";

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
    async download(file) {
      const response = await raw("GET", routes.file(file));
      return unbroken(response, { method: "GET", route: routes.file(file) });
    },
  };
}

/** The same pieces; a break in the middle becomes an error that names the call. */
async function* unbroken(response: HttpResponse, call: Call): AsyncGenerator<Uint8Array> {
  try {
    yield* response.bytes();
  } catch (error) {
    throw brokenOff(call, response.status, error);
  }
}
