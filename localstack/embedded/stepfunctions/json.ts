import { jsonFault } from './json-fault.ts';

/** Any value that JSON can say. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: Json;
}

/** AWS's limit on the input, output or variables of a state: 256 KiB as UTF-8. */
export const DATA_LIMIT = 262_144;

/**
 * A state's input or output: the value, and its JSON text, which is written once and then shared by every history
 * event that shows it. The text of an execution's input is kept as it was sent.
 */
export class Datum {
  readonly value: Json;
  #text: string | undefined;

  constructor(value: Json, text?: string) {
    this.value = value;
    this.#text = text;
  }

  get text(): string {
    this.#text ??= JSON.stringify(this.value);
    return this.#text;
  }

  /** Whether AWS would refuse to hand it from one state to the next. */
  get exceedsLimit(): boolean {
    return exceedsDataLimit(this.text);
  }
}

/** Parses JSON text that came from outside; `refused` makes the error from what is wrong with it. */
export function parseDatum(text: string, refused: (reason: string) => Error): Datum {
  try {
    return new Datum(JSON.parse(text) as Json, text);
  } catch (error) {
    throw refused(jsonFault(text)?.words ?? (error as Error).message);
  }
}

/** Whether `text` is longer than {@link DATA_LIMIT}, measured as UTF-8 only where that can matter. */
export function exceedsDataLimit(text: string): boolean {
  return text.length > DATA_LIMIT / 3 && Buffer.byteLength(text) > DATA_LIMIT;
}

/** Whether `value` is a JSON object: neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** AWS's word for the type of a JSON value. */
export function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
