/** What an operator does to the running bot, for administrators. */
import type { PluginScope } from "matterwright";
import { backup } from "./backup.ts";
import { explainMessage } from "./explain.ts";
import { logLevel } from "./log-level.ts";
import { logTail } from "./log-tail.ts";
import { outbox } from "./outbox.ts";
import { restart } from "./restart.ts";
import { shutdown } from "./shutdown.ts";

export function operate(bot: PluginScope): void {
  for (const add of [logTail, logLevel, restart, shutdown, backup, outbox, explainMessage]) add(bot);
}
