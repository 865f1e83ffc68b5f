/** The dialog and its commands, put together: what somebody meets who announces. What they confirm is handed to the broadcasts. */
import type { PluginScope, Workplace } from "matterwright";
import type { Broadcasts } from "./broadcast.ts";
import { Pending } from "./after/pending.ts";
import { approving } from "./commands/approving.ts";
import { aliases } from "./commands/aliases.ts";
import { auditing } from "./commands/auditing.ts";
import { channels } from "./commands/channels.ts";
import { frames } from "./commands/frames.ts";
import { groups } from "./commands/groups.ts";
import { manual } from "./commands/manual.ts";
import { templates } from "./commands/templates.ts";
import { whitelist } from "./commands/whitelist.ts";
import type { BroadcastSettings } from "./config.ts";
import { Templates } from "./filling/templates.ts";
import { Preflight } from "./preflight/preflight.ts";
import type { Reaching } from "./reaching.ts";
import { Approvals } from "./rights/approvals.ts";
import { Ledger } from "./rights/ledger.ts";
import { Asides } from "./talk/asides.ts";
import { type Clicked, buttonsOf } from "./talk/buttons.ts";
import { Desk } from "./talk/desk.ts";
import { listen } from "./talk/listen.ts";
import type { TalkParts } from "./talk/parts.ts";
import { Presenter } from "./talk/presenter.ts";
import { Sender } from "./talk/sender.ts";
import { talkSession, within } from "./talk/session.ts";

/** So often it is looked whether the list of channels and the groups are still right. */
const LOOK_EVERY_MS = 30_000;

export interface AnnouncingParts {
  readonly bot: PluginScope;
  readonly settings: BroadcastSettings;
  readonly workplace: Workplace;
  readonly broadcasts: Pick<Broadcasts, "start">;
  readonly reaching: Reaching;
}

export function announcing(
  parts: AnnouncingParts,
): TalkParts & { readonly approvals: Approvals; readonly pending: Pending } {
  const { bot, workplace } = parts;
  const talking = partsOf(parts);
  const { rest, directory, file, ttlMs } = talking;
  const buttons = buttonsOf(bot, workplace, () => clicked);
  const presenter = new Presenter({ rest, log: bot.log, buttons: buttons.ofPreview });
  const talk = talkSession({ bot, ttlMs, presenter });
  const approvals = new Approvals({ ...talking, buttons: buttons.ofApproval });
  const sender = new Sender(talking, approvals);
  const desk = new Desk({ ...talking, talk, presenter, sender, asides: new Asides(talking) });
  const clicked: Clicked = { desk, approvals, talk };
  // Only what tells of its end: the dialog loads it itself, for the updates that are its own.
  bot.use({ install: (place) => talk.install(place) });
  const pending = new Pending(bot);
  listen(bot, { ...talking, talk, desk, approvals, pending });
  for (const add of [manual, channels, groups, aliases, whitelist, frames]) add(bot, talking);
  templates(bot, {
    ...talking,
    talking: (ctx, act) => within(talk, ctx, () => act(talk(ctx).at === "nothing" ? undefined : talk(ctx).message)),
    begin: (ctx, message) => desk.begin(ctx, message),
  });
  approving(bot, { approvals });
  auditing(bot, talking, parts.settings.logFile);
  bot.dispose(
    workplace.every(LOOK_EVERY_MS, async () => {
      await file.read();
      await directory.keepFresh();
    }),
  );
  warnIfNobodyMay(parts);
  return { ...talking, approvals, pending };
}

function partsOf({ bot, settings, workplace, broadcasts, reaching }: AnnouncingParts): TalkParts {
  const { rest } = workplace;
  return {
    ...reaching,
    bot,
    workplace,
    rest,
    broadcasts,
    preflight: new Preflight({ rest, directory: reaching.directory, myId: () => workplace.me().id }),
    templates: new Templates(bot),
    ledger: new Ledger(bot),
    zone: settings.timezone,
    remindEveryMs: settings.remindEveryMs,
    ttlMs: settings.sessionTtlMs,
  };
}

function warnIfNobodyMay({ bot, settings: { authors, admins } }: AnnouncingParts): void {
  if (authors.length === 0 && admins.length === 0 && bot.status().administrators === 0)
    bot.log.warn(
      {},
      "nobody may announce anything: name administrators in BOT_ADMINS, or authors in BROADCAST_AUTHORS",
    );
}
