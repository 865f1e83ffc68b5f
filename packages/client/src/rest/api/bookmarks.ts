import {
  type BookmarkUpdate,
  type ChannelBookmark,
  type Id,
  type NewBookmark,
  type UnixMs,
  routes,
} from "@matterwright/protocol";
import type { Calls } from "../calls.ts";

/** Which bookmark. */
export interface BookmarkPlace {
  readonly channel: Id;
  readonly bookmark: Id;
}

/** Links and files above a channel: `/api/v4/channels/{channel_id}/bookmarks`. They need a licence. */
export interface BookmarksApi {
  /** `GET /channels/{channel_id}/bookmarks`. With `since`, those that changed after it, deleted ones too. */
  list(channel: Id, since?: UnixMs): Promise<ChannelBookmark[]>;
  /** `POST /channels/{channel_id}/bookmarks`. */
  create(channel: Id, bookmark: NewBookmark): Promise<ChannelBookmark>;
  /** `PATCH /channels/{channel_id}/bookmarks/{bookmark_id}`. */
  patch(place: BookmarkPlace, patch: Partial<NewBookmark>): Promise<BookmarkUpdate>;
  /** `POST /channels/{channel_id}/bookmarks/{bookmark_id}/sort_order`. From 0; answers all in their new order. */
  move(place: BookmarkPlace, to: number): Promise<ChannelBookmark[]>;
  /** `DELETE /channels/{channel_id}/bookmarks/{bookmark_id}`. */
  delete(place: BookmarkPlace): Promise<ChannelBookmark>;
}

export function bookmarksApi({ one, list }: Calls): BookmarksApi {
  return {
    list: (channel, since) => list("GET", routes.bookmarks(channel), { query: { bookmarks_since: since } }),
    create: (channel, bookmark) => one("POST", routes.bookmarks(channel), { body: bookmark }),
    patch: ({ channel, bookmark }, patch) => one("PATCH", routes.bookmark(channel, bookmark), { body: patch }),
    move: ({ channel, bookmark }, to) => list("POST", routes.bookmarkSortOrder(channel, bookmark), { body: to }),
    delete: ({ channel, bookmark }) => one("DELETE", routes.bookmark(channel, bookmark)),
  };
}
