import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../embedded/apigateway/gateway/router.ts';

const METHODS = ['GET', 'POST', 'ANY'] as const;
const segment = fc.constantFrom('a', 'b', '{x}', '{y}');
const last = fc.constantFrom('a', 'b', '{x}', '{rest+}');
const routeKey = fc
  .tuple(
    fc.constantFrom(...METHODS),
    fc.array(segment, { maxLength: 3 }),
    fc.option(last, { nil: undefined }),
  )
  .map(
    ([method, segments, end]) => `${method} /${[...segments, ...(end === undefined ? [] : [end])].join('/')}`,
  );
const path = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 });
const method = fc.constantFrom('GET', 'POST', 'PUT');

/** How a route's path ranks against another at each segment: plain text, parameter, greedy. */
function rank(key: string): number[] {
  const [, text = ''] = key.split(' ');
  return text
    .slice(1)
    .split('/')
    .map((part) => (part.endsWith('+}') ? 2 : part.startsWith('{') ? 1 : 0));
}

/** The same choice made slowly: every route that matches, the most specific first. */
function slowly(keys: readonly string[], asked: string, segments: readonly string[]): string | undefined {
  return keys
    .filter((key) => {
      const [verb, text = ''] = key.split(' ');
      const pattern = text.replaceAll(/\{\w+\+\}/g, '.+').replaceAll(/\{\w+\}/g, '[^/]+');
      return (verb === 'ANY' || verb === asked) && new RegExp(`^${pattern}$`).test(`/${segments.join('/')}`);
    })
    .sort((one, two) => {
      const [a, b] = [rank(one), rank(two)];
      for (let index = 0; index < Math.max(a.length, b.length); index++) {
        const difference = (a[index] ?? 0) - (b[index] ?? 0);
        if (difference !== 0) return difference;
      }
      return Number(one.startsWith('ANY')) - Number(two.startsWith('ANY'));
    })[0];
}

/** Routes that differ only in their parameters' names are one route to a request. */
function shape(key: string): string {
  return key.replaceAll(/\{\w+\}/g, '{}');
}

describe('the router', () => {
  it('chooses as one would who compares all routes', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(routeKey, { selector: shape, maxLength: 12 }),
        method,
        path,
        (keys, asked, segments) => {
          const router = createRouter(keys.map((key) => [key, key] as const));
          expect(router.match(asked, segments)?.target).toBe(slowly(keys, asked, segments));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
