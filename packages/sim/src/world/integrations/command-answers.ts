/** What the answer of a slash command becomes: posts in the name of who ran it, or ephemeral ones. */
import type {
  Attachment,
  AttachmentField,
  Channel,
  Command,
  CommandAnswer,
  Id,
  PostProps,
  User,
} from "@matterwright/protocol";
import { AppError } from "../../errors.ts";
import type { Act } from "../act.ts";
import type { Draft } from "../posts/draft.ts";
import { ephemeralPost } from "../posts/ephemeral.ts";
import { jsonView } from "../posts/post-views.ts";
import { createPost } from "../posts/posts.ts";
import { withMarkdownLinks, withSlackMentions } from "../posts/slack.ts";

/** Who ran the command, and where. */
export interface Run {
  readonly user: User;
  readonly channel: Channel;
  readonly rootId: Id | "";
  readonly trigger: string;
}

/** The command, as far as it says who speaks; built-in ones speak as themselves. */
export type Speaker = Pick<Command, "username" | "icon_url"> & { readonly isBuiltIn: boolean };

/**
 * Does what an answer says, and answers it as clients see it.
 *
 * @throws AppError 500 when one of its posts cannot be made; the others are there all the same.
 */
export function obeyAnswer(act: Act, run: Run, { answer, by }: { answer: CommandAnswer; by: Speaker }): CommandAnswer {
  const shown = withMentions(act, answer);
  const extra = shown.extra_responses?.map((each) => withMentions(act, each)) ?? null;
  let failed = false;
  const told = [shown, ...(extra ?? [])].map((each) => {
    try {
      return say(act, run, { answer: each, by });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      failed = true;
      return each;
    }
  });
  if (failed) {
    const message = `Command '${run.trigger}' failed to post response. Please contact your System Administrator.`;
    throw new AppError("api.command.execute_command.create_post_failed.app_error", message, 500);
  }
  const [first = shown, ...others] = told;
  return { ...first, extra_responses: extra === null ? null : others };
}

/** What an ephemeral answer's buttons do is shown to nobody; the buttons of a post stand in the answer as the integration wrote them. */
function say(act: Act, run: Run, { answer, by }: { answer: CommandAnswer; by: Speaker }): CommandAnswer {
  const channel = channelOf(act, run, answer);
  const props = { ...answer.props, ...speakerProps(act, answer, by) };
  if (answer.type.startsWith("system_"))
    throw new AppError("api.context.invalid_param.app_error", "Invalid post.type parameter.", 400);
  const cards = answer.attachments?.map(withLinks) ?? null;
  const draft: Draft = {
    message: answer.skip_slack_parsing ? answer.text : withMarkdownLinks(answer.text),
    root_id: run.rootId,
    type: answer.type === "" && cards !== null ? "slack_attachment" : answer.type,
    props: cards === null ? props : { ...props, attachments: cards },
    byServer: true,
  };
  const written = { ...answer, attachments: cards };
  if (answer.response_type === "in_channel") {
    createPost(act, channel, { author: run.user, draft });
    return written;
  }
  if (!["", "ephemeral"].includes(answer.response_type) || (answer.text === "" && cards === null)) return written;
  const post = ephemeralPost(act, channel.id, { to: run.user.id, from: run.user.id, draft });
  return cards === null ? written : { ...written, attachments: jsonView(post).props.attachments ?? null };
}

function channelOf(act: Act, run: Run, { channel_id: id }: CommandAnswer): Channel {
  if (id === "") return run.channel;
  const channel = act.world.channels.get(id);
  if (channel !== undefined && act.world.isMember(id, run.user.id)) return channel;
  const message = "Specified user is not a member of specified channel.";
  throw new AppError("api.command.command_post.forbidden.app_error", message, 403);
}

/** The command's own name and picture win over those of the answer. */
function speakerProps({ settings }: Act, answer: CommandAnswer, by: Speaker): PostProps {
  const username = by.username || answer.username;
  const iconUrl = by.icon_url || answer.icon_url;
  const named = settings["ServiceSettings.EnablePostUsernameOverride"] && username !== "";
  const pictured = settings["ServiceSettings.EnablePostIconOverride"];
  return {
    ...(named ? { override_username: username } : {}),
    ...(pictured ? { override_icon_url: iconUrl } : {}),
    ...(!by.isBuiltIn || named || (pictured && iconUrl !== "") ? { from_webhook: "true" } : {}),
  };
}

function withMentions(act: Act, answer: CommandAnswer): CommandAnswer {
  if (answer.skip_slack_parsing) return answer;
  const rewrite = (text: string): string => withSlackMentions(act, text);
  const attachments = answer.attachments?.map((card) => rewritten(card, rewrite, { title: rewrite(card.title ?? "") }));
  return { ...answer, text: rewrite(answer.text), attachments: attachments ?? null };
}

/** Links of cards are rewritten even where the text is left alone. */
function withLinks(card: Attachment): Attachment {
  return rewritten(card, withMarkdownLinks);
}

/** A card with its texts rewritten, but for those that are given. */
function rewritten(card: Attachment, rewrite: (text: string) => string, given: Attachment = {}): Attachment {
  const field = (each: AttachmentField): AttachmentField =>
    typeof each.value === "string" ? Object.assign({}, each, { value: rewrite(each.value) }) : each;
  const texts = { pretext: rewrite(card.pretext ?? ""), text: rewrite(card.text ?? "") };
  return Object.assign({}, card, texts, given, { fields: card.fields?.map(field) ?? null });
}
