/** What an author writes about acknowledgement while the announcement is being made: written down in the dialog, or refused. */
import type { Rest } from "@matterwright/client";
import { type Context, UserError, code } from "matterwright";
import type { TalkState } from "../talk/state.ts";
import type { Asked } from "./asked.ts";
import { type AckRead, type AckReading, isAboutAck, readAck } from "./words.ts";

interface Asking {
  readonly ctx: Context<"post">;
  readonly state: TalkState;
  readonly rest: Rest;
  /** Where the author has chosen none. */
  readonly zone: string;
  /** Where the author says nothing about reminders, and there is a deadline. */
  readonly remindEveryMs: number | undefined;
}

/** Why it cannot be asked so; nothing when it was written down. @throws CallError. */
export async function askAs(said: string, { ctx, state, ...usual }: Asking): Promise<string | undefined> {
  const zone = (await ctx.find.chosenZone()) ?? usual.zone;
  const read = await readFor(said, { ...usual, now: ctx.now, zone });
  if ("problem" in read) return read.problem;
  if (read.asked === undefined) delete state.ack;
  else state.ack = read.asked;
  return undefined;
}

/** What is asked of readers by somebody who is not there to be asked again. @throws UserError when it cannot be; CallError. */
export async function askedBy(said: string, reading: Reading): Promise<Asked | undefined> {
  if (!isAboutAck(said))
    throw new UserError(`${code(said)} says neither until when nor how: write for example \`by friday 17:00\`.`);
  const read = await readFor(said, reading);
  if ("problem" in read) throw new UserError(read.problem);
  return read.asked;
}

interface Reading extends Omit<AckReading, "remindEveryMs"> {
  readonly rest: Rest;
  readonly remindEveryMs: number | undefined;
}

async function readFor(said: string, { rest, now, zone, remindEveryMs }: Reading): Promise<AckRead> {
  const read = readAck(said, { now, zone, remindEveryMs });
  const isNative = "asked" in read && read.asked?.isNative === true;
  if (!isNative || (await hasAcknowledgements(rest))) return read;
  return {
    problem:
      "This server has no licence for Mattermost's own acknowledgements. `ack` alone asks with a button of mine, or a reaction.",
  };
}

/** Licences from Professional on, as the server calls them. */
const WITH_ACKNOWLEDGEMENTS: ReadonlySet<string> = new Set(["professional", "enterprise", "advanced", "entry"]);

async function hasAcknowledgements(rest: Rest): Promise<boolean> {
  const { IsLicensed: isLicensed, SkuShortName: sku = "" } = await rest.system.license();
  return isLicensed === "true" && WITH_ACKNOWLEDGEMENTS.has(sku);
}
