/**
 * Many calls may end by one signal, and a signal with very many listeners is slow: it looks through all of them for each that comes or
 * goes. So each signal has one listener, which knows the calls. Called by `tries`; it holds no signal longer than a call needs it.
 */

interface Watch {
  readonly reactions: Set<() => void>;
  readonly fire: () => void;
}

const watches = new WeakMap<AbortSignal, Watch>();

/** Calls `react` once when the signal is aborted; at once when it is already. Returns how to take that back. */
export function whenAborted(signal: AbortSignal, react: () => void): () => void {
  if (signal.aborted) {
    react();
    return () => {};
  }
  const watch = watches.get(signal) ?? watched(signal);
  watch.reactions.add(react);
  return () => {
    if (!watch.reactions.delete(react) || watch.reactions.size > 0) return;
    watches.delete(signal);
    signal.removeEventListener("abort", watch.fire);
  };
}

function watched(signal: AbortSignal): Watch {
  const reactions = new Set<() => void>();
  const fire = (): void => {
    watches.delete(signal);
    for (const react of reactions) react();
  };
  const watch = { reactions, fire };
  watches.set(signal, watch);
  signal.addEventListener("abort", fire, { once: true });
  return watch;
}
