/** One thing that bots do with the client, tried end to end on a server: the simulator, or a real one. */
import type { HttpTransport, Rest } from "@matterwright/client";
import type { World } from "../conformance/world.ts";

export interface Deed {
  /** What is done, as a sentence. */
  readonly says: string;
  readonly run: (stage: ClientStage) => Promise<void>;
}

/** A town, and the client as everybody in it. */
export interface ClientStage {
  readonly world: World;
  /** To make a client of one's own. */
  readonly network: { readonly url: string; readonly http: HttpTransport };
  /** The team that everybody but eve is in. */
  readonly team: string;
  /** Ann administers the system, ben and cat are people, wright is the bot. They are members of the channel dev, and ann made it. */
  readonly as: (who: "ann" | "ben" | "cat" | "eve" | "wright" | "nobody") => Promise<Rest>;
  /** A name that nobody else uses on this server. */
  readonly name: (of: string) => string;
}

/** A picture of sixteen by sixteen points. */
export const PICTURE = Uint8Array.from(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mM4ISdHEmIY1TCqYfhqAADkYgQQ6ZuA8QAAAABJRU5ErkJggg==",
    "base64",
  ),
);

/** Everything of a stream. */
export async function whole(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return Buffer.concat(await Array.fromAsync(stream));
}
