/**
 * Imports a module as it is now, with the modules beside it that it imports: the machine keeps what was imported once under its address,
 * so each time has another. Modules of packages are shared with everybody else.
 */
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const VERSION = /[?&]task=(\d+)$/;

let version = 0;

export function importFresh(path: string): Promise<unknown> {
  passVersionsOn();
  return import(`${pathToFileURL(path).href}?task=${++version}`);
}

let isPassedOn = false;

function passVersionsOn(): void {
  if (isPassedOn) return;
  isPassedOn = true;
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const [, parent] = VERSION.exec(context.parentURL ?? "") ?? [];
      const isBeside =
        found.url.startsWith("file:") && !found.url.includes("/node_modules/") && /^\.\.?\//.test(specifier);
      if (parent === undefined || !isBeside || found.url.includes("?")) return found;
      return { ...found, url: `${found.url}?task=${parent}` };
    },
  });
}
