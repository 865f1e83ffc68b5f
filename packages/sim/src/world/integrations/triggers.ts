/** Trigger ids: who clicked or ran a command may be shown a dialog for half a minute. The client knows the first of its four parts. */
import type { Id } from "@matterwright/protocol";
import { AppError } from "../../errors.ts";
import type { Act } from "../act.ts";

export interface Trigger {
  /** What the client is told, and finds again in the event `open_dialog`. */
  readonly clientId: Id;
  readonly userId: Id;
}

/** A new trigger id; `long` is what the integration gets. */
export function newTrigger(act: Act, userId: Id): { readonly clientId: Id; readonly long: string } {
  const clientId = act.newId();
  const signed = `${clientId}:${userId}:${act.now}:`;
  return { clientId, long: btoa(signed + act.world.signing.sign(signed)) };
}

/** Who may be shown a dialog by this trigger id. @throws AppError 400 when it is not the server's, or too old. */
export function openTrigger(act: Act, long: string): Trigger {
  const text = decoded(long);
  if (text === undefined)
    throw bad("base64_decode_failed", "Failed to decode base64 for trigger ID for interactive dialog.");
  const parts = text.split(":");
  const [clientId = "", userId = "", madeAt = "", seal = ""] = parts;
  if (parts.length !== 4) throw bad("missing_data", "Trigger ID missing required data for interactive dialog.");
  const seconds = act.settings["ServiceSettings.OutgoingIntegrationRequestsTimeout"];
  if (act.now - (/^-?\d+$/.test(madeAt) ? Number(madeAt) : 0) > seconds * 1_000) {
    const message = `Trigger ID for interactive dialog is expired. Trigger IDs live for a maximum of ${goDuration(seconds)}.`;
    throw bad("expired", message);
  }
  const signature = decoded(seal);
  if (signature === undefined)
    throw bad(
      "base64_decode_failed_signature",
      "Failed to decode base64 signature of trigger ID for interactive dialog.",
    );
  if (!signature.startsWith("0"))
    throw bad("signature_decode_failed", "Failed to decode base64 signature of trigger ID for interactive dialog.");
  if (!act.world.signing.isSigned(`${clientId}:${userId}:${madeAt}:`, seal))
    throw bad("verify_signature_failed", "Signature verification failed of trigger ID for interactive dialog.");
  return { clientId, userId };
}

function decoded(base64: string): string | undefined {
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined;
  return atob(base64);
}

function bad(reason: string, message: string): AppError {
  return new AppError(`interactive_message.decode_trigger_id.${reason}`, message, 400);
}

/** A duration as the server's language writes it: `30s`, `1m30s`. */
function goDuration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  const tail = `${seconds % 60}s`;
  return hours > 0 ? `${hours}h${minutes}m${tail}` : minutes > 0 ? `${minutes}m${tail}` : tail;
}
