/** Takes known secrets out of a stream of text. Paths are not enough: an error of somebody else's may quote what we never logged. */
import { cleaner } from "matterwright";

export interface Writes {
  write(text: string): void;
}

/** The same stream, with `[secret]` where a secret stood: also as JSON or a URL would spell it. */
export function withoutSecrets(stream: Writes, secrets: readonly string[]): Writes {
  const clean = cleaner(secrets);
  return { write: (text) => stream.write(clean(text)) };
}
