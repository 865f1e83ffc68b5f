/** Who calls, behind however many proxies: for the log, and for whoever wants to know. Nothing is permitted because of an address. */
import { BlockList, isIP } from "node:net";
import { MisuseError } from "../errors.ts";

/** Says whether an address is one of a proxy of ours. */
export type IsTrusted = (address: string) => boolean;

/**
 * Reads addresses and ranges of proxies.
 *
 * @throws MisuseError for what is neither.
 * @example
 * const isTrusted = trusting(["10.0.0.0/8", "::1"]);
 */
export function trusting(proxies: readonly string[]): IsTrusted {
  const list = new BlockList();
  for (const proxy of proxies) addTo(list, proxy);
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}

function addTo(list: BlockList, proxy: string): void {
  const [address = "", bits] = proxy.split("/");
  const longest = isIP(address) === 6 ? 128 : 32;
  if (isIP(address) === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= longest)))
    throw new MisuseError(`"${proxy}" is no address of a proxy: write one like 10.1.2.3, or a range like 10.0.0.0/8`);
  list.addSubnet(address, bits === undefined ? longest : Number(bits), familyOf(address));
}

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

/**
 * The address that a call came from: of the last one on the way that is no proxy of ours.
 *
 * @param peer who holds the connection; empty where that is not known
 * @param forwarded the header `X-Forwarded-For`, to which every proxy adds who called it
 */
export function callerOf(peer: string, forwarded: string | null, isTrusted: IsTrusted): string {
  let caller = plain(peer);
  const hops = (forwarded ?? "").split(",").map((hop) => plain(hop.trim()));
  while (isTrusted(caller)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) break;
    caller = hop;
  }
  return caller;
}

/** Node shows IPv4 in the clothes of IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
}

/** Who holds the connection, as servers tell it beside the request; empty where they do not. */
export function peerOf(beside: unknown): string {
  const { incoming } = (beside ?? {}) as {
    readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } };
  };
  return incoming?.socket?.remoteAddress ?? "";
}
