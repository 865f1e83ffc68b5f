/** What lies between here and the server, from the settings: certificates, a proxy, headers. Part of settings.ts. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { NetworkOptions } from "@matterwright/client";
import { Trouble } from "../trouble.ts";
import type { Found, Variables } from "./read.ts";
import { type SettingKey, metaOf } from "./schema.ts";

/** The network of a server. @throws Trouble when a file cannot be read. */
export function networkOf({ values }: Found, url: string, home: string): NetworkOptions {
  const file = (key: "caFile" | "clientCertFile" | "clientKeyFile"): string | undefined => {
    const path = values[key];
    return path === undefined ? undefined : contentOf(metaOf(key).names[0] ?? key, resolve(home, path));
  };
  return given({
    ca: file("caFile"),
    cert: file("clientCertFile"),
    key: file("clientKeyFile"),
    passphrase: values.clientKeyPassphrase,
    insecure: values.verify === false ? true : undefined,
    proxy: values.proxy ?? usualProxy(url, values.httpsProxy, values.httpProxy),
    noProxy: values.noProxy,
    headers: values.headers,
  });
}

/** What a command without settings of its own takes from the environment: the usual variables for a proxy. */
export function networkFrom(env: Variables, url: string): NetworkOptions {
  const first = (key: SettingKey): string | undefined =>
    metaOf(key)
      .names.map((name) => env[name]?.trim())
      .find((text) => text !== undefined && text !== "");
  const proxy = first("proxy") ?? usualProxy(url, first("httpsProxy"), first("httpProxy"));
  return given({ proxy, noProxy: first("noProxy") });
}

/** Everything in it that must not stand in a log. */
export function secretsIn({ proxy, passphrase, headers = {} }: NetworkOptions): string[] {
  const { username = "", password = "" } =
    proxy === undefined ? {} : (URL.parse(proxy) ?? URL.parse(`http://${proxy}`) ?? {});
  const own = password === "" ? [] : [`${username}:${password}`, password, decoded(password)];
  return [...own, ...(passphrase === undefined ? [] : [passphrase]), ...Object.values(headers)];
}

/** Part of an address as it was meant; as it stands where a % stands for nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The machine's proxy, but never for the machine itself. */
function usualProxy(url: string, https: string | undefined, http: string | undefined): string | undefined {
  const { hostname, protocol } = new URL(url);
  if (/^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname)) return undefined;
  return protocol === "https:" ? https : http;
}

/** What a file holds that a setting names. @throws Trouble that names both. */
export function contentOf(name: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new Trouble(
      "setting",
      `${name}="${path}" cannot be read (${code}): name a file that is there and may be read.`,
    );
  }
}

function given(options: { readonly [Key in keyof NetworkOptions]: NetworkOptions[Key] | undefined }): NetworkOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
