/** The parts of the plugin, put together. Made once, when the plugin is set up; its commands are given them. */
import { type JobKind, type PluginScope, type ScheduleEvent, type Workplace, errorFacts, placeOf } from "matterwright";
import type { TasksSettings } from "./config.ts";
import { TasksFolder } from "./folder/folder.ts";
import { Groups } from "./node/group.ts";
import { Planning } from "./planning.ts";
import { type Report, reports } from "./report.ts";
import { InHand } from "./runs/in-hand.ts";
import { type PerformParts, perform } from "./runs/perform.ts";
import { ScheduleFile } from "./schedule/file.ts";

export interface Tasks {
  readonly folder: TasksFolder;
  readonly file: ScheduleFile;
  readonly planning: Planning;
  readonly workplace: Workplace;
  /** Tells the log channel, where there is one. Of several reports of one key the first counts. */
  readonly tell: (report: Report, key?: string) => void;
  /** Called when all were looked at for the first time. */
  readonly ready: () => void;
  /** Resolves then. */
  readonly isReady: Promise<void>;
}

export function made(bot: PluginScope, settings: TasksSettings): Tasks {
  const workplace = placeOf(bot);
  const { clock } = workplace;
  const { log, store, schedules } = bot;
  const { shown = settings, logChannel, environment } = settings;
  const tell = teller(bot, workplace, logChannel);
  const groups = new Groups();
  const folder = new TasksFolder({ folder: settings.folder, shown: shown.folder, clock, log, groups, environment });
  const file = new ScheduleFile({
    path: settings.schedule,
    shown: shown.schedule,
    store,
    log,
    check: (name, when, options) => schedules.check({ ...options, name, when }),
    onTrouble: (sentence, stamp) => tell({ kind: "notice", text: sentence }, `${stamp} ${sentence}`),
  });
  const parts: PerformParts = { folder, store, clock, log, logChannel, planned: (name) => file.planned.get(name) };
  const inHand = new InHand();
  const planning = new Planning({
    workplace,
    folder,
    file,
    log,
    handler: (name) => (ctx, run) => inHand.add(perform({ name, ctx, run }, parts)),
  });
  const unwatch = schedules.watch((event) => event.owner === bot.name && tell(reportOf(event)));
  // How a run ends that is ended with the plugin is still told.
  bot.dispose(() => void inHand.idle().then(() => clock.after(0, unwatch)));
  bot.dispose(() => planning.end());
  bot.dispose(() => groups.end());
  const first = Promise.withResolvers<void>();
  return { folder, file, planning, workplace, tell, ready: first.resolve, isReady: first.promise };
}

function teller(bot: PluginScope, { durable, log }: Workplace, channel: string | undefined): Tasks["tell"] {
  if (channel === undefined) return () => {};
  const kind: JobKind<Report> = reports(bot.store, channel);
  bot.use(kind);
  return (report, key) =>
    void kind
      .addTo(durable.jobs, report, key === undefined ? {} : { key: key.slice(0, 200) })
      .catch((error: unknown) =>
        log.error({ error: errorFacts(error) }, "a report about tasks could not be written down"),
      );
}

function reportOf({ kind, schedule, failures, reason, ref }: ScheduleEvent): Report {
  return { kind, task: schedule.replace(/^[^/]*\//, ""), failures, reason, ref };
}
