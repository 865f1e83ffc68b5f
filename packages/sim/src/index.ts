/** A Mattermost server in memory, which real clients cannot tell from a real one in what it covers. */

// To begin with
export { Simulator } from "./simulator.ts";
export type { SimulatorOptions } from "./simulator.ts";
export { DEMO_PASSWORD, createAdministrator, demoTown } from "./towns.ts";
export type { DemoTown } from "./towns.ts";
export { standAt } from "./site.ts";

// Its people
export { Person } from "./person.ts";
export type { SaysOptions } from "./person.ts";
export type { Heard } from "./sight.ts";
export type { DialogValues } from "./dialog-window.ts";

// Its settings, by the server's own names
export { defaultSettings, settingsFromEnv } from "./settings.ts";
export type { EnvSettings, Settings } from "./settings.ts";

// What may go wrong, for tests that make it happen: `sim.faults`
export type { Faults } from "./faults/faults.ts";
export type { Aim, Lasting } from "./faults/aim.ts";
export type { RequestAim, RequestFault, RequestFaults } from "./faults/requests.ts";
export type { LineFaults } from "./faults/lines.ts";
export type { ServerFaults } from "./faults/server.ts";
export type { AccountFaults, ChannelFaults } from "./faults/accounts.ts";

// Its doors
export type { SimRequest, SimResponse } from "./http.ts";
export type { Wire } from "./hub/connection.ts";
export type { Visit } from "./hub/door.ts";
export type { OutgoingAnswer, OutgoingCall, Outside } from "./outgoing/outside.ts";
