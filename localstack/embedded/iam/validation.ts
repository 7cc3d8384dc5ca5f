import { limitExceeded, validationError } from './errors.ts';
import type { Tag } from './model.ts';

const NAME = /^[\w+=,.@-]+$/;
const PATH = /^\/(?:[\x21-\x7e]+\/)?$/;

/** The value of a required text parameter of at most `limit` characters. Throws ValidationError. */
export function requiredName(value: unknown, parameter: string, limit: number): string {
  if (typeof value !== 'string' || value === '') {
    throw validationError(
      `1 validation error detected: Value null at '${parameter}' failed to satisfy constraint: Member must not be null`,
    );
  }
  if (value.length > limit) {
    throw validationError(
      `1 validation error detected: Value '${value}' at '${parameter}' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
    );
  }
  if (!NAME.test(value)) {
    throw validationError(
      `The specified value for ${parameter} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  return value;
}

/** A path such as `/service/`; `/` where none is given. Throws ValidationError. */
export function pathOf(value: unknown): string {
  if (value === undefined) return '/';
  if (typeof value !== 'string' || value.length > 512 || !PATH.test(value)) {
    throw validationError(
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  }
  return value;
}

/** Seconds between one and twelve hours; an hour where none are given. Throws ValidationError. */
export function sessionDurationOf(value: unknown): number {
  if (value === undefined) return 3600;
  const seconds = Number(value);
  if (!Number.isInteger(seconds) || seconds < 3600 || seconds > 43_200) {
    throw validationError(
      `1 validation error detected: Value '${value}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value ${seconds > 43_200 ? 'less than or equal to 43200' : 'greater than or equal to 3600'}`,
    );
  }
  return seconds;
}

/** `added` put over `tags`, later values winning. Throws LimitExceeded beyond 50, ValidationError for a bad one. */
export function withTags(tags: readonly Tag[], added: readonly Partial<Tag>[] = []): readonly Tag[] {
  const merged = new Map(tags.map((tag) => [tag.Key, tag.Value]));
  for (const { Key, Value } of added) {
    if (!Key || Key.length > 128)
      throw validationError(`A tag's key must have 1 to 128 characters. Got: '${Key ?? ''}'`);
    if ((Value ?? '').length > 256)
      throw validationError(`The value of tag '${Key}' must have at most 256 characters.`);
    merged.set(Key, Value ?? '');
  }
  if (merged.size > 50) throw limitExceeded('The number of tags has reached the maximum limit.');
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}

/** A policy's ARN, as far as IAM looks at it before it looks it up. Throws ValidationError. */
export function requiredArn(arn: unknown): string {
  if (typeof arn !== 'string' || !/^arn:[^:]*:iam:[^:]*:[^:]*:policy\/.+$/.test(arn)) {
    throw validationError(`ARN ${arn ?? ''} is not valid.`);
  }
  return arn;
}
