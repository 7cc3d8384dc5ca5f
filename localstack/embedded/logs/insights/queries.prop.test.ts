import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsError } from '../../core/errors.ts';
import { EventFields } from './discovered-fields.ts';
import { parseQuery } from './grammar.ts';
import { compileQuery } from './pipeline.ts';
import type { Row } from './row.ts';
import { shownIn } from './row.ts';

const WORDS = [
  ...[
    'fields',
    'display',
    'filter',
    'stats',
    'sort',
    'limit',
    'parse',
    'dedup',
    'pattern',
    '|',
    '|',
    'by',
    'as',
  ],
  ...[
    '@message',
    '@timestamp',
    'a',
    'b.c',
    'a.0',
    '`x y`',
    '"text"',
    "'*'",
    '"a*b"',
    '5',
    '1.5e3',
    '5m',
    '1mo',
  ],
  ...[
    '=',
    '!=',
    '<',
    '=~',
    'like',
    'not',
    'in',
    '[',
    ']',
    '(',
    ')',
    ',',
    '+',
    '-',
    '*',
    '/',
    '^',
    '%',
    'and',
  ],
  ...['/x+/', '/(?<g>x)/', '/(/', 'count(*)', 'count(', 'sum(', 'pct(', 'bin(', 'jsonParse(', 'substr(', '#'],
  ...['or', 'desc', 'asc', 'true', 'concat(', 'greatest(', 'isIpInSubnet(', 'replace(', '\n', '§'],
];
const query = fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(' '));

const MESSAGES = ['x a 1', '{"a":[1,{"n":null}],"b":{"c":"x"}}', '{"a":"5","b":true}', '{', ''];
const rows: readonly Row[] = MESSAGES.map((message, sequence) => {
  const event = { message, sequence, timestamp: sequence * 1000, ingestionTime: 0, stream: 's' };
  return {
    fields: new EventFields({ event, logGroupName: '/g', accountId: '000000000000' }),
    computed: new Map(),
  };
});

async function run(text: string): Promise<readonly (readonly object[])[]> {
  const options = { now: 0, limit: 100, goesOn: () => true };
  const { rows: found, columns } = await compileQuery(parseQuery(text), options)(rows);
  return found.map((row) => shownIn(row, columns));
}

/** Runs a query; undefined where AWS would refuse it. */
function tried(text: string): Promise<readonly (readonly object[])[] | undefined> {
  return Promise.resolve()
    .then(() => run(text))
    .catch((error: unknown) => {
      if (error instanceof AwsError) return undefined;
      throw error;
    });
}

test('whatever is asked is answered, or refused as AWS refuses', async () => {
  await fc.assert(
    fc.asyncProperty(query, async (text) => {
      await tried(text);
    }),
    { numRuns: 1000 },
  );
});

test('a condition and its opposite divide the events between them', async () => {
  await fc.assert(
    fc.asyncProperty(query, async (condition) => {
      const kept = await tried(`filter ${condition} | display @message`);
      const left = await tried(`filter not (${condition}) | display @message`);
      if (kept && left && !condition.includes('|')) expect(kept.length + left.length).toBe(rows.length);
    }),
    { numRuns: 1000 },
  );
});
