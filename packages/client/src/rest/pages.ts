/** Walks through lists that come in pages. Called by `calls.ts`; holds one page at a time, and asks for the next only when it is wanted. */
import { PAGE_MAX_ROWS } from "@matterwright/protocol";
import { type Call, ProtocolError } from "../errors.ts";

/** Which page of a list. */
export interface PageQuery {
  /** From 0. */
  readonly page?: number;
  /** 60 by default, 200 at most. */
  readonly perPage?: number;
}

export interface PagesOptions {
  /** Items in a page; 200, the most that the server gives, by default. */
  readonly perPage?: number;
}

type Given<Shape> = { readonly [Key in keyof Shape]?: Shape[Key] | undefined };

/** A page in the server's words. */
export function pageIn({ page, perPage }: Given<PageQuery> = {}): {
  page: number | undefined;
  per_page: number | undefined;
} {
  return { page, per_page: perPage };
}

/**
 * Every item of every page. A page that is not full is the last one.
 *
 * @throws ProtocolError when the server gives the same page again: it would never end.
 */
export async function* pagesOf<Item>(
  call: Call,
  { perPage = PAGE_MAX_ROWS }: PagesOptions,
  ask: (page: { readonly page: number; readonly per_page: number }) => Promise<readonly Item[]>,
): AsyncGenerator<Item> {
  let before = "";
  for (let page = 0; ; page++) {
    const items = await ask({ page, per_page: perPage });
    const ends = JSON.stringify([items[0], items.at(-1)]);
    if (items.length > 0 && ends === before) throw sameAgain(call, page);
    before = ends;
    yield* items;
    // More than was asked for: a list without pages.
    if (items.length !== perPage) return;
  }
}

/** The error of a walk that does not come forward. */
export function sameAgain(call: Call, page: number): ProtocolError {
  const reason = `answered with the same page again (page ${page})`;
  return new ProtocolError({ call, reason, hint: "Ask for a single page instead, or report which server does that" });
}

/**
 * Of a full page, the items whose moment is certainly complete. Where the server goes on from a moment, it passes over others of the very
 * same millisecond: those at the end are left for the next page.
 */
export function wholeMoments<Item>(items: readonly Item[], at: (item: Item) => number): Item[] {
  const last = items.at(-1);
  if (last === undefined || items.length < PAGE_MAX_ROWS) return [...items];
  const whole = items.filter((item) => at(item) !== at(last));
  return whole.length === 0 ? [...items] : whole;
}
