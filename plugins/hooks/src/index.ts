/**
 * Tells channels what GitHub, GitLab, Gitea, Alertmanager and Grafana report. A plugin like any other: it uses nothing that another
 * plugin could not.
 */
import { type Plugin, type PluginScope, plugin, version } from "matterwright";
import type { z } from "matterwright";
import { addAlertHook } from "./alerts/hook.ts";
import { Board } from "./alerts/board.ts";
import { type NamedHook, addList, addTest } from "./commands.ts";
import { type Config, config } from "./config.ts";
import { addGitHook } from "./git/post.ts";

export type { Config } from "./config.ts";

const about = "Post what GitHub, GitLab, Alertmanager and Grafana report";

/**
 * Adds the hooks of its configuration, `!webhook list` and `!webhook test`.
 *
 * @example
 * const bot = new Bot(options).plugin(webhooks, {
 *   hooks: { alerts: { kind: "alertmanager", channel: "~ops", bearer: process.env["ALERTS_TOKEN"] } },
 * });
 */
const webhooks = plugin({
  name: "hooks",
  version,
  about,
  config,
  setup: (bot, given) => setUp(bot, given),
});
export default webhooks;

/**
 * The same with its configuration, for a file in a bot's folder of plugins.
 *
 * @example
 * export default hooks({ code: { kind: "github", channel: "~dev", secret: process.env["GITHUB_SECRET"] ?? "" } });
 */
export function hooks(given: Config["hooks"]): Plugin {
  return { ...webhooks, setup: (bot) => webhooks.setup(bot, { hooks: given }) };
}

function setUp(bot: PluginScope, { hooks: all }: z.output<typeof config>): void {
  const board = new Board(bot);
  const named = new Map<string, NamedHook>();
  for (const [name, hook] of Object.entries(all)) {
    const path = hook.path ?? `/hooks/${name}`;
    named.set(name, { path, hook });
    if (hook.kind === "alertmanager" || hook.kind === "grafana") addAlertHook(bot, board, { name, path, hook });
    else addGitHook(bot, path, hook);
  }
  addList(bot);
  addTest(bot, board, named);
}
