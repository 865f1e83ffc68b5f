/**
 * Tasks: work that runs by itself. A folder of modules and programs, a `scheduler.toml` that says when, and commands to look at them
 * and to run them. It uses nothing that another plugin could not.
 */
import { plugin, version } from "matterwright";
import { config } from "./config.ts";
import { list } from "./commands/list.ts";
import { log } from "./commands/log.ts";
import { run } from "./commands/run.ts";
import { steer } from "./commands/steer.ts";
import { keepLooking } from "./keep-looking.ts";
import { made } from "./tasks.ts";

export type { TasksConfig } from "./config.ts";
export type { TaskBot } from "./folder/module-task.ts";

/**
 * Adds the tasks of a folder, with `!tasks`, `!run` and `!task log`, `pause`, `resume`, `skip next` and `cancel`.
 *
 * @example
 * const bot = new Bot(options).plugin(tasks, { folder: "/srv/bot/tasks", schedule: "/srv/bot/scheduler.toml" });
 */
export default plugin({
  name: "tasks",
  version,
  about: "Work that runs by itself",
  config,
  setup(bot, given) {
    const tasks = made(bot, given);
    keepLooking(bot, tasks, given);
    for (const add of [list, run, log, steer]) add(bot, tasks);
  },
});
