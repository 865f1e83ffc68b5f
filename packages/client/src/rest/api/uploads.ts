import { type FileInfo, type Id, type UploadSession, routes } from "@matterwright/protocol";
import { type Calls, callOf, jsonIn } from "../calls.ts";

/** Uploads in pieces, which go on after a broken line: `/api/v4/uploads`. */
export interface UploadsApi {
  /** `POST /uploads`. Says what will come; `size` in bytes. */
  beginUpload(file: { readonly channel: Id; readonly name: string; readonly size: number }): Promise<UploadSession>;
  /** `GET /uploads/{upload_id}`. How much has come: the next piece begins at `file_offset`. */
  uploadState(upload: Id): Promise<UploadSession>;
  /** `POST /uploads/{upload_id}`. The next piece; the first has 5 MiB at least, unless it is the whole. The file itself once the last has come, before that nothing. */
  uploadPiece(upload: Id, piece: Uint8Array): Promise<FileInfo | undefined>;
}

export function uploadsApi({ one, text }: Calls): UploadsApi {
  return {
    beginUpload: ({ channel, name, size }) =>
      one("POST", routes.uploads(), { body: { channel_id: channel, filename: name, file_size: size } }),
    uploadState: (upload) => one("GET", routes.upload(upload)),
    async uploadPiece(upload, piece) {
      const headers = { "content-type": "application/octet-stream", "content-length": String(piece.byteLength) };
      // 204, with nothing in it, while more has to come.
      const said = await text("POST", routes.upload(upload), { body: piece, headers });
      return said === "" ? undefined : (jsonIn(callOf("POST", routes.upload(upload)), said) as FileInfo);
    },
  };
}
