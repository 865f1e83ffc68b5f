/** How Node's one loop goes: whether it comes back in time, and whether it was at work when it did not. Taken by the engine where nobody gives it another. */
import { performance } from "node:perf_hooks";
import process from "node:process";
import type { Pulse } from "../storm/pulse.ts";

export const nodePulse: Pulse = {
  now: () => performance.now(),
  cpuMs() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
  every(periodMs, beat) {
    let beforeMs = performance.now();
    let before = performance.eventLoopUtilization();
    const timer = setInterval(() => {
      const nowMs = performance.now();
      const now = performance.eventLoopUtilization();
      const lateMs = nowMs - beforeMs - periodMs;
      const busyMs = now.active - before.active;
      beforeMs = nowMs;
      before = now;
      beat({ lateMs, busyMs });
    }, periodMs);
    timer.unref();
    return () => clearInterval(timer);
  },
};
