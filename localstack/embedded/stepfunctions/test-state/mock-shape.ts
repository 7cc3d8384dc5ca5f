import { NormalizedSchema } from '@smithy/core/schema';
import { loadSdk, requiredMembers, SDK_PACKAGES, type Sdk, schemaPart } from '../../protocol/sdk-schema.ts';
import { validationException } from '../errors.ts';
import { isObject, type Json } from '../json.ts';
import type { ServiceResource } from '../tasks/resource.ts';
import { lengthsOf, rangeOf } from './mock-limits.ts';

/** The packages of services that Step Functions has words of its own for. */
const PACKAGES: Readonly<Record<string, string>> = {
  ...SDK_PACKAGES,
  events: 'client-eventbridge',
  states: 'client-sfn',
};

interface Model {
  readonly service: string;
  readonly sdk: Sdk;
  /** Whether members that the API always answers have to be there. */
  readonly isStrict: boolean;
}

/**
 * Holds a mocked result to the shape of the API's answer, as the AWS SDK describes it. A service whose package is not
 * installed has no shape here, and its mocks are taken as they are.
 *
 * @param isStrict whether required members have to be there
 * @throws ValidationException
 */
export function checkShape(result: Json, resource: ServiceResource, isStrict: boolean): void {
  const { service, operation } = resource;
  const sdk = sdkOf(service);
  const output = sdk && schemaPart(sdk, operation, 'output');
  if (!sdk || output === undefined) return;
  if (!isObject(result)) throw validationException('Mocked result must be a JSON object.');
  // Step Functions parses what its own Invoke answers: any JSON may be there.
  const { Payload: _payload, ...answered } = result;
  const isInvoke = resource.kind === 'optimized' && service === 'lambda';
  check(NormalizedSchema.of(output as never), isInvoke ? answered : result, '', { service, sdk, isStrict });
}

function sdkOf(service: string): Sdk | undefined {
  const name = Object.hasOwn(PACKAGES, service) ? PACKAGES[service] : undefined;
  try {
    return loadSdk(name ?? `client-${service}`);
  } catch {
    return undefined;
  }
}

function check(schema: NormalizedSchema, value: Json, field: string, model: Model): void {
  if (value === null || schema.isDocumentSchema()) return;
  if (schema.isStructSchema()) checkStructure(schema, value, field, model);
  else if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw mustBe(field, 'an array');
    for (const item of value) check(schema.getValueSchema(), item, field, model);
  } else if (schema.isMapSchema()) {
    if (!isObject(value)) throw mustBe(field, 'an object');
    for (const [key, item] of Object.entries(value)) checkEntry(schema.getValueSchema(), item, key, model);
  } else if (schema.isBooleanSchema()) {
    if (typeof value !== 'boolean') throw mustBe(field, 'a boolean');
  } else if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) {
    if (typeof value !== 'number') throw mustBe(field, 'a number');
    checkRange(value, field, model);
  } else {
    // Times and bytes, too, are text in JSON.
    if (typeof value !== 'string') throw mustBe(field, 'a string');
    checkText(value, field, model);
  }
}

/** A key of a map is anyone's word: one that is also a member's name has neither its limits nor its enumeration. */
function checkEntry(schema: NormalizedSchema, value: Json, key: string, model: Model): void {
  check(schema, value, key, schema.isStructSchema() ? model : { ...model, service: '', sdk: {} });
}

function checkStructure(schema: NormalizedSchema, value: Json, field: string, model: Model): void {
  if (!isObject(value)) throw mustBe(field, 'an object');
  let required = requiredMembers(schema);
  for (const [member, memberSchema] of schema.structIterator()) {
    const isRequired = required-- > 0;
    // Step Functions begins every member with a capital, whatever the API does.
    const name = member.charAt(0).toUpperCase() + member.slice(1);
    const item = value[name];
    if (item !== undefined) check(memberSchema, item, name, model);
    else if (isRequired && model.isStrict) throw invalid(`Required field '${name}' is missing`);
  }
}

function checkRange(value: number, field: string, { service }: Model): void {
  const [least, most] = rangeOf(service, field);
  if (value < least) throw invalid(`Field '${field}' is less than the minimum value`);
  if (value > most) throw invalid(`Field '${field}' exceeds the maximum value`);
}

function checkText(value: string, field: string, { service, sdk }: Model): void {
  const [least, most] = lengthsOf(service, field);
  if (value.length < least) throw invalid(`Field '${field}' is smaller than the minimum length`);
  if (value.length > most) throw invalid(`Field '${field}' exceeds the maximum length`);
  const words = wordsOf(sdk, field);
  if (words && !words.has(value)) throw invalid(`Field '${field}' is not an expected value`);
}

/** The values of an enumeration. The SDK's schemas do not say which a member has: it is the one of the same name. */
function wordsOf(sdk: Sdk, field: string): ReadonlySet<unknown> | undefined {
  const found = Object.hasOwn(sdk, field) ? sdk[field] : undefined;
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
  const words = Object.values(found);
  return words.every((word) => typeof word === 'string') ? new Set(words) : undefined;
}

const mustBe = (field: string, type: string) => invalid(`Field '${field}' must be ${type}`);

const invalid = (reason: string) => validationException(`Mock result schema validation error: ${reason}`);
