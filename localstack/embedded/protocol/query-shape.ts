import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core/errors.ts';
import { base64, isoSeconds } from './wire.ts';

/** A form's parameters as a tree: `A.B.1=x` is `{ A: { B: { 1: 'x' } } }`. */
export interface Branch {
  [name: string]: string | Branch;
}

/**
 * What a form says, with the names and types of `schema`: numbers, truth values and seconds since the epoch out of text,
 * lists and maps under their JSON names, whether or not the query protocol flattens them
 * (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html). Parameters that the schema does not know are left out.
 *
 * @throws AwsError MalformedInput for a number or a truth value that is none
 */
export function inputOfForm(schema: NormalizedSchema, form: Branch): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const wireName = nameOf(member) ?? name;
    const branch = Object.hasOwn(form, wireName) ? form[wireName] : undefined;
    if (branch !== undefined) input[name] = memberOf(member, branch, name);
  }
  return input;
}

/** The XML form of an answer by its `schema`: the reverse of {@link inputOfForm}, with instants as ISO 8601. */
export function formOfOutput(schema: NormalizedSchema, output: unknown): unknown {
  if (output instanceof Date) return isoSeconds(output);
  if (output instanceof Uint8Array) return base64(output);
  if (typeof output !== 'object' || output === null) {
    return schema.isTimestampSchema() && typeof output === 'number'
      ? isoSeconds(new Date(output * 1000))
      : output;
  }
  if (schema.isStructSchema()) return structureForm(schema, output as Record<string, unknown>);
  return output;
}

function structureForm(schema: NormalizedSchema, output: Readonly<Record<string, unknown>>): object {
  const form: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const value = Object.hasOwn(output, name) ? output[name] : undefined;
    if (value === undefined || value === null) continue;
    const elements = elementsOf(member, value);
    if (elements === undefined) form[nameOf(member) ?? name] = formOfOutput(member, value);
    else if (isFlattened(member)) form[nameOf(member) ?? name] = elements.items;
    else form[nameOf(member) ?? name] = { [elements.name]: elements.items };
  }
  return form;
}

/** A list or a map as the elements that it is in XML, and what one is called where they are not flattened. */
function elementsOf(
  schema: NormalizedSchema,
  value: unknown,
): { readonly name: string; readonly items: readonly unknown[] } | undefined {
  if (schema.isListSchema() && Array.isArray(value)) {
    const item = schema.getValueSchema();
    return { name: nameOf(item) ?? 'member', items: value.map((each) => formOfOutput(item, each)) };
  }
  if (!schema.isMapSchema()) return undefined;
  const item = schema.getValueSchema();
  const [keyName, valueName] = entryNames(schema);
  const items = Object.entries(value as object).map(([key, each]) => ({
    [keyName]: key,
    [valueName]: formOfOutput(item, each),
  }));
  return { name: 'entry', items };
}

function memberOf(schema: NormalizedSchema, branch: string | Branch, path: string): unknown {
  if (schema.isListSchema()) return listOf(schema, branch, path);
  if (schema.isMapSchema()) return mapOf(schema, branch, path);
  if (schema.isStructSchema()) return typeof branch === 'string' ? {} : inputOfForm(schema, branch);
  if (typeof branch !== 'string') throw malformed(path);
  if (schema.isNumericSchema()) return numberOf(branch, path);
  if (schema.isBooleanSchema()) return truthOf(branch, path);
  if (schema.isTimestampSchema()) return numberOf(String(Date.parse(branch) / 1000), path);
  return branch;
}

function listOf(schema: NormalizedSchema, branch: string | Branch, path: string): unknown[] {
  const item = schema.getValueSchema();
  const items = itemsOf(branch, isFlattened(schema) ? undefined : (nameOf(item) ?? 'member'));
  return items.map((each, index) => memberOf(item, each, `${path}.${index + 1}`));
}

function mapOf(schema: NormalizedSchema, branch: string | Branch, path: string): Record<string, unknown> {
  const [keyName, valueName] = entryNames(schema);
  const entries = itemsOf(branch, isFlattened(schema) ? undefined : 'entry').map((entry) => {
    const key = typeof entry === 'string' ? undefined : entry[keyName];
    const value = typeof entry === 'string' ? undefined : entry[valueName];
    if (typeof key !== 'string' || value === undefined) throw malformed(path);
    return [key, memberOf(schema.getValueSchema(), value, `${path}.${key}`)] as const;
  });
  return Object.fromEntries(entries);
}

/** The numbered parameters under `branch` (or under its `wrapper`), in the order of their numbers; `L=` is an empty list. */
function itemsOf(branch: string | Branch, wrapper: string | undefined): (string | Branch)[] {
  const numbered = wrapper === undefined || typeof branch === 'string' ? branch : (branch[wrapper] ?? branch);
  if (typeof numbered === 'string') return [];
  return Object.entries(numbered)
    .filter(([number]) => /^\d+$/.test(number))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}

function entryNames(schema: NormalizedSchema): readonly [string, string] {
  return [nameOf(schema.getKeySchema()) ?? 'key', nameOf(schema.getValueSchema()) ?? 'value'];
}

function numberOf(text: string, path: string): number {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) throw malformed(path);
  return number;
}

function truthOf(text: string, path: string): boolean {
  // The AWS CLI writes them small, other SDKs as their languages do.
  const truth = { true: true, false: false }[text.toLowerCase()];
  if (truth === undefined) throw malformed(path);
  return truth;
}

function malformed(path: string): AwsError {
  return new AwsError('MalformedInput', `The parameter ${path} is not of its type.`);
}

const nameOf = (schema: NormalizedSchema) => schema.getMergedTraits().xmlName;

const isFlattened = (schema: NormalizedSchema) => Boolean(schema.getMergedTraits().xmlFlattened);
