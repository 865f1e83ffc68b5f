/** `!status` and what may stand behind it. */
import type { PluginScope } from "matterwright";
import { callbackStatus } from "./callbacks.ts";
import { connectionStatus } from "./connection.ts";
import { jobStatus } from "./jobs.ts";
import { loadStatus } from "./load.ts";
import { status } from "./status.ts";

export function statuses(bot: PluginScope): void {
  for (const add of [status, connectionStatus, loadStatus, jobStatus, callbackStatus]) add(bot);
}
