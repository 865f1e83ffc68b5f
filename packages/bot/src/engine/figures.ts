/** What a bot tells of itself in figures: for `/metrics`, when somebody asks. Read by the engine's door; it keeps nothing. */
import type { Family, Sample } from "../door/metrics.ts";
import { machineLoad } from "../node/load.ts";
import type { BotStatus, PluginInfo } from "../plugin/scope.ts";
import type { Durable } from "../store/durable.ts";

/** What of a bot has something to tell. */
export interface Telling {
  readonly plugins: { list(): readonly PluginInfo[] };
  readonly router: { readonly running: { all(): readonly unknown[] } };
}

/** @throws StoreError when the outbox cannot be asked. */
export async function figuresOf(durable: Durable, status: BotStatus, telling: Telling): Promise<Family[]> {
  const plugins = telling.plugins.list();
  const running = telling.router.running.all().length;
  const load = machineLoad();
  const outbox = await durable.outbox.counts();
  const states = Object.entries(outbox).map(([state, value]) => ({ value, labels: { state } }));
  return [
    gauge("info", "Which version runs.", [{ value: 1, labels: { version: status.version } }]),
    gauge("start_time_seconds", "When the bot started, in Unix seconds.", one(status.startedAt / 1_000)),
    gauge("connected", "Whether the bot hears the server.", one(status.link === "live" ? 1 : 0)),
    counter("reconnects", "How often the connection came about anew.", status.reconnects),
    counter("updates", "Events that were heard.", status.updates),
    counter("handled", "Updates that a command or a listener took.", status.handled),
    counter("failures", "Updates whose handler failed.", status.failures),
    counter("turned_away", "Updates that were turned away because too many waited.", status.overflows),
    counter("refused_frames", "Frames and events that made no sense.", status.refusedFrames),
    gauge("waiting", "Updates that wait or are being handled.", one(status.waiting)),
    gauge("commands_running", "Commands that run.", one(running)),
    gauge("muted_places", "Places in which the bot is silent for having answered too often.", one(status.muted.length)),
    gauge("outbox", "What is still to be sent, and what could not be.", states),
    gauge("plugin_active", "Whether a plugin works.", plugins.map(activeSample)),
    {
      name: "matterwright_plugin_figure",
      help: "What plugins count and measure of their own work.",
      type: "untyped",
      samples: plugins.flatMap(figureSamples),
    },
    gauge("memory_bytes", "Memory of the program.", one(load.memoryUsed)),
    gauge("heap_bytes", "Heap in use.", one(load.heapUsed)),
    counter("cpu_seconds", "Processor time of the program.", load.cpuMs / 1_000),
    gauge("busy_ratio", "Which part of the time the program was at work.", one(load.busy)),
  ];
}

function activeSample({ name, state }: PluginInfo): Sample {
  return { value: state === "active" ? 1 : 0, labels: { plugin: name } };
}

function figureSamples({ name, figures }: PluginInfo): Sample[] {
  return Object.entries(figures).map(([figure, value]) => ({ value, labels: { plugin: name, figure } }));
}

function one(value: number): Sample[] {
  return [{ value }];
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name: `matterwright_${name}`, help, type: "gauge", samples };
}

function counter(name: string, help: string, value: number): Family {
  return { name: `matterwright_${name}_total`, help, type: "counter", samples: one(value) };
}
