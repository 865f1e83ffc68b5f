/**
 * Receives the calls of one hook: verifies who calls, reads what they say, sees to it that a delivery is handled once, hands it to the
 * bot, and answers with the right status. The one place through which a payload reaches a handler.
 */
import { problem } from "../door/door.ts";
import { json } from "../door/json.ts";
import type { DoorCall, Route } from "../door/route.ts";
import { issuesOf } from "../errors.ts";
import type { HookInfo } from "../install/hook-book.ts";
import type { Workplace } from "../install/install.ts";
import { HookAnswering, again } from "./answering.ts";
import { type Read, fieldsOf, readBody } from "./body.ts";
import type { Deliveries } from "./once.ts";
import { RefusalLog } from "./refusal-log.ts";
import type { Refused } from "./sender/sender.ts";
import type { HookSpec, Method } from "./spec.ts";

export interface ReceptionParts {
  readonly path: string;
  readonly spec: HookSpec;
  readonly deliveries: Deliveries;
  readonly workplace: Workplace;
}

export class Reception {
  readonly #parts: ReceptionParts;
  readonly #refusals: RefusalLog;
  readonly #counts = { handled: 0, repeated: 0, refused: 0, failed: 0 };
  #lastAt: number | undefined;
  #lastStatus: number | undefined;

  constructor(parts: ReceptionParts) {
    this.#parts = parts;
    this.#refusals = new RefusalLog(parts.workplace, parts.path);
  }

  info(): HookInfo {
    const { path, spec, workplace } = this.#parts;
    return {
      owner: workplace.owner,
      path,
      url: workplace.urlOf(path),
      method: spec.method ?? "POST",
      about: spec.about ?? "",
      sender: spec.from.name,
      isKnown: spec.from.isKnown,
      ...this.#counts,
      lastAt: this.#lastAt,
      lastStatus: this.#lastStatus,
    };
  }

  /** What the door calls for a method. Another than the hook's own is told so. */
  route(method: Method): Route {
    const { path, spec } = this.#parts;
    const { bodyMaxBytes, timeoutMs, method: own = "POST" } = spec;
    const handle = method === own ? (call: DoorCall) => this.#receive(call) : () => this.#wrongMethod(own);
    return {
      method,
      path,
      ...(bodyMaxBytes === undefined ? {} : { bodyMaxBytes }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      handle,
    };
  }

  #wrongMethod(own: Method): Response {
    const answer = problem(405, `call this with ${own}`);
    answer.headers.set("allow", own);
    return answer;
  }

  async #receive(call: DoorCall): Promise<Response> {
    this.#lastAt = this.#parts.workplace.clock.now();
    const response = await this.#judge(call);
    this.#lastStatus = response.status;
    return response;
  }

  async #judge(call: DoorCall): Promise<Response> {
    const { spec, workplace } = this.#parts;
    const { method, headers, body } = call;
    const verdict = await spec.from.verify({ method, headers, body, nowMs: workplace.clock.now() });
    if (!verdict.ok) return this.#refuse(verdict);
    const said = this.#read(call);
    if (!said.ok) return this.#unfit(said.status, said.message);
    const fitting = await fits(spec.body, said.value);
    if (!fitting.ok) return this.#unfit(422, fitting.message);
    const id = spec.deliveryId?.(fitting.value);
    const marks = id === undefined || id === "" ? verdict.marks : [...verdict.marks, `body ${id}`];
    return this.#once(marks, { call, body: fitting.value });
  }

  #read({ method, url, headers, body }: DoorCall): Read {
    const { spec } = this.#parts;
    if (method === "GET" && spec.body !== "raw") return { ok: true, value: fieldsOf(url.searchParams) };
    return readBody({ type: headers.get("content-type"), bytes: body }, spec.body === "raw" ? "raw" : spec.format);
  }

  /** Claims the delivery, has it handled, and lets it come again if that failed. */
  async #once(marks: readonly string[], said: { readonly call: DoorCall; readonly body: unknown }): Promise<Response> {
    const { deliveries } = this.#parts;
    const claim = await deliveries.claim(marks);
    if (claim === "done") {
      this.#counts.repeated++;
      return json({ status: "duplicate" });
    }
    if (claim === "being handled") return again("this delivery is being handled", 409);
    const answering = new HookAnswering(marks);
    this.#submit(answering, said);
    const ending = await answering.over;
    this.#counts[ending === "done" ? "handled" : "failed"]++;
    if (ending !== "done") await deliveries.release(marks);
    return answering.response(ending);
  }

  #submit(answering: HookAnswering, { call, body }: { readonly call: DoorCall; readonly body: unknown }): void {
    const { path, workplace } = this.#parts;
    workplace.submit({
      kind: "hook",
      at: workplace.clock.now(),
      channelId: "",
      user: workplace.me(),
      name: path,
      method: call.method,
      headers: withoutProof(call.headers),
      body,
      answering,
    });
  }

  #refuse({ why, where, challenge }: Refused): Response {
    this.#counts.refused++;
    this.#refusals.note(`${where} ${WHY[why]}`);
    const answer = problem(401, `${where} ${WHY[why]}`);
    if (challenge !== undefined) answer.headers.set("www-authenticate", challenge);
    return answer;
  }

  #unfit(status: number, message: string): Response {
    this.#counts.refused++;
    this.#refusals.note(message);
    return problem(status, message);
  }
}

const WHY = {
  missing: "is missing",
  wrong: "is wrong: the secret is another one, or the body was changed on the way",
  expired: "is too old, or a clock is wrong",
} as const;

type Fitting = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

async function fits(schema: HookSpec["body"], value: unknown): Promise<Fitting> {
  if (schema === undefined || schema === "raw") return { ok: true, value };
  const parsed = await schema.safeParseAsync(value);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, message: `this does not fit: ${issuesOf(parsed.error)}` };
}

/** A handler has no use for what proves who called, and might log it. */
function withoutProof(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !/authorization|cookie|token|signature|secret/.test(name)));
}
