/** AWS's codes for what is wrong with a definition. */
export type ProblemCode =
  | 'INVALID_JSON_DESCRIPTION'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_BY_EMBEDDED_AWS';

/** One thing wrong with a definition, as ValidateStateMachineDefinition reports it. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  /** A path into the definition, e.g. `/States/Pay/Next`; absent where the fault is nowhere in particular. */
  readonly location?: string;
}

/** Gathers the problems of one definition while it is compiled. */
export class Problems {
  readonly #found: Problem[] = [];
  readonly #isMocked: boolean;

  /** @param isMocked whether nothing is run: what the embedded AWS does not run is no problem then */
  constructor(isMocked = false) {
    this.#isMocked = isMocked;
  }

  get found(): readonly Problem[] {
    return this.#found;
  }

  add(code: ProblemCode, message: string, location?: string): void {
    this.#found.push(location === undefined ? { code, message } : { code, message, location });
  }

  /** What does not have the shape that the States Language asks for. */
  schema(message: string, location: string): void {
    this.add('SCHEMA_VALIDATION_FAILED', message, location);
  }

  /** What AWS runs and the embedded AWS does not: refused here, so that no execution only seems to do it. */
  unsupported(what: string, location: string): void {
    if (this.#isMocked) return;
    this.add('UNSUPPORTED_BY_EMBEDDED_AWS', `The embedded AWS does not run ${what}`, location);
  }
}
