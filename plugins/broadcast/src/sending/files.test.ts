/** A message without its files says something else: what becomes of a copy that the server has made without them. */
import type { HttpRequest, HttpTransport } from "@matterwright/client";
import type { BotOptions } from "matterwright";
import { expect, test } from "vitest";
import { type SendingTown, sendingTown } from "../../test/town.ts";

interface Server {
  /** In which channel the server loses the files of a post. */
  loses?: string;
  /** Whether it refuses to delete posts. */
  keepsPosts?: boolean;
}

/** A server that says that it took a post, and has lost its files. */
function losing(server: Server): (options: BotOptions) => BotOptions {
  return (options) => {
    const http = options.http as HttpTransport;
    return { ...options, http: (request) => http(lost(request, server)) };
  };
}

function lost(request: HttpRequest, { loses, keepsPosts = false }: Server): HttpRequest {
  if (keepsPosts && request.method === "DELETE") return { ...request, url: `${request.url}-of-nobody` };
  if (request.method !== "POST" || !request.url.endsWith("/api/v4/posts")) return request;
  const post = JSON.parse(request.body as string) as Record<string, unknown>;
  return post["channel_id"] === loses ? { ...request, body: JSON.stringify({ ...post, file_ids: [] }) } : request;
}

async function sent(town: SendingTown): Promise<string> {
  const ann = town.stage.person("ann");
  await ann.looksAt("@wright");
  const files = [await ann.uploads("plan.txt", "To the roof")];
  const id = await town.start("See the plan", { fileIds: files.map((file) => file.id) });
  await town.ended(id);
  return id;
}

test("a copy that arrived without its files is taken back and told as not reached, and can be tried again", async () => {
  const server: Server = {};
  await using town = await sendingTown({ channels: 3, around: losing(server) });
  const [, second] = town.targets;
  server.loses = second!.channelId;
  const id = await sent(town);
  expect(town.targets.map((target) => town.copies(target))).toEqual([["See the plan"], [], ["See the plan"]]);
  expect(town.told.at(-1)).toContain("2 of 3 arrived** (1 failed)");
  expect(town.told.at(-1)).toMatch(
    /\| ~floor-1 +\| it arrived with 0 of 1 files, and I took it back +\| Try it again with/,
  );
  delete server.loses;
  await town.broadcasts.retryFailed(id);
  await town.ended(id);
  expect(town.targets.map((target) => town.posts(target).map(({ file_ids: files }) => files?.length))).toEqual([
    [1],
    [1],
    [1],
  ]);
  expect(town.told.at(-1)).toContain("3 of 3 arrived**");
});

test("a copy without its files that cannot be taken back is named, to be deleted by hand", async () => {
  const server: Server = { keepsPosts: true };
  await using town = await sendingTown({ channels: 2, around: losing(server) });
  const [first] = town.targets;
  server.loses = first!.channelId;
  const id = await sent(town);
  const [delivery] = await town.deliveries(id);
  expect(delivery).toMatchObject({
    state: "failed",
    postId: town.posts(first!)[0]?.id,
    reason: "it arrived with 0 of 1 files, and I could not take it back",
    advice: "Delete it there by hand.",
  });
  expect(town.table[0]).toContain(`/_redirect/pl/${town.posts(first!)[0]?.id}`);
});
