/** Makes JavaScript of TypeScript by blanking out its types, so that the page needs no build. Called once for each module. */
import { stripTypeScriptTypes } from "node:module";

/** The same text without types, every line where it was. @throws SyntaxError when it is no TypeScript. */
export function withoutTypes(source: string): string {
  // Node calls the function experimental each time a program first uses it, which tells whoever starts a playground nothing.
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
