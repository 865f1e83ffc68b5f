import { type User, routes } from "@matterwright/protocol";
import { type Calls, callOf, otherThan } from "../calls.ts";

/** Logging in with a password, which bots cannot. */
export interface UserLoginApi {
  /**
   * `POST /users/login`. The token is good for 30 days.
   *
   * @throws AuthenticationError when name or password are wrong, the account is deactivated or a bot, or after ten failures.
   */
  login(login: string, password: string): Promise<{ readonly user: User; readonly token: string }>;
  /** `POST /users/logout`. Ends the session of the client's own token. */
  logout(): Promise<void>;
}

export function userLoginApi({ raw, done }: Calls): UserLoginApi {
  return {
    async login(login, password) {
      const call = callOf("POST", routes.login());
      const response = await raw("POST", routes.login(), { body: { login_id: login, password } });
      const { token } = response.headers;
      const user = userIn(await response.text().catch(() => ""));
      if (user === undefined || typeof token !== "string") throw otherThan("a user and a token", call);
      return { user, token };
    },
    logout: () => done("POST", routes.logout(), { body: {} }),
  };
}

function userIn(body: string): User | undefined {
  try {
    const user = JSON.parse(body) as Partial<User> | null;
    return typeof user?.id === "string" ? (user as User) : undefined;
  } catch {
    return undefined;
  }
}
