/** The groups of channels of the demo town, in a file of their own: its channels have other ids each time that it is built. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DemoTown } from "@matterwright/sim";
import type { BroadcastSettings } from "../settings/broadcast.ts";

export interface DemoGroups {
  readonly settings: BroadcastSettings;
  /** Takes the file away. */
  close(): void;
}

/** @param given what the settings say of broadcasts, if anything */
export function demoGroups({ channels }: DemoTown, given: BroadcastSettings | undefined): DemoGroups {
  const folder = mkdtempSync(join(tmpdir(), "matterwright-demo-"));
  const file = join(folder, "channels.toml");
  const { "town-square": square, "off-topic": offTopic, ops, leads } = channels;
  writeFileSync(
    file,
    `# The groups of the demo town. What you change from chat is written here, and gone with the town.
whitelist = [ "${offTopic.id}",]

[groups]
"Everybody" = [ "${square.id}", "${offTopic.id}", "${ops.id}",]
"Operations" = [ "${ops.id}",]

[private_groups]
"Leads" = [ "${leads.id}",]

[aliases]
all = "Everybody"
`,
  );
  return {
    settings: {
      authors: [],
      approvers: [],
      auditors: [],
      mentions: [],
      quietOverride: [],
      onBehalf: [],
      approveMentions: false,
      ...given,
      admins: ["ann", ...(given?.admins ?? [])],
      channelsFile: file,
      logFile: join(folder, "broadcast_log.db"),
      shown: { channelsFile: "channels.toml", logFile: "broadcast_log.db" },
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
