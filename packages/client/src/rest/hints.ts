/** What to do about a refused call: by the server's id of the error, else by its status. Pure; called by `refusal.ts`. */
import { ErrorId, type ServerError } from "@matterwright/protocol";
import type { Call } from "../errors.ts";
import { permissionHint } from "./permissions.ts";

const BY_ID: Readonly<Record<string, string>> = {
  [ErrorId.notFoundRoute]: "The server knows no such route: it is of another version, or the path is wrong",
  [ErrorId.invalidUrlParam]: "An id in the path is none: ids have 26 small letters and digits",
  [ErrorId.invalidBodyParam]: "A value in the body is missing or of another kind: the server's words name it",
  [ErrorId.uriTooLong]: "Path and query may have 2,048 signs together: ask for fewer things at once",
  [ErrorId.postTooLong]: "A post holds 16,383 code points: split the text, or send it as a file",
  [ErrorId.postTooManyFiles]: "A post carries ten files at most: spread them over several posts",
  [ErrorId.postChannelArchived]: "The channel is archived: restore it first (channels.restore)",
  [ErrorId.postRoot]: "The root post was deleted, or is a reply itself: use the id of the thread's first post",
  [ErrorId.postRootInOtherChannel]: "The root post is in another channel: answer where it stands",
  [ErrorId.botsDisabled]: "A system administrator can allow it in System Console > Integrations > Bot Accounts",
  [ErrorId.tokensDisabled]:
    "A system administrator can allow it in System Console > Integrations > Integration Management",
  [ErrorId.filesDisabled]:
    "A system administrator can allow it in System Console > Site Configuration > File Sharing and Downloads",
  "api.file.upload_file.read_request.app_error":
    "The server takes no empty file, and none that breaks off: send one byte at least, and as many as were announced",
  "app.upload.upload_data.first_part_too_small.app_error":
    "The first piece of an upload has 5 MiB at least, unless it is the whole file",
  [ErrorId.groupMessageBadSize]: "A group message has three to eight people, the account included",
  [ErrorId.loginBot]: "Bot accounts have no password: use their token",
  [ErrorId.loginInvalid]: "Name or password are wrong",
  [ErrorId.loginInactive]:
    "A system administrator can activate the account in System Console > User Management > Users",
  [ErrorId.loginTooManyAttempts]:
    "A system administrator can reset the attempts in System Console > User Management > Users",
};

/** It needs a licence that the server has not. */
const LICENSE = /licen[sc]e/;
/** It is switched off, with whatever status: 400, 403, 501. */
const SWITCHED_OFF = /(?:^|[._])disabled?(?:[._]|$)/;

/** The advice for an answer of Mattermost's own. */
export function hintOf(call: Call, status: number, { id, detailed_error: detailed }: ServerError): string {
  const known = BY_ID[id];
  if (known !== undefined) return known;
  if (id === ErrorId.noPermission) return permissionHint(call, detailed);
  if (LICENSE.test(id)) return "The server needs a licence for this: System Console > Edition and License";
  if (SWITCHED_OFF.test(id))
    return "A system administrator has this switched off in the System Console, and can switch it on there";
  return byStatus(status);
}

function byStatus(status: number): string {
  if (status === 401) return "The token is wrong, was revoked, or belongs to a deactivated account";
  if (status === 403) return "The server forbids it to this account: its words say why, and an administrator can help";
  if (status === 404) return "It was deleted, the id or name is wrong, or the account may not see it";
  if (status === 413)
    return "Send less at once: 300 kB in an ordinary call, and MaxFileSize (100 MiB by default) in a file";
  if (status === 429) return "Wait as long as the server says; a pace (sharedPace) does that by itself";
  if (status === 501)
    return "The server does not do this: a setting of the System Console has it switched off, or it needs a licence";
  if (status >= 500) return "Try again later; the server's log says more under the request's id";
  return "The server understood, and does not want it so: compare what was sent with its words";
}

/** Ids that say it is there already, or that somebody was faster. Mattermost gives them with status 400, a few with 500. */
export function isConflict(status: number, id: string): boolean {
  if (status === 409) return true;
  if (status === 500) return /\.intersect\./.test(id);
  return (
    status === 400 && /(?:exist(?:s|ing)|duplicate|intersect|conflict|unique|uniqueness|already)(?:[._]|$)/.test(id)
  );
}

/** What to do about a conflict. */
export const CONFLICT_HINT = "It is there already, or its name is taken: use what is there, or another name";
