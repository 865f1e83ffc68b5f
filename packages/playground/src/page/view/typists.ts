/** "Wright is typing…", as long as it is so. Called by both panes. */
import type { Id } from "@matterwright/protocol";
import { nameOf } from "../names.ts";
import type { State } from "../state.ts";

/** @param rootId the thread, or `""` for the channel itself */
export function showTypists(element: HTMLElement, state: State, rootId: Id | ""): void {
  const now = Date.now();
  const here = state.typists.filter(
    (typist) => typist.channelId === state.channelId && typist.rootId === rootId && typist.untilMs > now,
  );
  const names = here.map(({ userId }) => nameOf(state.users.get(userId)));
  element.textContent = names.length === 0 ? "" : `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} typing…`;
  const soonestMs = Math.min(...here.map(({ untilMs }) => untilMs));
  if (here.length > 0) setTimeout(() => state.changed(), soonestMs - now + 1);
}
