/**
 * Time as a parameter.
 *
 * Everything in Matterwright that waits or reads the time is handed a {@link Clock}. In production it is
 * {@link systemClock}; in a test it is a {@link ManualClock}, on which an hour passes in microseconds.
 * Nothing else in the project calls `Date.now`, `setTimeout` or `setInterval`.
 */
export type { Clock, Timer } from "./clock.ts";
export { sleep } from "./sleep.ts";
export { within } from "./within.ts";
export { systemClock } from "./system.ts";
export { ManualClock } from "./manual.ts";
