/** The addresses at which the integration of a slash command may answer later: five times, within half an hour. */
import { type Command, ErrorId, type Id, RESPONSE_URL_MAX_USES, RESPONSE_URL_TTL_MS } from "@matterwright/protocol";
import { AppError } from "../../errors.ts";
import type { Act } from "../act.ts";
import type { ResponseUrl } from "../world.ts";

export interface RunBy {
  readonly userId: Id;
  readonly channelId: Id;
  readonly rootId: Id | "";
}

/** Opens a new address for one run of a command. */
export function openResponseUrl(act: Act, command: Command, by: RunBy): ResponseUrl {
  const { responseUrls } = act.world;
  for (const [id, { madeAt }] of responseUrls) {
    if (act.now - madeAt <= RESPONSE_URL_TTL_MS) break;
    responseUrls.delete(id);
  }
  const opened: ResponseUrl = { id: act.newId(), madeAt: act.now, commandId: command.id, uses: 0, ...by };
  responseUrls.set(opened.id, opened);
  return opened;
}

/** Uses an address once. @throws AppError 404 when it is unknown or too old, 400 when it is used up or its command is gone. */
export function takeResponseUrl(act: Act, id: string): { readonly found: ResponseUrl; readonly command: Command } {
  const found = act.world.responseUrls.get(id);
  if (found === undefined || act.now - found.madeAt > RESPONSE_URL_TTL_MS) throw responseUrlRefused(id, 404);
  const command = act.world.commands.get(found.commandId);
  if (command === undefined || command.delete_at !== 0 || found.uses >= RESPONSE_URL_MAX_USES)
    throw responseUrlRefused(id, 400);
  found.uses++;
  return { found, command };
}

/** Every refusal but that of a body which cannot be read has the same id. */
export function responseUrlRefused(id: string, status: number): AppError {
  return new AppError(ErrorId.commandResponseUrl, `Failed to handle command webhook ${id}.`, status);
}
