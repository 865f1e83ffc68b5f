/** Adds what is installed to a bot that starts, and removes what somebody left half done who was killed in the middle. */
import type { Bot } from "matterwright";
import { brokenPlugin, loadedOr } from "../start/load.ts";
import { installedOrigin } from "./install.ts";
import type { InstallRecord } from "./record.ts";

/** @param note told where the record cannot be read: then the bot starts without them */
export async function addInstalled(bot: Bot, record: InstallRecord, note: (text: string) => void): Promise<void> {
  try {
    record.tidy();
  } catch (error) {
    note((error as Error).message);
    return;
  }
  for (const [name, entry] of Object.entries(record.read())) {
    const origin = installedOrigin(record, entry);
    const plugin = await loadedOr(origin, name);
    try {
      bot.plugin(plugin, undefined, origin);
    } catch (error) {
      bot.plugin(brokenPlugin(origin.file, error), undefined, origin);
    }
  }
}
