/** An interactive dialog, as `POST /api/v4/actions/dialogs/open` reads it. Its limits are only logged, never enforced. */
export interface Dialog {
  callback_id?: string;
  /** 1 to 24 bytes. */
  title: string;
  introduction_text?: string;
  icon_url?: string;
  elements?: DialogElement[] | null;
  submit_label?: string;
  /** Whether the receiver hears that it was closed. */
  notify_on_cancel?: boolean;
  /** Comes back unchanged. */
  state?: string;
  /** Called when an element with `refresh` changes. */
  source_url?: string;
}

export interface DialogElement {
  display_name: string;
  name: string;
  type: "text" | "textarea" | "select" | "bool" | "radio" | "date" | "datetime" | (string & {});
  subtype?: "" | "text" | "email" | "number" | "tel" | "url" | "password" | (string & {});
  default?: string;
  placeholder?: string;
  help_text?: string;
  optional?: boolean;
  min_length?: number;
  max_length?: number;
  data_source?: "" | "users" | "channels" | "dynamic" | (string & {});
  data_source_url?: string;
  options?: DialogOption[] | null;
  multiselect?: boolean;
  refresh?: boolean;
  datetime_config?: { time_interval?: number; location_timezone?: string; allow_manual_time_entry?: boolean };
  min_date?: string;
  max_date?: string;
  /** In minutes. */
  time_interval?: number;
}

export interface DialogOption {
  text: string;
  value: string;
}

/** What a client sends when a dialog is submitted, and what the receiver gets without its `url`. */
export interface DialogSubmission {
  type?: string;
  url: string;
  callback_id: string;
  state: string;
  channel_id: string;
  /** Empty: refused with 403. */
  team_id: string;
  submission: Record<string, unknown>;
  cancelled?: boolean;
}

/** What a receiver says to a submission; `{}` when all is well. */
export interface DialogAnswer {
  error?: string;
  errors?: Record<string, string>;
  type?: "" | "ok" | "form" | "navigate";
  form?: Dialog;
}
