/** `matterwright secrets forget`: the way out when what secrets were locked with is lost. */
import { forgetSecrets } from "matterwright";
import type { HomeOptions } from "../durable/backup.ts";
import { opened, takeDurable } from "../durable/open.ts";
import type { Terminal } from "../terminal.ts";

/** Deletes what plugins keep locked, and the mark of the secret. The bot must not be running. @throws Trouble when it is. */
export async function forget({ from }: HomeOptions, terminal: Terminal): Promise<void> {
  const durable = await takeDurable(from, terminal);
  try {
    const count = await opened(() => forgetSecrets(durable.store));
    terminal.print(`Deleted what was locked: ${count}. The bot can start with another secret; set its tokens anew.`);
  } finally {
    await durable.close();
  }
}
