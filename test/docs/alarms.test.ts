import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resourcesOf, type Synthesis, synthesize } from '../infra/synthesized.ts';

const operations = readFileSync(
  path.resolve(import.meta.dirname, '..', '..', 'docs', 'operations.md'),
  'utf8',
);

let synthesis: Synthesis;
beforeAll(async () => {
  // With every part that a setting can add.
  synthesis = await synthesize({ SIGN_UP: 'domains', SIGN_UP_DOMAINS: 'example.com' });
});
afterAll(() => synthesis[Symbol.dispose]());

test('docs/operations.md says what to do at each alarm, and at no other', () => {
  const [, section = ''] = operations.split('## Alarms: what to do at each\n');
  const described = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `([\w-]+)`/gm)].map(
    ([, name]) => name,
  );
  const alarms = Object.values(resourcesOf(synthesis.stack('monitoring'), 'aws_cloudwatch_metric_alarm'));
  const names = alarms.map(({ alarm_name }) => String(alarm_name).replace('expense-tracker-dev-', ''));
  expect(described.sort()).toEqual(names.sort());
});

test('docs/operations.md names only saved queries that exist', () => {
  const saved = Object.values(resourcesOf(synthesis.stack('monitoring'), 'aws_cloudwatch_query_definition'));
  const titles = saved.map(({ name }) => String(name).split('/').at(-1));
  for (const title of [
    'failed requests',
    'slow requests',
    'errors in the functions',
    'one approval by its expense',
  ]) {
    expect(operations).toContain(`_${title}_`);
    expect(titles).toContain(title);
  }
});
