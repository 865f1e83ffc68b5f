/** Takes known secrets out of a stream of text. Paths are not enough: an error of somebody else's may quote what we never logged. */

export interface Writes {
  write(text: string): void;
}

/** The same stream, with `[secret]` where a secret stood: also as JSON or a URL would spell it. */
export function withoutSecrets(stream: Writes, secrets: readonly string[]): Writes {
  const clean = cleaner(secrets);
  return { write: (text) => stream.write(clean(text)) };
}

/** A function that replaces secrets in a text. The longest go first: one may hold another. */
export function cleaner(secrets: readonly string[]): (text: string) => string {
  const spellings = secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .filter((spelling) => spelling !== "")
    .toSorted((a, b) => b.length - a.length);
  return (text) => spellings.reduce((cleaned, spelling) => cleaned.replaceAll(spelling, "[secret]"), text);
}
