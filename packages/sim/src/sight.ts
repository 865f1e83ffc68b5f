/** What a client of a person shows of posts: their texts, those for one person alone, their buttons and menus. Pure. */
import type { AttachmentAction, Id, Post } from "@matterwright/protocol";

/** An event that a client received. */
export interface Heard {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The text of a post, and of its attachments. */
export function textOf(post: Post | undefined): string {
  if (post === undefined) return "";
  const cards = (post.props.attachments ?? []).flatMap((card) =>
    [card.pretext, card.title, card.text].filter((text) => text !== undefined && text !== ""),
  );
  return [post.message, ...cards].filter((text) => text !== "").join("\n");
}

/** What a person alone was shown in a channel, oldest first, without the system's own. */
export function ephemeralsIn(heard: readonly Heard[], channelId: Id): Post[] {
  return heard
    .filter(({ event }) => event === "ephemeral_message")
    .map(({ data }) => JSON.parse(String(data["post"])) as Post)
    .filter((post) => post.channel_id === channelId && post.user_id !== "");
}

/** The button or menu with a label, under the newest post that has one. */
export function actionCalled(
  label: string,
  posts: readonly Post[],
): { readonly post: Post; readonly action: AttachmentAction } | undefined {
  for (const post of posts.toReversed()) {
    const actions = (post.props.attachments ?? []).flatMap((attachment) => attachment.actions ?? []);
    const action = actions.find((each) => each.name === label);
    if (action !== undefined) return { post, action };
  }
  return undefined;
}
