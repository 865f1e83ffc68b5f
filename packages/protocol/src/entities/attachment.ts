/** A message attachment: the coloured card under a post, in `props.attachments`. */
export interface Attachment {
  id?: number;
  fallback?: string;
  /** `"good"`, `"warning"`, `"danger"` or `#rrggbb`. */
  color?: string;
  pretext?: string;
  author_name?: string;
  author_link?: string;
  author_icon?: string;
  title?: string;
  title_link?: string;
  text?: string;
  fields?: AttachmentField[] | null;
  image_url?: string;
  thumb_url?: string;
  footer?: string;
  footer_icon?: string;
  /** Unix seconds, or any text. */
  ts?: number | string | null;
  actions?: AttachmentAction[];
}

export interface AttachmentField {
  title: string;
  value: unknown;
  /** Two short fields share a line. */
  short?: boolean;
}

/** A button or a menu. Ids outside `[A-Za-z0-9]+` can never be clicked. */
export interface AttachmentAction {
  id?: string;
  type?: "button" | "select" | (string & {});
  name?: string;
  tooltip?: string;
  disabled?: boolean;
  style?: string;
  data_source?: "" | "users" | "channels" | (string & {});
  options?: { text: string; value: string }[];
  default_option?: string;
  /** Never visible to clients. */
  integration?: { url?: string; context?: Record<string, unknown> };
  cookie?: string;
}
