/** Whether a token can travel in a header at all. Checked when a client is made, not at the first call. */
import { ConfigurationError } from "./errors.ts";

/** @throws ConfigurationError that says what is wrong and never shows the token. */
export function checkedToken(token: string): string {
  if (token.trim() === "") throw new ConfigurationError("the token is empty: copy the token of the bot account");
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigurationError(
      "the token has a blank, a line break or a foreign sign in it: copy it again, without anything around it",
    );
  }
  return token;
}
