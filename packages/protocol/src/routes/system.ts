/** Routes of the server itself: its health, configuration, licence, roles and groups. */
import { API, segment as id } from "./segment.ts";

const role = (which: string): string => `${API}/roles/${id(which)}`;
const group = (which: string): string => `${API}/groups/${id(which)}`;

export const systemRoutes = {
  ping: () => `${API}/system/ping`,
  timezones: () => `${API}/system/timezones`,
  config: () => `${API}/config`,
  configPatch: () => `${API}/config/patch`,
  configReload: () => `${API}/config/reload`,
  clientConfig: () => `${API}/config/client?format=old`,
  clientLicense: () => `${API}/license/client?format=old`,

  roles: () => `${API}/roles`,
  role,
  roleByName: (name: string) => `${API}/roles/name/${id(name)}`,
  rolesByNames: () => `${API}/roles/names`,
  rolePatch: (which: string) => `${role(which)}/patch`,

  groups: () => `${API}/groups`,
  group,
  groupPatch: (which: string) => `${group(which)}/patch`,
  groupMembers: (which: string) => `${group(which)}/members`,
} as const;
