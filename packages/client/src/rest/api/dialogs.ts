import {
  type Dialog,
  type DialogAnswer,
  type DialogOption,
  type DialogSubmission,
  type Id,
  routes,
} from "@matterwright/protocol";
import type { Calls } from "../calls.ts";

/** Buttons, menus and dialogs: `/api/v4/actions`, `/api/v4/posts/{post_id}/actions`. */
export interface DialogsApi {
  /**
   * `POST /actions/dialogs/open`. Opens a dialog for whoever clicked or typed the command that the `trigger_id` came with, within 30
   * seconds of it. `url` is called when it is submitted. Needs no token.
   */
  open(dialog: { readonly trigger_id: string; readonly url: string; readonly dialog: Dialog }): Promise<void>;
  /** `POST /actions/dialogs/submit`. What a person's client does; the answer is the receiver's. */
  submit(submission: DialogSubmission): Promise<DialogAnswer>;
  /** `POST /actions/dialogs/lookup`. Options of a dynamic menu, for `submission.query` in `submission.selected_field`. */
  lookup(submission: DialogSubmission): Promise<DialogOption[]>;
  /** `POST /posts/{post_id}/actions/{action_id}`. Clicks a button, or picks from a menu. */
  click(
    post: Id,
    action: string,
    how?: { readonly selected_option?: string; readonly cookie?: string },
  ): Promise<{ readonly status: string; readonly trigger_id: string }>;
}

export function dialogsApi({ one, done }: Calls): DialogsApi {
  return {
    open: (dialog) => done("POST", routes.dialogOpen(), { body: dialog }),
    submit: (submission) => one("POST", routes.dialogSubmit(), { body: submission }),
    lookup: async (submission) =>
      (await one<{ readonly items?: DialogOption[] | null }>("POST", routes.dialogLookup(), { body: submission }))
        .items ?? [],
    click: (post, action, how = {}) => one("POST", routes.postAction(post, action), { body: how }),
  };
}
