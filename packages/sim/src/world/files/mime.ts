/** What kind a file is, by the end of its name: the server looks at nothing else. */
const TYPES: Readonly<Record<string, string>> = {
  avif: "image/avif",
  bmp: "image/bmp",
  css: "text/css; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  gif: "image/gif",
  gz: "application/gzip",
  htm: "text/html; charset=utf-8",
  html: "text/html; charset=utf-8",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  log: "text/plain",
  md: "text/markdown; charset=utf-8",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  tar: "application/x-tar",
  tiff: "image/tiff",
  txt: "text/plain; charset=utf-8",
  wav: "audio/x-wav",
  webp: "image/webp",
  xml: "text/xml; charset=utf-8",
  zip: "application/zip",
};

/** By an extension without its dot. */
export function mimeTypeOf(extension: string): string {
  return TYPES[extension.toLowerCase()] ?? "application/octet-stream";
}
