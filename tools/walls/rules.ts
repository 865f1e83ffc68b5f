/**
 * Who may import whom. This table is the architecture: change it only together with the design. Read by the walls alone.
 */

/** Workspace packages that each package's source may import. Type-only imports count too. */
export const packageImports: Readonly<Record<string, readonly string[]>> = {
  "packages/clock": [],
  "packages/protocol": [],
  "packages/client": ["@matterwright/clock", "@matterwright/protocol"],
  "packages/bot": ["@matterwright/client", "@matterwright/clock", "@matterwright/protocol"],
  "packages/sql": ["@matterwright/clock", "@matterwright/protocol", "matterwright"],
  "packages/sim": ["@matterwright/clock", "@matterwright/protocol"],
  "packages/testing": [
    "@matterwright/client",
    "@matterwright/clock",
    "@matterwright/protocol",
    "@matterwright/sim",
    "matterwright",
  ],
  "packages/playground": ["@matterwright/clock", "@matterwright/protocol", "@matterwright/sim"],
  "packages/cli": [
    "@matterwright/broadcast",
    "@matterwright/chatops",
    "@matterwright/client",
    "@matterwright/clock",
    "@matterwright/hooks",
    "@matterwright/playground",
    "@matterwright/protocol",
    "@matterwright/sim",
    "@matterwright/sql",
    "@matterwright/tasks",
    "matterwright",
  ],
  "plugins/chatops": ["matterwright"],
  "plugins/broadcast": ["matterwright", "@matterwright/client", "@matterwright/clock", "@matterwright/protocol"],
  "plugins/tasks": ["matterwright"],
  "plugins/hooks": ["matterwright"],
  examples: ["matterwright", "@matterwright/chatops", "@matterwright/testing", "@matterwright/client"],
  bench: [
    "@matterwright/client",
    "@matterwright/clock",
    "@matterwright/protocol",
    "@matterwright/sim",
    "@matterwright/sql",
    "@matterwright/testing",
    "matterwright",
  ],
  // A real PostgreSQL for the long proofs.
  tools: ["@matterwright/testing"],
};

/** What the tests of a package may import besides. The two sides of the wire never meet the other, not even in tests. */
export const testImports: Readonly<Record<string, readonly string[]>> = {
  "packages/bot": ["@matterwright/testing"],
  "packages/sql": ["@matterwright/testing"],
  "plugins/chatops": ["@matterwright/testing", "@matterwright/clock"],
  "plugins/broadcast": ["@matterwright/testing"],
  "plugins/tasks": ["@matterwright/testing", "@matterwright/clock"],
  "plugins/hooks": ["@matterwright/testing"],
  "packages/cli": ["@matterwright/testing"],
  "packages/playground": ["@matterwright/testing", "@matterwright/chatops", "matterwright"],
};

/**
 * The floors of `packages/bot/src`, lowest first: a file imports from its own floor and those below. Rooms on the floor
 * `features` are siblings and do not see each other.
 */
export const botFloors: readonly { readonly name: string; readonly rooms: readonly string[] }[] = [
  { name: "ground", rooms: ["update", "errors", "store", "log", "program", "text", "time", "webhook", "version"] },
  { name: "core", rooms: ["context", "door", "install", "listen", "people", "storm"] },
  {
    name: "features",
    rooms: [
      "command",
      "session",
      "access",
      "source",
      "outbox",
      "jobs",
      "schedule",
      "lease",
      "interactive",
      "consent",
      "hook",
      "node",
      "slash",
      "callbacks",
      "wizard",
      "translations",
    ],
  },
  { name: "plugins", rooms: ["plugin"] },
  { name: "bot", rooms: ["bot", "engine", "options"] },
  { name: "face", rooms: ["index"] },
];

/** Pairs on the floor `features` that may see each other, from → to. */
export const botNeighbours: readonly (readonly [string, string])[] = [
  ["slash", "source"],
  ["hook", "source"],
  ["node", "callbacks"],
  ["wizard", "interactive"],
  ["wizard", "command"],
];

/** Things that tie code to the machine or the moment, and where they may stand. */
export const machineUse: readonly { readonly what: RegExp; readonly name: string; readonly instead: string }[] = [
  {
    what: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/,
    name: "the machine's time",
    instead: "take a Clock and call now()",
  },
  { what: /\b(?:setTimeout|setInterval)\(/, name: "the machine's timers", instead: "take a Clock and call after()" },
  { what: /\bprocess\.(?!nextTick)/, name: "process", instead: "take the value as a parameter" },
  { what: /\bconsole\./, name: "console", instead: "take a Log" },
  { what: /\bMath\.random\(/, name: "chance", instead: "take a random source as a parameter" },
];

/** Where they may stand all the same. */
export const machineRooms: readonly RegExp[] = [
  /^packages\/clock\/src\/system\.ts$/,
  /^(?:packages|plugins)\/[^/]+\/src\/node\//,
  /^packages\/playground\/src\/page\//,
  /^packages\/cli\/src\//,
  /^packages\/sql\/src\//,
  /^(?:bench|tools|examples)\//,
];
