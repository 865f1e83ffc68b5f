/** Looks at the address that the server shall call, from where the bot is: where its name leads, and who answers there. Tells, and changes nothing. */
import { lookup } from "node:dns/promises";
import type { Look, Seen } from "../callbacks/look.ts";

const PATIENCE_MS = 5_000;

/** By Node's own resolver and `fetch`. */
export const nodeLook: Look = async (url) => {
  const { hostname } = new URL(url);
  const addresses = await lookup(hostname.replaceAll(/[[\]]/g, ""), { all: true }).catch(() => []);
  return { addresses: addresses.map(({ address }) => address), ...(await answerAt(url)) };
};

async function answerAt(url: string): Promise<Pick<Seen, "status" | "isBot" | "code">> {
  try {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await answer.text();
    return { status: answer.status, isBot: answer.status === 200 && text.includes('"status":"alive"') };
  } catch (error) {
    const { cause, name } = error as Error & { readonly cause?: { readonly code?: string } };
    return { code: cause?.code ?? (name === "TimeoutError" ? "ETIMEDOUT" : "UNKNOWN") };
  }
}
