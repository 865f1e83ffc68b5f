import { type Id, type Preference, routes } from "@matterwright/protocol";
import type { Calls } from "../calls.ts";

/** Preferences of an account: `/api/v4/users/{user_id}/preferences`. Values are texts. */
export interface PreferencesApi {
  /** `GET /users/{user_id}/preferences`. */
  list(user: Id): Promise<Preference[]>;
  /** `GET /users/{user_id}/preferences/{category}`. @throws NotFoundError when there is none. */
  ofCategory(user: Id, category: string): Promise<Preference[]>;
  /** `GET /users/{user_id}/preferences/{category}/name/{preference_name}`. */
  get(user: Id, category: string, name: string): Promise<Preference>;
  /** `PUT /users/{user_id}/preferences`. At most 100 at once; each names the user itself. */
  save(user: Id, preferences: readonly Preference[]): Promise<void>;
  /** `POST /users/{user_id}/preferences/delete`. At most 100 at once. */
  delete(user: Id, preferences: readonly Preference[]): Promise<void>;
}

export function preferencesApi({ one, list, done }: Calls): PreferencesApi {
  return {
    list: (user) => list("GET", routes.userPreferences(user)),
    ofCategory: (user, category) => list("GET", routes.userPreferencesOf(user, category)),
    get: (user, category, name) => one("GET", routes.userPreference(user, category, name)),
    save: (user, preferences) => done("PUT", routes.userPreferences(user), { body: preferences }),
    delete: (user, preferences) => done("POST", routes.userPreferencesDelete(user), { body: preferences }),
  };
}
