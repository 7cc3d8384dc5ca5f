import { type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { fieldErrors } from './field-errors.ts';

const messagesOf = (schema: TSchema, value: unknown) =>
  fieldErrors(Value.Errors(schema, value), value, '').map(({ message }) => message);

describe('what is wrong with a field', () => {
  it.each([
    [Type.String({ pattern: '^[a-z]+$' }), 'A', 'must be written as the description of the API says'],
    [Type.String({ format: 'email' }), 'A', 'must be written as the description of the API says'],
    [Type.String({ format: 'date' }), 'A', 'must be a day, written YYYY-MM-DD'],
    [Type.String({ format: 'date-time' }), 'A', 'must be a moment, written YYYY-MM-DDThh:mm:ssZ'],
    [Type.String({ format: 'uuid' }), 'A', 'must be an id, which is a UUID'],
    [Type.Integer({ minimum: 1 }), 0, 'must be at least 1'],
    [Type.Integer({ maximum: 100 }), 101, 'must be at most 100'],
    [Type.Integer({ exclusiveMinimum: 1 }), 1, 'must be more than 1'],
    [Type.Integer({ exclusiveMaximum: 9 }), 9, 'must be less than 9'],
  ])('is said in words, not in the terms of its schema: %j', (schema, value, sentence) => {
    expect(messagesOf(schema, value)).toEqual([sentence]);
  });
});
