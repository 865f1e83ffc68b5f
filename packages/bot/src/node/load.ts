/** How busy the machine and this process are, now. Asked for by `!status load`; nothing is measured in between. */
import { availableParallelism, freemem, loadavg, totalmem } from "node:os";
import { performance } from "node:perf_hooks";
import process from "node:process";

/** Bytes, unless a name says otherwise. */
export interface MachineLoad {
  /** Processes that wanted to run, on average over 1, 5 and 15 minutes. Zeros where the system does not tell. */
  readonly averages: readonly [number, number, number];
  readonly cores: number;
  readonly memoryFree: number;
  readonly memoryTotal: number;
  /** Of this process, as the system sees it. */
  readonly memoryUsed: number;
  readonly heapUsed: number;
  /** Processor time since the process began, in milliseconds. */
  readonly cpuMs: number;
  /** Which part of the time the process was at work since it began, from 0 to 1. */
  readonly busy: number;
}

export function machineLoad(): MachineLoad {
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    averages: [one, five, fifteen],
    cores: availableParallelism(),
    memoryFree: freemem(),
    memoryTotal: totalmem(),
    memoryUsed: rss,
    heapUsed,
    cpuMs: (user + system) / 1_000,
    busy: performance.eventLoopUtilization().utilization,
  };
}
