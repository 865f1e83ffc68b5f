/** Compares what the server sent to the receiver with what was recorded. */
import { type Comparison, type Difference, compare } from "./compare.ts";
import { parsed } from "./paths.ts";
import type { Playback } from "./run.ts";
import type { RecordedRequest, Scenario } from "./scenario.ts";
import type { ReceivedRequest } from "./server.ts";

/** Were not recorded: they belong to the connection. */
const LEFT_OUT = new Set(["host", "content-length", "connection", "accept-encoding"]);

/** Every difference in the requests, which must have come in the recorded order. */
export function compareRequests(scenario: Scenario, { requests }: Playback, by: Comparison): Difference[] {
  const recorded = scenario.requests ?? [];
  const differences = recorded.flatMap((request, index) => {
    const got = requests[index];
    const path = `requests.${index}`;
    return got === undefined ? [{ path, expected: request, got: "nothing" }] : compareRequest(request, got, path, by);
  });
  if (requests.length <= recorded.length) return differences;
  return [
    ...differences,
    { path: `requests.${recorded.length}`, expected: "nothing more", got: requests.slice(recorded.length) },
  ];
}

function compareRequest(recorded: RecordedRequest, got: ReceivedRequest, path: string, by: Comparison): Difference[] {
  const body =
    recorded.form !== undefined
      ? compare(recorded.form, Object.fromEntries(new URLSearchParams(got.body)), `${path}.form`, by)
      : recorded.json !== undefined
        ? compare(recorded.json, parsed(got.body), `${path}.json`, by)
        : [];
  return [
    ...compare(recorded.method, got.method, `${path}.method`, by),
    ...compare(recorded.path, got.path, `${path}.path`, by),
    ...compare(small(recorded.headers), small(got.headers), `${path}.headers`, by),
    ...body,
  ];
}

function small(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  return Object.fromEntries(entries.filter(([name]) => !LEFT_OUT.has(name)));
}
