/** The web page in front of the simulator: a small Mattermost client that talks to the public API only. */
export { servePage } from "./serve-page.ts";
