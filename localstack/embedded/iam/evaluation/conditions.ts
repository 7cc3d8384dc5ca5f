import { BlockList, isIP } from 'node:net';
import { isKnownKey } from './condition-keys.ts';
import { PolicyError } from './policy-error.ts';
import { arnMatcher, globMatcher, type KeyLookup, parseTemplate, type Template, textOf } from './template.ts';

/** Decides one line of a Condition block. */
export type Condition = (keys: KeyLookup) => boolean;

/** Whether the request's value is what the policy's value asks for. */
type Comparison = (requested: string, keys: KeyLookup) => boolean;

interface Operator {
  /** `StringNotEquals` and the like: true where none of the policy's values is met. */
  readonly negated?: boolean;
  /** Prepares one of the policy's values. Throws {@link PolicyError} for one that it can never compare. */
  prepare(template: Template): Comparison;
}

const string: Operator = {
  prepare: (template) => (requested, keys) => requested === textOf(template, keys),
};
const stringIgnoreCase: Operator = {
  prepare: (template) => (requested, keys) =>
    requested.toLowerCase() === textOf(template, keys)?.toLowerCase(),
};
const stringLike: Operator = { prepare: (template) => globMatcher(template) };
const arnLike: Operator = { prepare: (template) => arnMatcher(template) };
const bool: Operator = {
  prepare({ text }) {
    const wanted = text.toLowerCase();
    if (wanted !== 'true' && wanted !== 'false')
      throw new PolicyError(`"${text}" is neither true nor false.`);
    return (requested) => requested.toLowerCase() === wanted;
  },
};
const binary: Operator = {
  prepare({ text }) {
    const wanted = Buffer.from(text, 'base64').toString('base64');
    return (requested) => Buffer.from(requested, 'base64').toString('base64') === wanted;
  },
};
const address: Operator = {
  prepare({ text }) {
    const [, network = '', prefix] = /^([^/]+)(?:\/(\d+))?$/.exec(text) ?? [];
    const family = isIP(network);
    const most = family === 4 ? 32 : 128;
    const bits = Number(prefix ?? most);
    if (family === 0 || bits > most) {
      throw new PolicyError(`"${text}" is neither an IP address nor a CIDR range.`);
    }
    const list = new BlockList();
    const name = family === 4 ? 'ipv4' : 'ipv6';
    list.addSubnet(network, bits, name);
    return (requested) => isIP(requested) === family && list.check(requested, name);
  },
};

const numeric = (holds: (requested: number, wanted: number) => boolean): Operator => ({
  prepare: ({ text }) => compared(text, Number, holds, 'a number'),
});
const date = (holds: (requested: number, wanted: number) => boolean): Operator => ({
  prepare: ({ text }) => compared(text, instantOf, holds, 'a date'),
});

function compared(
  text: string,
  read: (text: string) => number,
  holds: (requested: number, wanted: number) => boolean,
  what: string,
): Comparison {
  const wanted = read(text);
  if (text.trim() === '' || Number.isNaN(wanted)) throw new PolicyError(`"${text}" is not ${what}.`);
  return (requested) => {
    const value = read(requested);
    return !Number.isNaN(value) && holds(value, wanted);
  };
}

/** Milliseconds since the epoch of an ISO 8601 date, or of seconds since the epoch. */
function instantOf(text: string): number {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

const not = (operator: Operator): Operator => ({ ...operator, negated: true });
const equal = (a: number, b: number) => a === b;
const less = (a: number, b: number) => a < b;
const atMost = (a: number, b: number) => a <= b;
const greater = (a: number, b: number) => a > b;
const atLeast = (a: number, b: number) => a >= b;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: string,
  StringNotEquals: not(string),
  StringEqualsIgnoreCase: stringIgnoreCase,
  StringNotEqualsIgnoreCase: not(stringIgnoreCase),
  StringLike: stringLike,
  StringNotLike: not(stringLike),
  NumericEquals: numeric(equal),
  NumericNotEquals: not(numeric(equal)),
  NumericLessThan: numeric(less),
  NumericLessThanEquals: numeric(atMost),
  NumericGreaterThan: numeric(greater),
  NumericGreaterThanEquals: numeric(atLeast),
  DateEquals: date(equal),
  DateNotEquals: not(date(equal)),
  DateLessThan: date(less),
  DateLessThanEquals: date(atMost),
  DateGreaterThan: date(greater),
  DateGreaterThanEquals: date(atLeast),
  Bool: bool,
  BinaryEquals: binary,
  IpAddress: address,
  NotIpAddress: not(address),
  // With ARNs, Equals and Like mean the same.
  ArnEquals: arnLike,
  ArnLike: arnLike,
  ArnNotEquals: not(arnLike),
  ArnNotLike: not(arnLike),
};

/**
 * Prepares one line of a Condition block, e.g. `ForAnyValue:StringLikeIfExists`, `s3:prefix`, `['home/*']`.
 * Throws {@link PolicyError} naming an operator, key or value that cannot be decided here.
 */
export function compileCondition(
  operator: string,
  key: string,
  values: readonly string[],
  variables: boolean,
): Condition {
  const [, quantifier, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (!isKnownKey(key)) {
    throw new PolicyError(
      `The embedded AWS does not know the condition key "${key}", so it cannot enforce it.`,
    );
  }
  const lower = key.toLowerCase();
  if (name === 'Null' && !ifExists) return nullCondition(lower, values);
  const known = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!known) {
    throw new PolicyError(
      `The embedded AWS does not know the condition operator "${operator}", so it cannot enforce it.`,
    );
  }
  const wanted = values.map((value) => known.prepare(checkedTemplate(value, variables)));
  const met = (requested: string, keys: KeyLookup) =>
    wanted.some((holds) => holds(requested, keys)) !== (known.negated ?? false);
  const whenAbsent =
    ifExists !== undefined ||
    (quantifier === undefined ? (known.negated ?? false) : quantifier === 'ForAllValues');
  const all = quantifier === 'ForAllValues' || (quantifier === undefined && known.negated);
  return (keys) => {
    const requested = keys(lower);
    if (requested === undefined || requested.length === 0) return whenAbsent;
    return all ? requested.every((value) => met(value, keys)) : requested.some((value) => met(value, keys));
  };
}

/** `Null`: `true` asks for the key to be absent, `false` for it to be there. */
function nullCondition(key: string, values: readonly string[]): Condition {
  const wanted = values.map((value) => value.toLowerCase());
  const other = wanted.find((value) => value !== 'true' && value !== 'false');
  if (other !== undefined) throw new PolicyError(`"${other}" is neither true nor false.`);
  return (keys) => wanted.includes(String((keys(key) ?? []).length === 0));
}

/** A text with variables that requests have. Throws {@link PolicyError} naming another. */
export function checkedTemplate(text: string, variables: boolean): Template {
  const template = parseTemplate(text, variables);
  const unknown = template.keys.find((key) => !isKnownKey(key));
  if (unknown !== undefined) {
    throw new PolicyError(`The embedded AWS does not know the policy variable "${unknown}".`);
  }
  return template;
}
