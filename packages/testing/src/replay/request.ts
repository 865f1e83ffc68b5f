/** Makes the request of a step: address, headers, token and body. */
import { contentOf, multipartOf } from "./content.ts";
import type { Filler } from "./placeholders.ts";
import type { Json, Step } from "./scenario.ts";
import type { ServerRequest } from "./server.ts";
import type { Town } from "./town.ts";

/** The request as it is sent. */
export async function requestOf(step: Step, filler: Filler, town: Town): Promise<ServerRequest> {
  const { body, type } = await bodyOf(step, filler);
  const headers = {
    ...(await tokenHeader(step, filler, town)),
    ...(type === undefined ? {} : { "Content-Type": type }),
    ...((await filler.fill(step.headers ?? {})) as Record<string, string>),
  };
  const target = await filler.text(step.path ?? "");
  return { method: step.method ?? "GET", target, headers, ...(body === undefined ? {} : { body }) };
}

/** Proof of who asks, or nothing for those who show none. */
export async function tokenHeader(step: Step, filler: Filler, town: Town): Promise<Record<string, string>> {
  if (step.auth === "none" || step.auth === "challenge") return {};
  if (step.token !== undefined) return { Authorization: `Bearer ${await filler.text(step.token)}` };
  if (step.actor === undefined || step.actor === "nobody") return {};
  return { Authorization: `Bearer ${await town.tokenOf(step.actor)}` };
}

async function bodyOf(
  step: Step,
  filler: Filler,
): Promise<{ readonly body?: string | Uint8Array; readonly type?: string }> {
  if (step.body !== undefined) return { body: JSON.stringify(await filler.fill(step.body)), type: "application/json" };
  if (step.raw !== undefined) return { body: await filler.text(step.raw), type: "application/json" };
  if (step.form !== undefined) return formOf((await filler.fill(step.form)) as Record<string, Json>);
  if (step.multipart !== undefined) return multipartOf((await filler.fill(step.multipart as never)) as never);
  return step.content === undefined ? {} : { body: contentOf(step.content) };
}

function formOf(form: Readonly<Record<string, Json>>): { readonly body: string; readonly type: string } {
  const fields = Object.entries(form).map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return { body: new URLSearchParams(fields).toString(), type: "application/x-www-form-urlencoded" };
}
