/** The version of the framework, as its package says. */
import manifest from "../package.json" with { type: "json" };

export const { version } = manifest;
