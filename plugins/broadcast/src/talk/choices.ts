/** What an author chooses for an announcement that was shown: its priority, in whose name it is, and that braces are only braces. */
import type { TalkParts } from "./parts.ts";
import { principalOf } from "./behalf.ts";
import type { TalkState } from "./state.ts";
import type { Turn } from "./turn.ts";
import type { Steer } from "./words.ts";

/** Whether it was such a choice. @throws UserError when they may not choose that, or nobody is called so. */
export async function chosen(
  ctx: Turn,
  steer: Steer,
  { state, parts }: { readonly state: TalkState; readonly parts: Pick<TalkParts, "rights" | "workplace"> },
): Promise<boolean> {
  if (steer.type === "priority") {
    if (steer.priority === "none") delete state.priority;
    else state.priority = steer.priority;
    return true;
  }
  if (steer.type === "literal") {
    state.isLiteral = true;
    delete state.table;
    return true;
  }
  if (steer.type !== "behalf") return false;
  const principal = /^(?:nobody|me)$/i.test(steer.of) ? undefined : await principalOf(steer.of, ctx, parts);
  if (principal === undefined || principal.id === ctx.user.id) delete state.onBehalfOf;
  else state.onBehalfOf = principal;
  return true;
}
