/** What the bot is, and what it takes people for. */
import type { PluginScope } from "matterwright";
import { about } from "./about.ts";
import { echo } from "./echo.ts";
import { render } from "./render.ts";
import { uptime } from "./uptime.ts";
import { whoami } from "./whoami.ts";

export function abouts(bot: PluginScope): void {
  for (const add of [uptime, whoami, echo, about, render]) add(bot);
}
