/**
 * Where the page begins: who is here, the views, and the address. The session's token is kept for this tab alone, so that several
 * tabs can be several people.
 */
import { Chat } from "./chat.ts";
import { authorOf } from "./names.ts";
import { State } from "./state.ts";
import { channelPane } from "./view/channel-pane.ts";
import { dialogView } from "./view/dialog.ts";
import { part } from "./view/dom.ts";
import { loginView } from "./view/login.ts";
import { setUpMenu, showMenu } from "./view/menu.ts";
import { notice } from "./view/notice.ts";
import { sidebar } from "./view/sidebar.ts";
import { threadPane } from "./view/thread-pane.ts";

const TOKEN = "matterwright-token";
const login = part("#login", HTMLElement);
const announcer = part("#announcer", HTMLElement);
const door = loginView((token) => void enter(token));

const known = sessionStorage.getItem(TOKEN);
if (known === null) door.show(undefined);
else await enter(known);

async function enter(token: string): Promise<void> {
  const leaving = new AbortController();
  const state = new State();
  const chat = new Chat(token, state, {
    left: (reason) => {
      // Several answers may tell at once that the session has ended; by then somebody else may be here.
      if (leaving.signal.aborted) return;
      leaving.abort();
      leave(reason);
    },
    heard: (post) => {
      announcer.textContent = `${authorOf(state, post)}: ${post.message}`;
    },
  });
  try {
    await chat.start();
  } catch (error) {
    leave(error instanceof Error ? error.message : String(error));
    return;
  }
  sessionStorage.setItem(TOKEN, token);
  login.hidden = true;
  // Every session has elements of its own: nothing of the last person stays behind.
  login.after(part("#app-template", HTMLTemplateElement).content.cloneNode(true));
  setUpMenu(leaving.signal);
  const views = [sidebar(chat), notice(chat), channelPane(chat), threadPane(chat), dialogView(chat)];
  state.onChange(() => {
    if (leaving.signal.aborted) return;
    for (const view of views) view.render();
  });
  addEventListener("hashchange", () => void go(chat), { signal: leaving.signal });
  await go(chat);
}

async function go(chat: Chat): Promise<void> {
  showMenu(false);
  await chat.openAddress(location.hash);
  // An address that led nowhere does not stay as if it had.
  const { channelId } = chat.state;
  if (channelId !== undefined) history.replaceState(null, "", chat.addressOf(channelId));
}

function leave(reason: string | undefined): void {
  sessionStorage.removeItem(TOKEN);
  document.querySelector("#app")?.remove();
  document.querySelector("dialog.form")?.remove();
  document.body.classList.remove("has-thread", "has-menu");
  announcer.textContent = "";
  document.title = "Matterwright playground";
  door.show(reason);
}
