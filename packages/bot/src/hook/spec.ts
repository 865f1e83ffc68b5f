/** What a hook is told when it is made, and what its handler is given. */
import type * as z from "zod";
import type { Context } from "../context/context.ts";
import type { Format, RawBody } from "./body.ts";
import type { Sender } from "./sender/sender.ts";

export const METHODS = ["POST", "PUT", "PATCH", "GET", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

export interface HookSpec {
  /** One line: what it is for. */
  readonly about?: string;
  /** Who may call, and how they prove it: `senders.github(secret)`. */
  readonly from: Sender;
  /** What has to come: JSON or a form that fits a schema, or `"raw"` for the bytes. Anything that can be read, by default. */
  readonly body?: z.ZodType | "raw";
  /** JSON or a form only; by default the content type decides. */
  readonly format?: Exclude<Format, "raw">;
  /** `POST` by default. Of a `GET` the query is read as a form. */
  readonly method?: Method;
  /** What names a delivery in its body, where no header does. A delivery is handled once. */
  readonly deliveryId?: (body: unknown) => string | undefined;
  /** How long a delivery is remembered, in milliseconds; a week by default. */
  readonly rememberMs?: number;
  /** More of a body is refused with 413; a megabyte by default. */
  readonly bodyMaxBytes?: number;
  /** For the body to come and for the handler, in milliseconds; half a minute by default. Then the caller is answered 503. */
  readonly timeoutMs?: number;
}

/** What the handler is given. */
export type HookBody<Spec extends HookSpec> = Spec extends { readonly body: infer Wanted }
  ? Wanted extends z.ZodType
    ? z.output<Wanted>
    : RawBody
  : unknown;

export type HookHandler<Spec extends HookSpec> = (ctx: Context<"hook">, body: HookBody<Spec>) => unknown;
