/** Who of the accounts of a server is somebody that can read, and announce. Pure. */
import type { User } from "@matterwright/protocol";

/** Neither a bot nor somebody who has left. */
export function isPerson({ is_bot: isBot, delete_at: leftAt }: Pick<User, "is_bot" | "delete_at">): boolean {
  return isBot !== true && leftAt === 0;
}
