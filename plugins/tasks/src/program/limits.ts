/** How much of what a program prints is taken, and kept. */

/** On both streams together; then it is ended. */
export const OUTPUT_MAX_BYTES = 10_000_000;
/** Of standard error, the end of it. */
export const STDERR_KEPT_BYTES = 8_000;
/** Messages that one run may write. */
export const MESSAGES_MAX = 200;
