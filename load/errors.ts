/** A reason why a run cannot go on that its user can do something about; its message is the one sentence they see. */
export class LoadError extends Error {
  /** Stable, for scripts and tests: e.g. `k6-missing`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LoadError';
    this.code = code;
  }
}
