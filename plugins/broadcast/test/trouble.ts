/** HTTP on which posts to some channels go wrong, for tests. */
import type { HttpRequest, HttpResponse, HttpTransport } from "@matterwright/client";
import type { BotOptions } from "matterwright";

/** What happens to a post, by its channel; nothing where it arrives. */
export type Trouble = "500" | "cut";

/** @param troubleOf is asked for every post that is made */
export function troubled(troubleOf: (channelId: string) => Trouble | undefined): (options: BotOptions) => BotOptions {
  return (options) => {
    const { http } = options as { http: HttpTransport };
    return { ...options, http: (request) => answer(request, { http, troubleOf }) };
  };
}

interface Parts {
  readonly http: HttpTransport;
  readonly troubleOf: (channelId: string) => Trouble | undefined;
}

async function answer(request: HttpRequest, { http, troubleOf }: Parts): Promise<HttpResponse> {
  if (request.method !== "POST" || !request.url.endsWith("/api/v4/posts")) return http(request);
  const { channel_id: channel } = JSON.parse(request.body as string) as { channel_id: string };
  const trouble = troubleOf(channel);
  if (trouble === undefined) return http(request);
  if (trouble === "cut") throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  const body = JSON.stringify({ id: "app.post.save.app_error", message: "Unable to save the Post.", status_code: 500 });
  return { status: 500, headers: {}, text: () => Promise.resolve(body), bytes: () => bytesOf(body) };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
