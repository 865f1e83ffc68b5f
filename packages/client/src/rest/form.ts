/** Forms with a picture in them, as the server reads pictures. Small: the whole of it is in memory. */
import type { CallOptions } from "./request.ts";

/** A picture, as bytes of a PNG, JPEG or GIF file. */
export type Picture = Uint8Array<ArrayBuffer>;

/** What a call carries that sends a picture in a form field `image`, beside other fields. */
export async function formWith(
  image: Picture,
  fields: Readonly<Record<string, string>> = {},
): Promise<Required<Pick<CallOptions, "body" | "headers">>> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("image", new Blob([image]), "image");
  const encoded = new Response(form);
  return {
    body: new Uint8Array(await encoded.arrayBuffer()),
    headers: { "content-type": encoded.headers.get("content-type") ?? "" },
  };
}
