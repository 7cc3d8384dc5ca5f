import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AttributeValue, Item } from '../model.ts';
import { applyUpdate } from './apply-update.ts';
import { bindExpressions, type ExpressionRequest } from './request.ts';

/** A document without types, and a change of one place in it. */
type Plain = string | Plain[] | { [name: string]: Plain };
interface Change {
  readonly path: readonly (string | number)[];
  /** Undefined where the place is removed. */
  readonly value: string | undefined;
}

const names = ['a', 'b', 'c'];
const { document } = fc.letrec<{ document: Plain }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('x', 'y', 'z'),
    fc.array(tie('document'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names), tie('document'), { maxKeys: 3 }),
  ),
}));
const item = fc.dictionary(fc.constantFrom(...names), document, { minKeys: 1, maxKeys: 3 });

/** Changes of places that can be changed, none of which lies in another. */
function changesOf(root: { [name: string]: Plain }): fc.Arbitrary<Change[]> {
  const places = placesIn(root, []);
  return fc
    .uniqueArray(
      fc.record({
        path: fc.constantFrom(...places),
        value: fc.option(fc.constantFrom('p', 'q', 'r'), { nil: undefined }),
      }),
      { selector: ({ path }) => path.join('/'), minLength: 1, maxLength: 5 },
    )
    .map((changes) =>
      changes.filter(
        ({ path }) => !changes.some((other) => other.path !== path && startsWith(path, other.path)),
      ),
    )
    .filter((changes) => changes.length > 0);
}

function placesIn(value: Plain, path: (string | number)[]): (string | number)[][] {
  if (typeof value === 'string') return [];
  const members = Array.isArray(value)
    ? [0, 1, 2, 3, 4, 7, 9]
    : [...new Set([...Object.keys(value), ...names])];
  return members.flatMap((member) => {
    const place = [...path, member];
    const child = (value as { [name: string | number]: Plain })[member];
    return child === undefined ? [place] : [place, ...placesIn(child, place)];
  });
}

function startsWith(path: readonly (string | number)[], start: readonly (string | number)[]): boolean {
  return start.length <= path.length && start.every((step, at) => step === path[at]);
}

/** What the changes leave of a value: made anew from the value as it was, not changed step by step. */
function expected(value: Plain, changes: readonly Change[]): Plain {
  if (typeof value === 'string') return value;
  const changesAt = (member: string | number) =>
    changes
      .filter(({ path }) => path[0] === member)
      .map(({ path, value: changed }) => ({ path: path.slice(1), value: changed }));
  const after = (member: string | number, old: Plain | undefined): Plain | undefined => {
    const own = changesAt(member);
    const whole = own.find(({ path }) => path.length === 0);
    return whole ? whole.value : old === undefined ? undefined : expected(old, own);
  };
  if (Array.isArray(value)) {
    const behind = changes.map(({ path }) => path[0] as number).filter((index) => index >= value.length);
    const added = [...new Set(behind)].sort((a, b) => a - b);
    const all = [
      ...value.map((old, index) => after(index, old)),
      ...added.map((index) => after(index, undefined)),
    ];
    return all.filter((element) => element !== undefined);
  }
  const members = new Set([...Object.keys(value), ...changes.map(({ path }) => path[0] as string)]);
  return Object.fromEntries(
    [...members].flatMap((member) => {
      const left = after(member, value[member]);
      return left === undefined ? [] : [[member, left]];
    }),
  );
}

function typed(value: Plain): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (Array.isArray(value)) return { L: value.map(typed) };
  return { M: Object.fromEntries(Object.entries(value).map(([name, member]) => [name, typed(member)])) };
}

function expressionOf(changes: readonly Change[]): ExpressionRequest {
  const text = (path: Change['path']) =>
    path.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`)).join('');
  const set = changes.filter(({ value }) => value !== undefined);
  const removed = changes.filter(({ value }) => value === undefined);
  const values = Object.fromEntries(set.map(({ value }) => [`:${value}`, { S: value }]));
  return {
    UpdateExpression: [
      ...(removed.length > 0 ? [`REMOVE ${removed.map(({ path }) => text(path)).join(', ')}`] : []),
      ...(set.length > 0
        ? [`SET ${set.map(({ path, value }) => `${text(path)} = :${value}`).join(', ')}`]
        : []),
    ].join(' '),
    ...(set.length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
}

it('sets and removes any places of a document as if it were made anew, and leaves the old one as it was', () => {
  const cases = item.chain((root) => changesOf(root).map((changes) => ({ root, changes })));
  fc.assert(
    fc.property(cases, ({ root, changes }) => {
      const before = (typed(root) as { M: Item }).M;
      const kept = structuredClone(before);
      const request = expressionOf(changes);
      expect(bindExpressions(request, () => undefined)).toBeUndefined();
      const after = applyUpdate(request.update?.sections ?? [], before);
      expect({ M: after }).toEqual(typed(expected(root, changes)));
      expect(before).toEqual(kept);
    }),
    { numRuns: 1_000 },
  );
});
