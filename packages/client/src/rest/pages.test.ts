/** Lists of any length: every item once, one page in memory at a time, and an end. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ProtocolError } from "../errors.ts";
import type { HttpTransport } from "../transport.ts";
import { type Rest, createRest } from "./rest.ts";

/** A client whose server answers by the query, and the queries that it was asked. */
function serving(answer: (query: URLSearchParams) => unknown): { readonly rest: Rest; readonly asked: string[] } {
  const asked: string[] = [];
  const http: HttpTransport = ({ url }) => {
    const { searchParams, search } = new URL(url);
    asked.push(search.slice(1));
    const text = JSON.stringify(answer(searchParams));
    return Promise.resolve({ status: 200, headers: {}, text: () => Promise.resolve(text), bytes: never });
  };
  return { rest: createRest({ url: "https://chat.example.com", http }), asked };
}

function never(): never {
  throw new Error("nobody asks for bytes here");
}

const members = (count: number): { user_id: string }[] =>
  Array.from({ length: count }, (_, index) => ({ user_id: `u${index}` }));

/** As the server pages: by number, 200 at most. */
function paged(all: readonly unknown[]): (query: URLSearchParams) => unknown {
  return (query) => {
    const perPage = Math.min(Number(query.get("per_page")), 200);
    return all.slice(Number(query.get("page")) * perPage).slice(0, perPage);
  };
}

describe("a list in pages", () => {
  test.each([0, 1, 199, 200, 201, 400, 1_001])("of %i items comes whole, with no call too many", async (count) => {
    const all = members(count);
    const { rest, asked } = serving(paged(all));
    expect(await Array.fromAsync(rest.channels.allMembers("c"))).toEqual(all);
    expect(asked.length).toBe(Math.floor(count / 200) + 1);
  });

  test("is asked for only as far as it is wanted", async () => {
    const { rest, asked } = serving(paged(members(1_000)));
    for await (const { user_id: id } of rest.channels.allMembers("c")) if (id === "u250") break;
    expect(asked).toEqual(["page=0&per_page=200", "page=1&per_page=200"]);
  });

  test("keeps its filter from page to page", async () => {
    const { rest, asked } = serving(paged(members(201)));
    await Array.fromAsync(rest.users.all({ in_team: "t", active: true }));
    expect(asked[1]).toBe("in_team=t&active=true&page=1&per_page=200");
  });

  test("that is `null` is empty, and one without pages comes once", async () => {
    expect(await Array.fromAsync(serving(() => null).rest.channels.allMembers("c"))).toEqual([]);
    const { rest, asked } = serving(() => members(300));
    expect((await Array.fromAsync(rest.channels.allMembers("c"))).length).toBe(300);
    expect(asked.length).toBe(1);
  });

  test("that begins again and again is an error, not a walk without end", async () => {
    const { rest } = serving(() => members(200));
    await expect(Array.fromAsync(rest.channels.allMembers("c"))).rejects.toBeInstanceOf(ProtocolError);
  });
});

interface Post {
  readonly id: string;
  readonly create_at: number;
}

/** As the server answers by cursor: neither the cursor nor others of its millisecond, newest first in each page. */
function byCursor(posts: readonly Post[]): (query: URLSearchParams) => unknown {
  return (query) => {
    const at = (id: string | null): number | undefined => posts.find((post) => post.id === id)?.create_at;
    const [after, before] = [at(query.get("after")), at(query.get("before"))];
    const newest = posts.toSorted((a, b) => b.create_at - a.create_at);
    const found =
      after === undefined
        ? newest.filter((post) => before === undefined || post.create_at < before).slice(0, 200)
        : newest.filter((post) => post.create_at > after).slice(-200);
    return { order: found.map(({ id }) => id), posts: Object.fromEntries(found.map((post) => [post.id, post])) };
  };
}

/** Posts of a busy channel: several in a millisecond, though never as many as a page holds. */
const busyChannel = fc
  .array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 25 })
  .map((perMoment) =>
    perMoment.flatMap((count, moment) =>
      Array.from({ length: count }, (_, index) => ({ id: `p${moment}x${index}`, create_at: moment + 1 })),
    ),
  );

describe("the posts of a channel", () => {
  test("come each once and in order, forward and back, however many share a millisecond", async () => {
    await fc.assert(
      fc.asyncProperty(busyChannel, async (posts) => {
        const start = { id: "start", create_at: 0 };
        const { rest } = serving(byCursor([start, ...posts]));
        const forward = await Array.fromAsync(rest.posts.allAfter("c", "start"));
        expect(forward.map(({ id }) => id).toSorted()).toEqual(posts.map(({ id }) => id).toSorted());
        expect(forward.map((post) => post.create_at)).toEqual(posts.map((post) => post.create_at));
        const back = await Array.fromAsync(rest.posts.allBefore("c"));
        expect(back.map((post) => post.create_at)).toEqual([...posts.map((post) => post.create_at).toReversed(), 0]);
      }),
      { numRuns: 50 },
    );
  });

  test("that begin again and again are an error", async () => {
    const { rest } = serving(() => ({ order: ["p"], posts: { p: { id: "p", create_at: 1 } } }));
    await expect(Array.fromAsync(rest.posts.allAfter("c", "q"))).rejects.toBeInstanceOf(ProtocolError);
  });
});
