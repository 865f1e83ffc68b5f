/** The simulator on a real port: HTTP and WebSocket of Node. */
export { listen } from "./listen.ts";
export type { ListenOptions, Listening } from "./listen.ts";
export { nodeOutside } from "./outside.ts";
