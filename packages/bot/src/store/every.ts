/** Everything below a prefix, however much it is: a page is held at a time. */
import { MAX_PAGE } from "./limits.ts";
import type { Store, Stored } from "./store.ts";

/** In the order of the keys. What is written meanwhile may or may not be among it. */
export async function* everyBelow(store: Pick<Store, "list">, prefix: string): AsyncGenerator<Stored> {
  for (let after: string | undefined; ;) {
    const page = await store.list(prefix, { limit: MAX_PAGE, ...(after === undefined ? {} : { after }) });
    yield* page;
    if (page.length < MAX_PAGE) return;
    after = page.at(-1)?.key;
  }
}
