import type { ResourceRecord } from './resource-record.ts';

/** Stable names of what can be wrong with a definition, or with applying it. */
export type ProvisionCode =
  | 'NoSynthesizedStacks'
  | 'UnreadableDefinition'
  | 'UnknownSection'
  | 'UnknownStack'
  | 'UnknownResourceType'
  | 'UnknownDataSource'
  | 'UnknownArgument'
  | 'MissingArgument'
  | 'WrongArgument'
  | 'UnknownReference'
  | 'UnknownFunction'
  | 'BadExpression'
  | 'UnsupportedExpression'
  | 'UnsupportedMetaArgument'
  | 'Cycle'
  | 'UnknownAddress'
  | 'UnreadableState'
  | 'Protected'
  | 'Refused'
  | 'NotReady';

/** Where in the definition a fault lies; as much of it as is known. */
export interface Place {
  readonly stack?: string | undefined;
  /** Terraform's address, e.g. `aws_dynamodb_table.orders`. */
  readonly address?: string | undefined;
  /** The argument's path, e.g. `environment.variables.STAGE`. */
  readonly argument?: string | undefined;
  readonly expression?: string | undefined;
}

/** A definition that cannot be applied: one sentence that names the stack, the address and the argument. */
export class ProvisionError extends Error {
  readonly code: ProvisionCode;
  readonly reason: string;
  readonly place: Place;
  /** What a later run has to know of what was made before this failed; undefined where nothing was begun. */
  readonly records: readonly ResourceRecord[] | undefined;

  constructor(
    code: ProvisionCode,
    reason: string,
    place: Place = {},
    cause?: unknown,
    records?: readonly ResourceRecord[],
  ) {
    super(sentence(reason, place), cause === undefined ? undefined : { cause });
    this.name = 'ProvisionError';
    this.code = code;
    this.reason = reason;
    this.place = place;
    this.records = records;
  }

  /** The same fault with what an outer layer knows of its place; what is already known stays. */
  at(outer: Place): ProvisionError {
    const known = Object.fromEntries(Object.entries(this.place).filter(([, value]) => value !== undefined));
    return new ProvisionError(this.code, this.reason, { ...outer, ...known }, this.cause, this.records);
  }

  /** The same fault with what a later run has to know. */
  leaving(records: readonly ResourceRecord[]): ProvisionError {
    return new ProvisionError(this.code, this.reason, this.place, this.cause, records);
  }
}

/** Runs `work`, adding `place` to any fault it throws. */
export function placed<T>(place: Place, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof ProvisionError ? error.at(place) : error;
  }
}

/** The failure with the place it belongs to; an answer of AWS keeps its own name and message. */
export function named(error: unknown, place: Place): unknown {
  if (error instanceof ProvisionError) return error.at(place);
  if (!(error instanceof Error)) return error;
  return new ProvisionError('Refused', `${error.name}: ${error.message}`, place, error);
}

function sentence(reason: string, place: Place): string {
  const where = [
    place.stack && `stack ${place.stack}`,
    place.address,
    place.argument && `argument ${place.argument}`,
    place.expression && `expression ${place.expression}`,
  ].filter(Boolean);
  return where.length > 0 ? `${where.join(', ')}: ${reason}` : reason;
}
