/** What runs a bot, as far as its administrators can have it do something from chat. `matterwright start` is one; a test makes another. */

/** A copy of everything that a bot keeps. */
export interface BackupMade {
  /** Where it is. */
  readonly file: string;
  readonly bytes: number;
  /** What else has to be kept for it to be of use, in a sentence; empty where there is nothing. */
  readonly besides: string;
}

export interface Program {
  /**
   * Ends the program when what is in hand is done, and with `again` starts it anew in its place. Resolves as soon as that is sure to happen.
   *
   * @param how.atOnce does not wait for what is in hand
   * @throws UserError when it would not come back: a setting cannot be read any more.
   */
  end(how: { readonly again: boolean; readonly atOnce?: boolean }): Promise<void>;
  /** Copies everything that the bot keeps, while it runs. @throws UserError that says what to do instead. */
  backUp(): Promise<BackupMade>;
}
