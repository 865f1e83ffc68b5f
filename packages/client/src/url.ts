/** Turns what people write into the address of a server. Called once when a client is made. */
import { ConfigurationError } from "./errors.ts";

/**
 * The address of a server in its one form: with a scheme, without a final slash. A missing scheme means `https`; a path is kept
 * (servers live under sub-paths), but for an `/api/v4` that was pasted along.
 *
 * @throws ConfigurationError when it cannot be an address.
 * @example
 * serverUrl("chat.example.com/mm/"); // "https://chat.example.com/mm"
 */
export function serverUrl(text: string): string {
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (trimmed === "" || url === undefined || url.hostname === "") {
    throw new ConfigurationError(`"${trimmed}" is no address of a server: write it like https://chat.example.com`);
  }
  if (!/^(?:https?|wss?):$/.test(url.protocol)) {
    throw new ConfigurationError(`${url.protocol}// is not how one reaches Mattermost: use https:// or http://`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConfigurationError(
      "the server's address has a name or password in it: leave them out, and give the token instead; what a proxy before the server asks for goes into a header",
    );
  }
  const scheme = url.protocol.replace("ws", "http");
  const path = url.pathname.replace(/\/api\/v4(?:\/websocket)?\/?$/, "").replace(/\/+$/, "");
  return `${scheme}//${url.host}${path}`;
}

/** The same address for the WebSocket: `https` becomes `wss`. */
export function socketUrl(server: string): string {
  return server.replace(/^http/, "ws");
}
