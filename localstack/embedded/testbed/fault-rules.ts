import { AwsError } from '../core/errors.ts';
import type { Service } from '../core/service.ts';

/** The services that rules may name, with their operations. */
export type StruckServices = ReadonlyMap<string, Pick<Service, 'operations'>>;

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string' && value !== '';
const between =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most;
const wholeFromOne: Check = (value) => Number.isInteger(value) && (value as number) > 0;

/** Each member of a rule: what it may be, in words and as a check. */
const members: Readonly<Record<string, readonly [what: string, check: Check]>> = {
  service: ['the name of a service, e.g. "dynamodb"', text],
  operation: ['the name of an operation, e.g. "PutItem"', text],
  probability: ['a number from 0 to 1', between(0, 1)],
  times: ['a whole number from 1 on', wholeFromOne],
  lag: ['milliseconds from 0 to 900000', between(0, 900_000)],
  work: ['steps from 0 to 10000000000', between(0, 10_000_000_000)],
  fail: ['"throttle", "drop" or an object with a "code"', isFailure],
  when: ['"before" or "after"', (value) => value === 'before' || value === 'after'],
};

/**
 * Refuses what are no rules, or no seed.
 *
 * @param services the services that run
 * @throws AwsError ValidationException naming the rule, its member and what it may be
 */
export function checkFaultRules(rules: unknown, seed: unknown, services: StruckServices): void {
  if (!Array.isArray(rules)) throw invalid('"rules" must be an array of rules.');
  if (seed !== undefined && !text(seed)) throw invalid('"seed" must be a text.');
  for (const [index, rule] of rules.entries()) checkRule(`rules[${index}]`, rule, services);
}

function checkRule(where: string, rule: unknown, services: StruckServices): void {
  if (typeof rule !== 'object' || rule === null) throw invalid(`${where} must be an object.`);
  const { service, operation, lag, work, fail } = rule as Record<string, unknown>;
  for (const [name, value] of Object.entries({ service, ...rule })) {
    const member = members[name];
    if (!member)
      throw invalid(`${where} has no member "${name}"; it has: ${Object.keys(members).join(', ')}.`);
    const [what, check] = member;
    if (!check(value)) throw invalid(`${where}.${name} must be ${what}.`);
  }
  const operations = services.get(service as string)?.operations;
  if (!operations) {
    const names = [...services.keys()].join(', ');
    throw invalid(`${where}.service names "${service}", which does not run here; there are: ${names}.`);
  }
  if (operation !== undefined && !Object.hasOwn(operations, operation as string)) {
    throw invalid(
      `${where}.operation names "${operation}", which ${service} has not: docs/SUPPORT.md lists them.`,
    );
  }
  if (lag === undefined && work === undefined && fail === undefined) {
    throw invalid(`${where} does nothing: give it "lag", "work" or "fail".`);
  }
}

function isFailure(value: unknown): boolean {
  if (value === 'throttle' || value === 'drop') return true;
  if (typeof value !== 'object' || value === null) return false;
  const { code, message, status } = value as Record<string, unknown>;
  const known = Object.keys(value).every((name) => ['code', 'message', 'status'].includes(name));
  const isStatus = status === undefined || between(400, 599)(status);
  return known && text(code) && (message === undefined || text(message)) && isStatus;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
