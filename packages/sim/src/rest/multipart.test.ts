import fc from "fast-check";
import { expect, test } from "vitest";
import { readMultipart } from "./multipart.ts";

const crlf = "\r\n";

test("whatever bytes a file has, they come out as they went in", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ maxLength: 20 }), (content, value) => {
      const field = value.replaceAll("\r", "").replaceAll("\n", "");
      const body = Buffer.concat([
        Buffer.from(`--edge${crlf}Content-Disposition: form-data; name="channel_id"${crlf}${crlf}${field}${crlf}`),
        Buffer.from(`--edge${crlf}Content-Disposition: form-data; name="files"; filename="a.bin"${crlf}${crlf}`),
        content,
        Buffer.from(`${crlf}--edge--${crlf}`),
      ]);
      const parts = readMultipart(body, 'multipart/form-data; boundary="edge"');
      expect(parts?.fields.get("channel_id")).toEqual([field]);
      expect(parts?.files).toEqual([{ field: "files", filename: "a.bin", content }]);
    }),
  );
});

test.each([
  ["no boundary", "--edge--", "multipart/form-data"],
  ["another boundary", "--edge--", "multipart/form-data; boundary=other"],
  [
    "a part that never ends",
    `--edge${crlf}Content-Disposition: x${crlf}${crlf}abc`,
    "multipart/form-data; boundary=edge",
  ],
])("%s is not a form", (_name, body, type) => {
  expect(readMultipart(Buffer.from(body), type)).toBeUndefined();
});
