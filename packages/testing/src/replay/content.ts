/** Bodies of requests, made from their short descriptions in a recording: `text:…`, `zero:N`, `png:WxH`, and multipart forms. */
import { crc32, deflateSync } from "node:zlib";
import type { Part } from "./scenario.ts";

/** The bytes that a description stands for. */
export function contentOf(description: string): Uint8Array {
  const colon = description.indexOf(":");
  const rest = description.slice(colon + 1);
  switch (description.slice(0, colon)) {
    case "text":
      return Buffer.from(rest);
    case "zero":
      return new Uint8Array(Number(rest));
    case "png": {
      const [width = 1, height = 1] = rest.split("x").map(Number);
      return png(width, height);
    }
    default:
      throw new Error(`unknown content "${description}": use text:…, zero:N or png:WxH`);
  }
}

/** An image of one colour. */
function png(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits for each of red, green and blue.
  header.set([8, 2], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.of()),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.byteLength);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

const BOUNDARY = "----matterwright-recording";

/** A multipart form and its content type. */
export function multipartOf(parts: readonly Part[]): { readonly body: Uint8Array; readonly type: string } {
  const pieces = parts.flatMap(({ name, value, filename, content }) => {
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"`;
    if (filename === undefined) return [Buffer.from(`${head}\r\n\r\n${value ?? ""}\r\n`)];
    const file = `${head}; filename="${filename}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
    return [Buffer.from(file), contentOf(content ?? "text:"), Buffer.from("\r\n")];
  });
  return {
    body: Buffer.concat([...pieces, Buffer.from(`--${BOUNDARY}--\r\n`)]),
    type: `multipart/form-data; boundary=${BOUNDARY}`,
  };
}
