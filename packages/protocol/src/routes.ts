/**
 * The REST routes that this project uses, as paths below the server's address. One function each, so that no id is ever
 * pasted into a path unescaped.
 */
import { integrationRoutes } from "./routes/integrations.ts";
import { peopleRoutes } from "./routes/people.ts";
import { placeRoutes } from "./routes/places.ts";
import { postRoutes } from "./routes/posts.ts";
import { systemRoutes } from "./routes/system.ts";

export const routes = {
  ...peopleRoutes,
  ...placeRoutes,
  ...postRoutes,
  ...integrationRoutes,
  ...systemRoutes,
} as const;
