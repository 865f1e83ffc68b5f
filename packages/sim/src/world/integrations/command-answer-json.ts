/** Reading what an integration answers to a slash command, or sends to its `response_url`. Pure. */
import type { Attachment, CommandAnswer } from "@matterwright/protocol";
import { withDecodedAttachments } from "../posts/attachments.ts";

/** What was sent, and how it calls it. */
export interface SentAnswer {
  readonly contentType: string;
  readonly body: string;
}

const TEXTS = ["response_type", "text", "username", "channel_id", "icon_url", "type", "goto_location"] as const;

/** An answer that says nothing. */
export function emptyAnswer(): CommandAnswer {
  return {
    response_type: "",
    text: "",
    username: "",
    channel_id: "",
    icon_url: "",
    type: "",
    props: null,
    goto_location: "",
    trigger_id: "",
    skip_slack_parsing: false,
    attachments: null,
    extra_responses: null,
  };
}

/** Only what is called JSON is read as JSON, anything else is a text. Nothing when JSON does not decode. */
export function readAnswer({ contentType, body }: SentAnswer): CommandAnswer | undefined {
  if (contentType.split(";")[0]?.trim() !== "application/json") return { ...emptyAnswer(), text: body };
  try {
    return decode(JSON.parse(body));
  } catch {
    return undefined;
  }
}

function decode(value: unknown): CommandAnswer | undefined {
  if (value === null) return emptyAnswer();
  if (!isRecord(value)) return undefined;
  const { props = null, skip_slack_parsing: skip = false, extra_responses: more = null } = value;
  if (TEXTS.some((name) => typeof (value[name] ?? "") !== "string")) return undefined;
  if (typeof (skip ?? false) !== "boolean" || (props !== null && !isRecord(props))) return undefined;
  const attachments = decodeCards(value["attachments"] ?? null);
  const extra = more === null ? null : Array.isArray(more) ? more.map((each) => decode(each)) : undefined;
  if (attachments === undefined || extra === undefined || extra?.includes(undefined) === true) return undefined;
  const texts = Object.fromEntries(TEXTS.map((name) => [name, value[name] ?? ""])) as Pick<
    CommandAnswer,
    (typeof TEXTS)[number]
  >;
  return {
    ...emptyAnswer(),
    ...texts,
    props,
    skip_slack_parsing: skip === true,
    attachments,
    extra_responses: extra as CommandAnswer[] | null,
  };
}

/** Field values become texts; buttons get their ids later, when they are posted. One card that does not decode spoils the answer. */
function decodeCards(value: unknown): Attachment[] | null | undefined {
  if (value === null) return null;
  if (!Array.isArray(value)) return undefined;
  const given = value.filter((each) => each !== null);
  if (given.length === 0) return null;
  const { attachments } = withDecodedAttachments({ attachments: given as Attachment[] }, () => "");
  if (!Array.isArray(attachments) || attachments.length !== given.length) return undefined;
  return attachments.map(withTextFields);
}

function withTextFields(card: Attachment): Attachment {
  const fields = card.fields?.map((field) =>
    typeof field.value === "number" || typeof field.value === "boolean"
      ? Object.assign({}, field, { value: String(field.value) })
      : field,
  );
  return { ...card, fields: fields ?? null };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
