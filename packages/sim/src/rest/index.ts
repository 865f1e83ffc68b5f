/** Every route of the simulator, area by area. A new area is a file beside this one and a line in the list. */
import { actionRoutes } from "./actions.ts";
import { botRoutes } from "./bots.ts";
import { channelMemberRoutes } from "./channel-members.ts";
import { channelRoutes } from "./channels.ts";
import { commandRunRoutes } from "./command-run.ts";
import { commandRoutes } from "./commands.ts";
import { dialogRoutes } from "./dialogs.ts";
import { emojiRoutes } from "./emoji.ts";
import { fileRoutes } from "./files.ts";
import { licensedRoutes } from "./licensed.ts";
import { outgoingWebhookRoutes } from "./outgoing-webhooks.ts";
import { peopleRoutes } from "./people.ts";
import { postListRoutes } from "./post-lists.ts";
import { postRoutes } from "./posts.ts";
import { reactionRoutes } from "./reactions.ts";
import { configRoutes } from "./config.ts";
import { customStatusRoutes } from "./custom-status.ts";
import { draftRoutes } from "./drafts.ts";
import { roleRoutes } from "./roles.ts";
import { uploadRoutes } from "./uploads.ts";
import { searchRoutes } from "./search.ts";
import { Router } from "./router.ts";
import { systemRoutes } from "./system.ts";
import { teamMemberRoutes } from "./team-members.ts";
import { teamRoutes } from "./teams.ts";
import { threadRoutes } from "./threads.ts";
import { userRoutes } from "./users.ts";
import { webhookRoutes } from "./webhooks.ts";

const areas = [
  searchRoutes,
  userRoutes,
  botRoutes,
  peopleRoutes,
  teamRoutes,
  teamMemberRoutes,
  channelRoutes,
  channelMemberRoutes,
  postRoutes,
  postListRoutes,
  threadRoutes,
  reactionRoutes,
  emojiRoutes,
  fileRoutes,
  actionRoutes,
  webhookRoutes,
  outgoingWebhookRoutes,
  dialogRoutes,
  commandRunRoutes,
  commandRoutes,
  configRoutes,
  customStatusRoutes,
  draftRoutes,
  roleRoutes,
  uploadRoutes,
  systemRoutes,
  licensedRoutes,
];

export function createRouter(): Router {
  const router = new Router();
  for (const area of areas) area(router);
  return router;
}
