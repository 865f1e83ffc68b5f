/** What a client does with dialogs: shows the one that belongs to what it clicked or ran, collects what is filled in, sends it. */
import type { Dialog, DialogAnswer, DialogElement, DialogOption, Id } from "@matterwright/protocol";

export type DialogValues = Readonly<Record<string, unknown>>;

/** A dialog as the event `open_dialog` brings it. */
interface OpenedDialog {
  /** The client's half. */
  readonly trigger_id: string;
  readonly url: string;
  readonly dialog: Dialog;
}

/** The client around it. */
export interface DialogClient {
  readonly username: string;
  place(): { readonly channel_id: Id; readonly team_id: Id };
  post<Shape>(method: string, target: string, body: unknown): Promise<Shape>;
}

export class DialogWindow {
  readonly #client: DialogClient;
  /** What the client was told when it clicked and ran commands. */
  readonly #triggerIds = new Set<string>();
  #opened: OpenedDialog | undefined;

  constructor(client: DialogClient) {
    this.#client = client;
  }

  triggered(clientTriggerId: string): void {
    this.#triggerIds.add(clientTriggerId);
  }

  /** @param json of the event. */
  opens(json: string): void {
    this.#opened = JSON.parse(json) as OpenedDialog;
  }

  /** Dialogs that belong to nothing this client did are not shown. */
  get shown(): Dialog | undefined {
    const { trigger_id: trigger = "", dialog } = this.#opened ?? {};
    return this.#triggerIds.has(trigger) ? dialog : undefined;
  }

  async submits(values: DialogValues): Promise<DialogAnswer> {
    const opened = this.#inFront();
    const { submission, errors } = fill(opened.dialog, values);
    if (Object.keys(errors).length > 0) return { errors };
    const answer = await this.#send<DialogAnswer>("submit", opened, { submission });
    if (answer.error !== undefined || answer.errors !== undefined) return answer;
    this.#opened = answer.form === undefined ? undefined : { ...opened, dialog: answer.form };
    return answer;
  }

  async cancels(): Promise<void> {
    const opened = this.#inFront();
    this.#opened = undefined;
    if (opened.dialog.notify_on_cancel === true)
      await this.#send("submit", opened, { submission: {}, cancelled: true });
  }

  async looksUp(field: string, query: string): Promise<readonly DialogOption[]> {
    const opened = this.#inFront();
    const { data_source_url: url = "" } = opened.dialog.elements?.find(({ name }) => name === field) ?? {};
    const submission = { query, selected_field: field };
    const { items } = await this.#send<{ items: DialogOption[] | null }>("lookup", { ...opened, url }, { submission });
    return items ?? [];
  }

  #inFront(): OpenedDialog {
    if (this.#opened !== undefined && this.shown !== undefined) return this.#opened;
    throw new Error(`@${this.#client.username} sees no dialog`);
  }

  #send<Shape>(what: "submit" | "lookup", { url, dialog }: OpenedDialog, more: object): Promise<Shape> {
    const { callback_id = "", state = "" } = dialog;
    const body = { url, callback_id, state, ...this.#client.place(), ...more };
    return this.#client.post<Shape>("POST", `/api/v4/actions/dialogs/${what}`, body);
  }
}

interface Filled {
  readonly submission: Readonly<Record<string, unknown>>;
  /** What a client says itself, before it sends anything. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Fields that are not named keep their defaults. @throws Error for a name that the dialog does not have. */
function fill({ elements, title }: Dialog, values: DialogValues): Filled {
  const fields = elements ?? [];
  const names = fields.map(({ name }) => name);
  const unknown = Object.keys(values).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`the dialog "${title}" has no field "${unknown}", but ${names.join(", ") || "none at all"}`);
  const valueOf = (field: DialogElement): unknown => values[field.name] ?? defaultOf(field);
  const entries = fields.map((field) => [field.name, valueOf(field)] as const);
  const missing = fields.filter((field) => field.optional !== true && isEmpty(valueOf(field)));
  return {
    submission: Object.fromEntries(entries.filter(([, value]) => value !== undefined)),
    errors: Object.fromEntries(missing.map(({ name }) => [name, "This field is required."])),
  };
}

/** A box that is not ticked is an answer. */
function defaultOf({ type, default: given = "" }: DialogElement): unknown {
  if (type === "bool") return given === "true";
  return given === "" ? undefined : given;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === "" || value === null;
}
