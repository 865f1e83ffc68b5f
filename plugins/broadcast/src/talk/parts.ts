/** What the dialog, the commands and the approvals of this plugin are made of. Put together once; each is given what it needs of it. */
import type { Rest } from "@matterwright/client";
import type { PluginScope, Workplace } from "matterwright";
import type { Audiences } from "../audience/audience.ts";
import type { BookFile } from "../book/file.ts";
import type { Renames } from "../book/renames.ts";
import type { Broadcasts } from "../broadcast.ts";
import type { Readers } from "../filling/readers.ts";
import type { Templates } from "../filling/templates.ts";
import type { Tables } from "../filling/tables.ts";
import type { Directory } from "../directory/directory.ts";
import type { Preflight } from "../preflight/preflight.ts";
import type { ApprovalPolicy } from "../rights/policy.ts";
import type { Ledger } from "../rights/ledger.ts";
import type { QuietHours } from "../when/quiet.ts";
import type { Zones } from "../when/zones.ts";
import type { Rights } from "../rights/rights.ts";

export interface TalkParts {
  readonly bot: PluginScope;
  readonly workplace: Workplace;
  readonly rest: Rest;
  readonly file: BookFile;
  /** What groups were called before. */
  readonly renames: Renames;
  readonly directory: Directory;
  readonly audiences: Audiences;
  readonly preflight: Preflight;
  readonly tables: Tables;
  /** What is known of people who read something directly. */
  readonly readers: Readers;
  readonly templates: Templates;
  readonly rights: Rights;
  /** What was done about groups and approvals, by whom. */
  readonly ledger: Ledger;
  readonly broadcasts: Pick<Broadcasts, "start">;
  /** When somebody else has to agree. */
  readonly approval: ApprovalPolicy;
  /** Where somebody has chosen no time zone. */
  readonly zone: string;
  /** In which zone targets read. */
  readonly zones: Zones;
  /** When nobody is written to; nothing where there are no such hours. */
  readonly quiet: QuietHours | undefined;
  /** Who has not confirmed is reminded so often, unless the author says otherwise, in milliseconds. */
  readonly remindEveryMs: number | undefined;
  /** After so long without an answer an author is told that nothing is waited for any more, in milliseconds. */
  readonly ttlMs: number;
}
