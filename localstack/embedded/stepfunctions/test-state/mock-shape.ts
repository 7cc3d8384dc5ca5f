import { createRequire } from 'node:module';
import { NormalizedSchema } from '@smithy/core/schema';
import { validationException } from '../errors.ts';
import { isObject, type Json } from '../json.ts';
import type { ServiceResource } from '../tasks/resource.ts';
import { lengthsOf, rangeOf } from './mock-limits.ts';

type CommandClass = new (input: object) => { readonly schema?: readonly unknown[] };
type Sdk = Readonly<Record<string, unknown>>;

/** The packages of the SDK whose names are not Step Functions' own words for a service. */
const PACKAGES: Readonly<Record<string, string>> = {
  cloudwatchlogs: '@aws-sdk/client-cloudwatch-logs',
  cognitoidentityprovider: '@aws-sdk/client-cognito-identity-provider',
  events: '@aws-sdk/client-eventbridge',
  states: '@aws-sdk/client-sfn',
};

// By name, so that a bundle does not take in the clients of services that nobody mocks.
const load = createRequire(import.meta.url);

/** Where an operation's output stands in its schema: after kind, namespace, name, traits and input. */
const OUTPUT = 5;
/** Where in a structure's schema stands how many of its members, which come first, are required. */
const REQUIRED = 6;

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
  const Command = sdk?.[`${operation}Command`] as CommandClass | undefined;
  const output = Command && new Command({}).schema?.[OUTPUT];
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
    return load(name ?? `@aws-sdk/client-${service}`) as Sdk;
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
  let required = Number((schema.getSchema() as readonly unknown[])[REQUIRED] ?? 0);
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
