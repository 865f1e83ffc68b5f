/**
 * Where buttons, menus and dialogs of a bot come together: draws them, sealed, and has the routes on which the server tells of them.
 * One belongs to each bot.
 */
import { hkdfSync } from "node:crypto";
import type { Attachment, AttachmentAction, Dialog, Id } from "@matterwright/protocol";
import type { Action, ActionDesk, Drawable, Drawn } from "../update/actions.ts";
import type { MiddlewareFn } from "../listen/composer.ts";
import type { Context } from "../context/context.ts";
import { MisuseError, UserError } from "../errors.ts";
import type { Workplace } from "../install/install.ts";
import type { OutboxEntry, Outcome } from "../store/outbox.ts";
import { Vault } from "../store/vault.ts";
import type { ClickUpdate, SlashUpdate, Update } from "../update/update.ts";
import { Choices, numberIn } from "./choices/choices.ts";
import { offerOf } from "./choices/offer.ts";
import { Claims } from "../store/claims.ts";
import { CLICKS, type ClickParts, clickRoute } from "./clicks.ts";
import { asText } from "./fields/values.ts";
import { Forms } from "./forms.ts";
import { type DialogHost, type Showing, dialogHost } from "./host.ts";
import { type Sealed, Sealer } from "./seal.ts";
import { CHOICES, DIALOGS, type SubmitParts, submitRoutes } from "./submits.ts";
import { ServerKey } from "./trigger.ts";
import { json } from "../door/json.ts";

const WEEK_MS = 604_800_000;
const DAY_MS = 86_400_000;
/** The first version whose dialogs have fields for dates. */
const DATES_SINCE = [11, 1] as const;

export interface DeskParts {
  readonly workplace: Workplace;
  /** Of the bot: what seals are made with where there is no vault. */
  readonly token: string;
  readonly random: () => number;
}

/** What it needs to work. */
interface Settled {
  readonly parts: ClickParts;
  readonly choices: Choices;
  readonly random: () => number;
}

export class InteractiveDesk implements ActionDesk, DialogHost {
  /** The dialogs of the bot. */
  readonly forms = new Forms();
  #settled: Settled | undefined;

