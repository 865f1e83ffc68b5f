/** Where the simulator is found when nobody says otherwise: the port of a Mattermost server. */
export const DEFAULT_PORT = 8_065;
