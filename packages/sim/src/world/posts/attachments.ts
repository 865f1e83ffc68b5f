/** Message attachments as the server stores them: unknown keys vanish, all known ones come back. */
import type { Attachment, Id, PostProps } from "@matterwright/protocol";

const TEXTS = [
  "fallback",
  "color",
  "pretext",
  "author_name",
  "author_link",
  "author_icon",
  "title",
  "title_link",
  "text",
] as const;
const LATER_TEXTS = ["image_url", "thumb_url", "footer", "footer_icon"] as const;

/** Props with their attachments decoded; a value that is no list becomes `null`. */
export function withDecodedAttachments(props: PostProps, newId: () => Id): PostProps {
  if (!("attachments" in props)) return props;
  const { attachments } = props as { attachments: unknown };
  if (!Array.isArray(attachments) || attachments.length === 0) return { ...props, attachments: null };
  const decoded = attachments.map((each) => decode(each, newId)).filter((attachment) => attachment !== undefined);
  return { ...props, attachments: decoded.length === 0 ? null : decoded };
}

/** One attachment, or nothing when it does not decode: it is dropped. */
function decode(value: unknown, newId: () => Id): Attachment | undefined {
  if (!isRecord(value)) return undefined;
  const text = (key: string): string | undefined =>
    value[key] === undefined || value[key] === null ? "" : asText(value[key]);
  const entries = [...TEXTS, ...LATER_TEXTS].map((key) => [key, text(key)] as const);
  if (entries.some(([, decoded]) => decoded === undefined)) return undefined;
  const texts = Object.fromEntries(entries) as Record<string, string>;
  const fields = decodeFields(value["fields"]);
  const actions = decodeActions(value["actions"], newId);
  if (fields === undefined || actions === undefined) return undefined;
  const id = value["id"];
  if (id !== undefined && typeof id !== "number") return undefined;
  const pick = (keys: readonly string[]): Record<string, string> =>
    Object.fromEntries(keys.map((key) => [key, texts[key] ?? ""]));
  return {
    id: id ?? 0,
    ...pick(TEXTS),
    fields,
    ...pick(LATER_TEXTS),
    ts: (value["ts"] as number | string | null | undefined) ?? null,
    ...(actions === null ? {} : { actions }),
  };
}

function decodeFields(value: unknown): NonNullable<Attachment["fields"]> | null | undefined {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) return undefined;
  const fields: NonNullable<Attachment["fields"]> = [];
  for (const field of value as unknown[]) {
    if (field === null) continue;
    if (!isRecord(field)) return undefined;
    const { title = "", value: inner = null, short = false } = field;
    if (typeof title !== "string") return undefined;
    if (short !== true && short !== false && short !== "true") return undefined;
    fields.push({ title, value: inner, short: short === true || short === "true" });
  }
  return fields;
}

const ACTION_KEYS = [
  "id",
  "type",
  "name",
  "tooltip",
  "disabled",
  "style",
  "data_source",
  "options",
  "default_option",
  "integration",
  "cookie",
];

/** Empty keys are left out, as the server's encoder does; an action without an id gets one. */
function decodeActions(value: unknown, newId: () => Id): NonNullable<Attachment["actions"]> | null | undefined {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) return undefined;
  if (value.length === 0) return null;
  return value.filter(isRecord).map((action) =>
    Object.fromEntries(
      ACTION_KEYS.flatMap((key) => {
        const inner = key === "id" ? action[key] || newId() : action[key];
        const isEmpty =
          inner === undefined ||
          inner === null ||
          inner === "" ||
          inner === false ||
          (Array.isArray(inner) && inner.length === 0);
        return isEmpty ? [] : [[key, inner]];
      }),
    ),
  );
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
