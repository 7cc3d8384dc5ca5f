import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventFields } from './discovered-fields.ts';
import { parseQuery } from './grammar.ts';
import { compileQuery } from './pipeline.ts';
import { shownIn } from './row.ts';

interface Event {
  readonly group: string;
  readonly n: number;
}

const events = fc.array(
  fc.record({ group: fc.constantFrom('a', 'b', 'c'), n: fc.integer({ min: -50, max: 50 }) }),
  { maxLength: 30 },
);

async function run(found: readonly Event[], query: string): Promise<Record<string, string>[]> {
  const rows = found.map((event, sequence) => ({
    fields: new EventFields({
      event: { message: JSON.stringify(event), sequence, timestamp: sequence, ingestionTime: 0, stream: 's' },
      logGroupName: '/g',
      accountId: '000000000000',
    }),
    computed: new Map(),
  }));
  const options = { now: 0, limit: 10_000, goesOn: () => true };
  const answer = await compileQuery(parseQuery(query), options)(rows);
  return answer.rows.map((row) =>
    Object.fromEntries(shownIn(row, answer.columns).map(({ field, value }) => [field, value])),
  );
}

const numbersOf = (found: readonly Event[]) => found.map(({ n }) => n);
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

test('stats by a field are those of the events that have each of its values', async () => {
  const query = 'stats count(*) as c, sum(n) as s, min(n) as least, max(n) as most by group | sort group';
  await fc.assert(
    fc.asyncProperty(events, async (found) => {
      const groups = [...Map.groupBy(found, ({ group }) => group)].sort(([a], [b]) => (a < b ? -1 : 1));
      const expected = groups.map(([group, members]) => {
        const numbers = numbersOf(members);
        const results = {
          c: numbers.length,
          s: sum(numbers),
          least: Math.min(...numbers),
          most: Math.max(...numbers),
        };
        return {
          group,
          ...Object.fromEntries(Object.entries(results).map(([name, n]) => [name, String(n)])),
        };
      });
      expect(await run(found, query)).toEqual(expected);
    }),
  );
});

test('filters and limits are those of the list', async () => {
  await fc.assert(
    fc.asyncProperty(
      events,
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: 1, max: 5 }),
      async (found, least, most) => {
        const query = `filter n >= ${least} and (group = "a" or group in ["b"]) | sort n desc | limit ${most} | display n`;
        const expected = numbersOf(found.filter(({ n, group }) => n >= least && group !== 'c'))
          .sort((a, b) => b - a)
          .slice(0, most);
        expect(await run(found, query)).toEqual(expected.map((n) => ({ n: String(n) })));
      },
    ),
  );
});

test('arithmetic is that of numbers', async () => {
  await fc.assert(
    fc.asyncProperty(events, async (found) => {
      const rows = await run(found, 'fields n * 2 - 3 as x, (n + 1) % 7 as y, -n + 2 ^ 3 as z');
      const expected = numbersOf(found).map((n) => ({
        x: String(n * 2 - 3),
        y: String((n + 1) % 7),
        z: String(-n + 8),
      }));
      expect(rows).toEqual(expected);
    }),
  );
});
