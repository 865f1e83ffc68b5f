/** The plug: a bot within somebody's own web application, on the application's port and below a path of its own. */
import { type ServerResponse, createServer } from "node:http";
import type { Bot } from "matterwright";
import { nodeHandler } from "matterwright/node";

// scope "/agent" do forward "/commands", Mattermost.Plug, handler: MyApp.Bot end
export function application(bot: Bot): ReturnType<typeof createServer> {
  const answerBot = nodeHandler(bot);
  return createServer((request, response) => {
    if (request.url?.startsWith("/agent/") === true) return answerBot(request, response);
    return home(response);
  });
}

function home(response: ServerResponse): void {
  response.end("The application's own page");
}
