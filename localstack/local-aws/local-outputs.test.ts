import { expect, test } from 'vitest';
import { localOutputs } from './local-outputs.ts';

test('the domain of a user pool is where this AWS has it, and what else is said stays', () => {
  const outputs = {
    page: 'https://staff-1.auth.eu-central-1.amazoncognito.com/login?client_id=c',
    domain: 'https://staff-1.auth.eu-central-1.amazoncognito.com',
    other: 'see https://staff-1.auth.eu-central-1.amazoncognito.com',
    number: 1,
  };
  expect(localOutputs(outputs, 'http://127.0.0.1:4566')).toEqual({
    page: 'http://127.0.0.1:4566/_cognito/staff-1/login?client_id=c',
    domain: 'http://127.0.0.1:4566/_cognito/staff-1',
    other: outputs.other,
    number: 1,
  });
});
