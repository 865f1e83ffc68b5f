/** Interactive dialogs: shown to who holds a trigger, with every key of the server's own struct. What is in them is not judged. */
import type { Dialog } from "@matterwright/protocol";
import { goJson } from "../../json.ts";
import type { Act } from "../act.ts";
import { openTrigger } from "./triggers.ts";

export interface DialogRequest {
  /** The long one. */
  readonly triggerId: string;
  /** Where it is submitted. */
  readonly url: string;
  readonly dialog: Dialog;
}

/** Lets the holder of a trigger see a dialog, as often as it is asked for. @throws AppError 400 for a bad trigger. */
export function openDialog(act: Act, { triggerId, url, dialog }: DialogRequest): void {
  const { clientId, userId } = openTrigger(act, triggerId);
  act.emit({
    event: "open_dialog",
    data: { dialog: goJson({ trigger_id: clientId, url, dialog }) },
    to: { user_id: userId },
  });
}
