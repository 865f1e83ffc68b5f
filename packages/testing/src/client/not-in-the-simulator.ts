/** What administrators do with the client that the simulator does not do yet. The list only shrinks: take off it what works. */
export const NOT_IN_THE_SIMULATOR: readonly string[] = [
  "files are found by their names",
  "people and teams have pictures",
  "roles say what they permit",
  "its configuration is read and changed",
];
