/**
 * Buttons, menus, dialogs and slash commands: what somebody does to a bot with more than words. Called by the view and the chat; it
 * touches no element.
 */
import type { AttachmentAction, DialogAnswer, DialogOption, Id, Post } from "@matterwright/protocol";
import type { Api } from "./api.ts";
import type { DialogValues, OpenDialog, State } from "./state.ts";

export interface InteractionParts {
  readonly api: Api;
  readonly state: State;
  /** Runs a deed, and tells when it was refused. */
  readonly guarded: (deed: () => Promise<void>) => Promise<void>;
}

export class Interactions {
  readonly #parts: InteractionParts;
  /** What this page clicked and ran: other dialogs are not for it. */
  readonly #triggerIds = new Set<string>();
  #waiting: OpenDialog | undefined;

  constructor(parts: InteractionParts) {
    this.#parts = parts;
  }

  /** @param chosen of a menu */
  click(post: Post, action: AttachmentAction, chosen?: string): Promise<void> {
    const { api, guarded } = this.#parts;
    const cookie = action.cookie === undefined ? {} : { cookie: action.cookie };
    const how = { ...cookie, ...(chosen === undefined ? {} : { selected_option: chosen }) };
    return guarded(async () => this.#triggered((await api.click(post.id, action.id ?? "", how)).trigger_id));
  }

  /** Runs a slash command where one is. Its answer comes as posts. */
  async run(command: string, rootId: Id | ""): Promise<void> {
    const { api } = this.#parts;
    this.#triggered((await api.execute({ command, ...this.#place(), root_id: rootId })).trigger_id);
  }

  /** @param json of the event. It may come before the answer to the click. */
  opened(json: string): void {
    const {
      trigger_id: triggerId,
      url,
      dialog,
    } = JSON.parse(json) as Omit<OpenDialog, "triggerId"> & {
      readonly trigger_id: string;
    };
    this.#waiting = { triggerId, url, dialog };
    this.#show();
  }

  /** What was said to it; nothing when it was taken, or could not be sent. */
  async submit(values: DialogValues): Promise<DialogAnswer> {
    const said = await this.#say(this.#parts.state.dialog, values);
    if (said === undefined) return { error: "The server did not take it." };
    if (said.error !== undefined || said.errors !== undefined) return said;
    this.#next(said, {});
    return {};
  }

  /** Tells that a choice was made on which the rest of the dialog depends. */
  async refresh(field: string, values: DialogValues): Promise<void> {
    const { dialog } = this.#parts.state;
    const url = dialog?.dialog.source_url ?? "";
    if (dialog === undefined || url === "") return;
    const said = await this.#say({ ...dialog, url }, { ...values, selected_field: field }, { type: "refresh" });
    if (said?.form !== undefined) this.#next(said, values);
  }

  async lookUp(field: { readonly name: string; readonly url: string }, values: DialogValues): Promise<DialogOption[]> {
    const { api, state, guarded } = this.#parts;
    let found: DialogOption[] = [];
    const { callback_id = "", state: kept = "" } = state.dialog?.dialog ?? {};
    const submission = { ...values, selected_field: field.name };
    await guarded(async () => {
      const body = { url: field.url, callback_id, state: kept, ...this.#place(), submission };
      found = (await api.lookUp(body)).items ?? [];
    });
    return found;
  }

  cancel(): void {
    const { state } = this.#parts;
    const { dialog } = state;
    state.dialog = undefined;
    state.changed();
    if (dialog?.dialog.notify_on_cancel === true) void this.#say(dialog, {}, { cancelled: true });
  }

  async #say(
    dialog: OpenDialog | undefined,
    submission: DialogValues,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<DialogAnswer | undefined> {
    const { api, guarded } = this.#parts;
    if (dialog === undefined) return undefined;
    const { callback_id = "", state = "" } = dialog.dialog;
    let answer: DialogAnswer | undefined;
    await guarded(async () => {
      answer = await api.submit({ url: dialog.url, callback_id, state, ...this.#place(), submission, ...more });
    });
    return answer;
  }

  /** Another form takes the place of the dialog; without one it closes. */
  #next({ form }: DialogAnswer, values: DialogValues): void {
    const { state } = this.#parts;
    const { dialog } = state;
    state.dialog = form === undefined || dialog === undefined ? undefined : { ...dialog, dialog: form, values };
    state.changed();
  }

  #triggered(triggerId: string): void {
    this.#triggerIds.add(triggerId);
    this.#show();
  }

  #show(): void {
    const { state } = this.#parts;
    if (this.#waiting === undefined || !this.#triggerIds.has(this.#waiting.triggerId)) return;
    state.dialog = this.#waiting;
    this.#waiting = undefined;
    state.changed();
  }

  /** A direct message belongs to the team that is shown beside it. */
  #place(): { readonly channel_id: Id; readonly team_id: Id } {
    const { channel, channelId = "", team } = this.#parts.state;
    return { channel_id: channelId, team_id: channel?.team_id || (team?.id ?? "") };
  }
}
