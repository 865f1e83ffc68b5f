/** Puts the server's address together: from one URL, or from the parts in which older set-ups wrote it. Pure. */
import { ConfigurationError, serverUrl } from "@matterwright/client";
import { Trouble } from "../trouble.ts";

export interface AddressParts {
  readonly url: string;
  readonly scheme?: string | undefined;
  readonly port?: number | undefined;
  /** May be the API's own path, which is not part of an address. */
  readonly basePath?: string | undefined;
}

/**
 * The address in its one form. A part may stand in the URL or in its own variable; when in both, they have to agree.
 *
 * @throws Trouble that names the variable to change.
 * @example
 * serverAddress({ url: "chat.example.com", port: 8443 }); // "https://chat.example.com:8443"
 */
export function serverAddress({ url, scheme, port, basePath }: AddressParts): string {
  const written = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (written !== undefined && scheme !== undefined && written !== scheme)
    throw disagreement("MATTERMOST_SCHEME", scheme, `begins with ${written}://`);
  const address = parse(written === undefined ? `${scheme ?? "https"}://${url}` : url);
  if (port !== undefined) addPort(address, port);
  const path = (basePath ?? "")
    .replace(/\/?api\/v4\/?$/, "")
    .replace(/^\/*/, "/")
    .replace(/\/+$/, "");
  if (path !== "" && address.pathname !== "/" && address.pathname !== path)
    throw disagreement("MATTERMOST_BASEPATH", path, `ends in ${address.pathname}`);
  if (path !== "") address.pathname = path;
  return serverUrl(address.href);
}

function parse(text: string): URL {
  try {
    return new URL(serverUrl(text));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const shown = text.replace(/\/\/[^/@]*@/, "//");
    throw new Trouble("setting", `MATTERMOST_URL="${shown}" is no address: write it like https://chat.example.com.`);
  }
}

function addPort(address: URL, port: number): void {
  const isDefault = (address.protocol === "https:" && port === 443) || (address.protocol === "http:" && port === 80);
  if (address.port !== "" && address.port !== String(port))
    throw disagreement("MATTERMOST_PORT", String(port), `says :${address.port}`);
  if (!isDefault) address.port = String(port);
}

function disagreement(name: string, value: string, says: string): Trouble {
  return new Trouble("setting", `${name}="${value}", but MATTERMOST_URL ${says}: remove one of them.`);
}
