import { expect, test } from 'vitest';
import { failureKindOf } from './failures.ts';

test.each([
  [0, 'no_answer'],
  [204, 'unexpected_success'],
  [302, 'unexpected_success'],
  [400, 'other_client_error'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [409, 'conflict'],
  [412, 'precondition_failed'],
  [429, 'throttled'],
  [500, 'internal_error'],
  [501, 'other_server_error'],
  [502, 'unavailable'],
  [503, 'unavailable'],
  [504, 'unavailable'],
])('an unexpected %i is of the kind %s', (status, kind) => {
  expect(failureKindOf(status)).toBe(kind);
});
