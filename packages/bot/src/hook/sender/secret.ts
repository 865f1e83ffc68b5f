/** Secrets that senders share with us: given as text, several while one is replaced by another, or fetched for each call. */
import { MisuseError } from "../../errors.ts";

/**
 * A secret; several, of which any will do, while one is replaced; or how to get them, for what changes while the bot runs.
 *
 * @example
 * senders.github(process.env["GITHUB_SECRET"] ?? "")
 * senders.github([newSecret, oldSecret])
 * senders.github(() => bot.secrets.get("github"))
 */
export type Secret = Given | (() => Given | undefined | Promise<Given | undefined>);
type Given = string | readonly string[];

/** Anything shorter is found by trying. */
const SHORTEST_CHARACTERS = 8;

/** What gives the secrets of a call. @throws MisuseError at once for a text that is no secret; the function throws it for one that is fetched. */
export function secretsOf(secret: Secret, whose: string): () => Promise<readonly string[]> {
  if (typeof secret === "function") return async () => checked((await secret()) ?? [], whose);
  const known = checked(secret, whose);
  return () => Promise.resolve(known);
}

function checked(given: Given, whose: string): readonly string[] {
  const list = typeof given === "string" ? [given] : given;
  const isGood = list.length > 0 && list.every((each) => each.trim().length >= SHORTEST_CHARACTERS);
  if (isGood) return list;
  throw new MisuseError(
    `${whose} needs a secret of ${SHORTEST_CHARACTERS} characters or more, and was given ${list.length === 0 ? "none" : "a shorter one"}: ` +
      "set the same random text here and where the calls come from, or say senders.anyone(why) if nobody has to prove anything",
  );
}