  /** Gives it its place, where its routes are. Called once, when the bot is made. */
  settle({ workplace, token, random }: DeskParts): void {
    const parts: ClickParts = {
      workplace,
      sealer: new Sealer(workplace.vault ?? vaultOf(token)),
      serverKey: new ServerKey(workplace),
      claims: new Claims(workplace.durable.store, "interactive/used"),
    };
    this.#settled = { parts, choices: new Choices(parts), random };
    workplace.route(clickRoute(parts));
    const again: SubmitParts["again"] = (form, { user_id: user, submission }, sealed) => {
      return json({ type: "form", form: this.#dialog(form, { user, sealed, values: submission ?? {} }) });
    };
    for (const route of submitRoutes({ ...parts, forms: this.forms.byName, again })) workplace.route(route);
  }

  /** Lets handlers open dialogs, and hears what is chosen where there were no buttons. */
  readonly middleware: MiddlewareFn<Context> = (ctx, next) => {
    dialogHost.fill(ctx, this);
    return this.#here.choices.middleware(ctx, next);
  };

  /** Whether an update may be a choice, though nobody listens for its kind. */
  hears(update: Update): boolean {
    return numberIn(update) !== undefined;
  }

  /** Channels in which there is something to choose by a reaction. */
  watched(): Promise<ReadonlySet<Id>> {
    return this.#here.choices.channels();
  }

  /** Takes note of a post that was to be sent later. Resolves as `sent` does. */
  async delivered({ intent }: OutboxEntry, sent: Promise<Outcome>): Promise<Outcome> {
    const outcome = await sent;
    if (intent.kind === "post" && outcome.kind === "sent" && outcome.postId !== undefined)
      await this.#here.choices.delivered(intent.post.pending_post_id, outcome.postId);
    return outcome;
  }

  async open({ triggerId, user }: ClickUpdate | SlashUpdate, showing: Showing): Promise<void> {
    const url = this.#workplace.urlOf(DIALOGS);
    if ((triggerId ?? "") === "" || url === undefined)
      throw new UserError("This needs a form to be filled in, and from here I cannot show you one.");
    await this.#workplace.rest.dialogs.open({ trigger_id: triggerId, url, dialog: this.made(user.id, showing) });
  }

  made(user: Id, { form, carried, expiresInMs = DAY_MS }: Showing): Dialog {
    const sealed = { payload: carried, expiresAt: this.#workplace.clock.now() + expiresInMs, once: this.#newId() };
    return this.#dialog(form, { user, sealed, values: {} });
  }

  /** A dialog as the server shows it to one person. */
  #dialog(
    form: Showing["form"],
    {
      user,
      sealed,
      values,
    }: { readonly user: Id; readonly sealed: Sealed; readonly values: Readonly<Record<string, unknown>> },
  ): Dialog {
    const { sealer, serverKey } = this.#here.parts;
    const looks = form.looks(values);
    const hasDates = serverKey.isAtLeast(...DATES_SINCE);
    const lookups = { data_source_url: this.#workplace.urlOf(CHOICES) ?? "" };
    const elements = (looks.elements ?? []).map((element) => {
      if (element.data_source === "dynamic") return Object.assign({}, element, lookups);
      return hasDates ? element : asText(element);
    });
    return {
      ...looks,
      elements,
      ...(elements.some(({ refresh }) => refresh === true) ? { source_url: this.#workplace.urlOf(DIALOGS) ?? "" } : {}),
      state: sealer.seal({ purpose: "dialog", name: form.name }, { ...sealed, users: [user] }),
    };
  }

  get hasButtons(): boolean {
    return this.#workplace.isReached();
  }

  /** Buttons for a post that somebody else makes; nothing where there are none. */
  cards(actions: readonly Action[]): readonly Attachment[] | undefined {
    return this.hasButtons ? this.draw("", { actions, rootId: "" }).attachments : undefined;
  }

  draw(text: string, message: Drawable): Drawn {
    const { actions, attachments = [], props, rootId } = message;
    if (!this.hasButtons) return this.#offer(text, message);
    const drawn = this.#draw(actions, rootId);
    const last = attachments.at(-1);
    const cards: Attachment[] =
      last === undefined
        ? [{ fallback: actions.map(({ label }) => label).join(", "), actions: drawn }]
        : [...attachments.slice(0, -1), { ...last, actions: [...(last.actions ?? []), ...drawn] }];
    return { text, attachments: cards, ...(props === undefined ? {} : { props }) };
  }

  /** As choices that need no call. */
  #offer(text: string, message: Drawable): Drawn {
    const { actions, rootId } = message;
    const how = { once: this.#newId(), rootId };
    const offer = offerOf(actions, (action) => this.#seal(action, how));
    const longestMs = Math.max(...actions.map(({ options }) => options.expiresInMs ?? WEEK_MS));
    return this.#here.choices.draw(text, message, { ...offer, expiresAt: this.#workplace.clock.now() + longestMs });
  }

  #draw(actions: readonly Action[], rootId: string): AttachmentAction[] {
    const once = this.#newId();
    return actions.map((action, index) => {
      const { name, label, menu, options } = action;
      const { style, tooltip } = options;
      return {
        // No two of one message are the same, and the server calls no other signs.
        id: `${index}${name}`,
        name: label,
        ...(menu === undefined ? { type: "button" } : { type: "select", ...ofMenu(menu) }),
        ...(style === undefined ? {} : { style }),
        ...(tooltip === undefined ? {} : { tooltip }),
        integration: {
          url: this.#workplace.urlOf(CLICKS) ?? "",
          context: { name, seal: this.#seal(action, { once, rootId }) },
        },
      };
    });
  }

  #seal(
    { name, payload, options }: Action,
    { once, rootId }: { readonly once: string; readonly rootId: string },
  ): string {
    const { for: users, expiresInMs = WEEK_MS } = options;
    if (!this.#workplace.isTaken("click", name))
      throw new MisuseError(`nobody takes the clicks of ${name}: give it to bot.use(${name}) first`);
    return this.#here.parts.sealer.seal(
      { purpose: "click", name },
      {
        payload,
        expiresAt: this.#workplace.clock.now() + expiresInMs,
        ...(users === undefined ? {} : { users: users.map((user) => (typeof user === "string" ? user : user.id)) }),
        ...(options.once === true ? { once } : {}),
        ...(rootId === "" ? {} : { rootId }),
      },
    );
  }

  get #here(): Settled {
    if (this.#settled === undefined) throw new MisuseError("buttons and dialogs have no bot yet");
    return this.#settled;
  }

  get #workplace(): Workplace {
    return this.#here.parts.workplace;
  }

  #newId(): string {
    return `${this.#workplace.clock.now().toString(36)}${Math.floor(this.#here.random() * 2 ** 48).toString(36)}`;
  }
}

function ofMenu(menu: NonNullable<Action["menu"]>): Pick<AttachmentAction, "data_source" | "options"> {
  return "source" in menu ? { data_source: menu.source } : { options: [...menu.options] };
}

/** Where nobody gave a secret, the bot's token is one. It changes with the token. */
function vaultOf(token: string): Vault {
  return new Vault([Buffer.from(hkdfSync("sha256", token, "", "matterwright/token", 32)).toString("hex")]);
}
