/** The commands about broadcasts that were begun, put together. Called once, when the plugin is set up. */
import { asking } from "../after/asking.ts";
import { Consent, type ConsentParts } from "../after/consent.ts";
import type { Pending } from "../after/pending.ts";
import type { Parts } from "../parts.ts";
import type { TalkParts } from "../talk/parts.ts";
import { looking } from "./looking.ts";
import { moving } from "./moving.ts";
import { steerCommands } from "./steer-commands.ts";

export function managing(
  { bot, broadcasts, steering }: Parts,
  talking: TalkParts & ConsentParts & { readonly pending: Pending },
): void {
  const { pending, rest } = talking;
  looking({ bot, broadcasts, hint: steering.hint });
  steerCommands(bot, broadcasts);
  moving(bot, { ...talking, desk: broadcasts });
  asking({ bot, broadcasts, consent: new Consent(talking), pending, rest });
}
