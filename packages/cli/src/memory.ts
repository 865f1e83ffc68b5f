/**
 * Keeps the program small. Where a machine has much memory, V8 gives up to 128 MB to objects that are hardly born, which a bot never needs;
 * Node takes another limit only on its command line, so here the growth is ended where there is enough. And it is told to tidy up soon rather
 * than seldom, which costs a bot that has much to do a tenth of its speed.
 */
import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

const ENOUGH_BYTES = 8 * 2 ** 20;

/** While the program is loaded, which makes much and drops it again; always alike, as V8 takes compiled code only under the flags that it was compiled under. */
export function growNot(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--no-optimize-for-size");
}

/** From then on. */
export function growLittle(): void {
  setFlagsFromString("--optimize-for-size");
  let mayGrow = false;
  const heed = (): void => {
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
    const isSmall = (young?.space_size ?? 0) < ENOUGH_BYTES;
    if (isSmall === mayGrow) return;
    mayGrow = isSmall;
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
  };
  new PerformanceObserver(heed).observe({ entryTypes: ["gc"] });
}
