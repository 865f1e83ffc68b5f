/** Posts that are told to one person and not kept. */
import type { AttachmentAction, Id, Post, PostProps } from "@matterwright/protocol";
import { goJson } from "../../json.ts";
import type { Act } from "../act.ts";
import { withDecodedAttachments } from "./attachments.ts";
import { type Draft, metadataOf } from "./draft.ts";
import { jsonView } from "./post-views.ts";

export interface Whispered {
  readonly to: Id;
  readonly from: Id | "";
  readonly draft: Draft;
  /** Of the post, where it is known before. */
  readonly id?: Id;
}

/** A post that one person sees and nobody keeps. */
export function ephemeralPost(act: Act, channelId: Id, { to, from, draft, id = act.newId() }: Whispered): Post {
  const cookies: string[] = [];
  const props = withCookies(act, withDecodedAttachments(draft.props ?? {}, act.newId), cookies);
  const post: Post = {
    id,
    create_at: act.now,
    update_at: 0,
    edit_at: 0,
    delete_at: 0,
    is_pinned: false,
    user_id: from,
    channel_id: channelId,
    root_id: draft.root_id ?? "",
    original_id: "",
    message: draft.message,
    type: "system_ephemeral",
    props,
    hashtags: "",
    file_ids: null,
    pending_post_id: "",
    reply_count: 0,
    last_reply_at: 0,
    participants: null,
    metadata: metadataOf(draft),
  };
  for (const cookie of cookies) act.world.ephemeralByCookie.set(cookie, post);
  act.emit({
    event: "ephemeral_message",
    data: { post: goJson(jsonView(post)) },
    to: { user_id: to, channel_id: channelId },
  });
  // The event names the embedded attachments once, the answer two times.
  return { ...post, metadata: twice(metadataOf(draft)) };
}

/** Each button gets a cookie, by which a click finds what the server did not keep. */
function withCookies(act: Act, props: PostProps, cookies: string[]): PostProps {
  if (!Array.isArray(props.attachments)) return props;
  const sealed = (action: AttachmentAction): AttachmentAction => {
    if (action.integration === undefined) return action;
    const cookie = btoa(`${act.newId()}${act.newId()}${act.newId()}${act.newId()}`);
    cookies.push(cookie);
    return { ...action, cookie };
  };
  const attachments = props.attachments.map((card) =>
    card.actions === undefined ? card : Object.assign({}, card, { actions: card.actions.map(sealed) }),
  );
  return { ...props, attachments };
}

function twice(metadata: NonNullable<Post["metadata"]>): NonNullable<Post["metadata"]> {
  return metadata.embeds === undefined ? metadata : { ...metadata, embeds: [...metadata.embeds, ...metadata.embeds] };
}
