/** A message that is changed by one of its own buttons: what of it stays. Pure. */
import type { Attachment, Post, PostProps } from "@matterwright/protocol";
import type { Drawn } from "../update/actions.ts";

/**
 * The server replaces all props: those that are not about looks stay. Cards stay as well, without their buttons, unless others are
 * given; a card that was nothing but buttons goes.
 */
export function changedProps(
  { props: old }: Pick<Post, "props">,
  { attachments, props, keepsCards }: Drawn,
): PostProps {
  const { attachments: cards, ...others } = old;
  const kept = keepsCards === true ? (cards ?? []).map(withoutActions).filter(isSeen) : [];
  const all = [...kept, ...(attachments ?? [])];
  return { ...others, ...props, ...(all.length === 0 ? {} : { attachments: all }) };
}

function withoutActions({ actions: _gone, ...card }: Attachment): Attachment {
  return card;
}

const SEEN = ["pretext", "text", "title", "author_name", "image_url", "thumb_url", "footer"] as const;

function isSeen(card: Attachment): boolean {
  return SEEN.some((name) => (card[name] ?? "") !== "") || (card.fields ?? []).length > 0;
}
