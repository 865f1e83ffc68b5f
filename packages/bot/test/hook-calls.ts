/** Calls of a hook at `/deployed`, for the tests of hooks. */
import { type Stage, type StageOptions, stage } from "@matterwright/testing";
import { Bot, type HookHandler, type HookSpec, senders, z } from "../src/index.ts";

export const SECRET = "a secret of the tests";
export const BEARER = { authorization: `Bearer ${SECRET}` };
export const JSON_TYPE = { "content-type": "application/json" };
const deployed = z.object({ service: z.string(), version: z.coerce.number() });
export const spec = { from: senders.bearer(SECRET), body: deployed } as const;

export interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array | ReadableStream;
  readonly path?: string;
}

export function request({ method = "POST", headers = {}, body, path = "/deployed" }: Sent): Request {
  const own = body === undefined ? {} : { body, ...(body instanceof ReadableStream ? { duplex: "half" } : {}) };
  return new Request(`http://bot/wright${path}`, { method, headers, ...own });
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export async function call(town: Stage, sent: Sent): Promise<Answered> {
  const answering = town.bot.fetch(request(sent));
  await town.rest();
  const answer = await answering;
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

export const json = (value: unknown, headers: Record<string, string> = BEARER): Sent => ({
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify(value),
});

export function staged<const Spec extends HookSpec>(
  wanted: Spec,
  handler: HookHandler<Spec>,
  options: StageOptions = {},
): Promise<Stage> {
  return stage((given) => new Bot(given).hook("/deployed", wanted, handler), {
    callbackUrl: "http://bot/wright",
    ...options,
  });
}
