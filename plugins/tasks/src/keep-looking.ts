/** Looks at the folder and the scheduler file when the bot starts, when something changes there, and from time to time in any case. */
import { type PluginScope, code, errorFacts, momentIn } from "matterwright";
import type { TasksSettings } from "./config.ts";
import { watch } from "./node/watch.ts";
import type { Tasks } from "./tasks.ts";

/** On some file systems nobody is told of changes. */
const LOOK_EVERY_MS = 60_000;
/** Whoever copies files is given so long to finish. */
const SETTLE_MS = 200;

export function keepLooking(
  bot: PluginScope,
  { folder, file, planning, workplace, ready, tell }: Tasks,
  settings: TasksSettings,
): void {
  const { clock, log } = workplace;
  let timer: { cancel(): void } | undefined;
  let isOver = false;
  let isReady = false;
  const look = async (): Promise<void> => {
    const changed = [await folder.look(), await file.look()];
    if (!changed.includes(true) || isOver) return;
    const planned = planning.sync();
    log.info({ tasks: folder.all().length, planned: file.planned.size }, "the tasks have changed");
    // What was planned when the bot began is no news.
    if (isReady) for (const name of planned) await announce(bot, name, tell);
  };
  // A folder that is slow does not keep the bot from starting.
  const begin = async (): Promise<void> => {
    await look();
    log.debug({}, "the tasks are ready");
    isReady = true;
    ready();
  };
  void begin();
  const soon = (): void => {
    timer?.cancel();
    if (!isOver) timer = clock.after(SETTLE_MS, () => void look());
  };
  const unwatch = watch(
    { folder: settings.folder, file: settings.schedule },
    {
      changed: soon,
      // Something may have changed before it watched.
      ready: soon,
      failed: (error) =>
        log.warn({ error: errorFacts(error) }, "changes of tasks are noticed within a minute, not at once"),
    },
  );
  const unround = workplace.every(LOOK_EVERY_MS, look);
  bot.dispose(() => {
    isOver = true;
    folder.close();
    timer?.cancel();
    unwatch();
    unround();
  });
}

/** Whoever has changed the scheduler file sees whether it means what was meant. */
async function announce(bot: PluginScope, task: string, tell: Tasks["tell"]): Promise<void> {
  const [{ when, timezone }, times] = await Promise.all([
    bot.schedules.get(`tasks/${task}`),
    bot.schedules.next(`tasks/${task}`),
  ]);
  const next = times.map((time) => momentIn(time.getTime(), timezone)).join(", ");
  const text = `The task ${code(task)} (${code(when)}, ${timezone}) comes next: ${next === "" ? "never again" : next}.`;
  tell({ kind: "planned", text }, text);
}
