/**
 * The pace of one server in this process. A server counts by address, so all clients go by one governor; once its answers show that it
 * counts each account by itself, each goes by its own.
 */
import type { Clock } from "@matterwright/clock";
import { Governor } from "./governor.ts";
import type { Pace, Turn, TurnRequest } from "./pace.ts";

export class ServerPace implements Pace {
  readonly clock: Clock;
  readonly random: () => number;
  readonly #common: Governor;
  readonly #byAccount = new Map<string, Governor>();
  #countsByAccount = false;

  constructor({ clock, random }: { readonly clock: Clock; readonly random: () => number }) {
    this.clock = clock;
    this.random = random;
    this.#common = this.#made();
  }

  turn({ account, ...request }: TurnRequest): Turn | Promise<Turn | undefined> {
    return (this.#countsByAccount ? this.#of(account) : this.#common).turn(request);
  }

  #of(account: string): Governor {
    let own = this.#byAccount.get(account);
    if (own === undefined) {
      own = this.#made();
      this.#byAccount.set(account, own);
    }
    return own;
  }

  #made(): Governor {
    // Once is enough: not every answer of such a server shows it.
    const heard = ({ byAccount }: { readonly byAccount: boolean }): void => void (this.#countsByAccount ||= byAccount);
    return new Governor({ clock: this.clock, heard });
  }
}
