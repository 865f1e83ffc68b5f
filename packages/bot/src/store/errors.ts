/** What can be wrong with a store. Engines throw these, so that the framework and plugins need not know which engine it is. */

/** Everything that a store throws on purpose. */
export class StoreError extends Error {
  override name = "StoreError";
}

/** Somebody else changed the value in between: read it again and decide again. */
export class ConflictError extends StoreError {
  override name = "ConflictError";
  readonly key: string;

  constructor(key: string) {
    super(`"${key}" was changed by somebody else in between: read it again and decide again`);
    this.key = key;
  }
}

/** Whoever wanted to write leads no more: another process took its lease. */
export class FencedError extends StoreError {
  override name = "FencedError";
  readonly lease: string;

  constructor(lease: string) {
    super(`nothing was written: this process no longer holds the lease "${lease}"`);
    this.lease = lease;
  }
}

/** There is no room. Nothing of what was to be written was; everything that was accepted before is kept. */
export class StoreFullError extends StoreError {
  override name = "StoreFullError";
}

/** The store cannot be reached now; it may be again in a moment. */
export class StoreUnavailableError extends StoreError {
  override name = "StoreUnavailableError";
  /** Whether it is certain that nothing was written. If not, nobody knows: the answer to the last word was lost. */
  readonly isSure: boolean;

  constructor(message: string, { isSure = false, ...options }: ErrorOptions & { readonly isSure?: boolean } = {}) {
    super(message, options);
    this.isSure = isSure;
  }
}

/** What stands there cannot be used: not a store, damaged, unreadable, or of a newer program. It was not touched. */
export class StoreUnusableError extends StoreError {
  override name = "StoreUnusableError";
}

/** A stored value is not what the program expects of it now. It was left as it is. */
export class StoredValueError extends StoreError {
  override name = "StoredValueError";
  readonly key: string;

  constructor(key: string, wrong: string, whatToDo = "give the value a migration, or delete it") {
    super(`what is stored as "${key}" does not fit: ${wrong}. It was left as it is: ${whatToDo}`);
    this.key = key;
  }
}
