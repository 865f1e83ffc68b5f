/** The floor after a gap: reads every channel that has moved since a moment, four at a time, and counts what others said there. */
import { Agent, request } from "undici";

interface Post {
  readonly id: string;
  readonly user_id: string;
  readonly create_at: number;
}

const [url = "", token = "", since = "0", wanted = "0"] = process.argv.slice(2);
const dispatcher = new Agent({ connections: 16 });
const headers = { authorization: `Bearer ${token}` };
const get = async (path: string): Promise<unknown> =>
  (await request(`${url}/api/v4/${path}`, { headers, dispatcher })).body.json();

const me = (await get("users/me")) as { id: string };
const channels = (await get("users/me/channels")) as { id: string; last_post_at: number }[];
const moved = channels.filter(({ last_post_at: at }) => at > Number(since)).values();
const heard = new Set<string>();

async function read(channel: string): Promise<void> {
  const first = await page(channel, `since=${since}`);
  for (let number = 0, count = first < 1_000 ? 0 : 200; count === 200; number++)
    count = await page(channel, `page=${number}&per_page=200`);
}

async function page(channel: string, query: string): Promise<number> {
  const list = (await get(`channels/${channel}/posts?${query}`)) as { order: string[]; posts: Record<string, Post> };
  for (const post of Object.values(list.posts))
    if (post.user_id !== me.id && post.create_at > Number(since)) heard.add(post.id);
  return list.order.length;
}

await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (const { id } of moved) await read(id);
  }),
);
process.stdout.write(heard.size >= Number(wanted) ? "caught up\n" : `only ${heard.size}\n`);
