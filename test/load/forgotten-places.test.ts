import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type ScenarioName, scenarios } from '../../load/k6/scenarios/catalogue.ts';
import { workloads } from '../../load/workloads/catalogue.ts';
import { ROOT } from '../../localstack/stack/sources/synthesis.ts';

const folder = path.join(ROOT, 'load', 'k6', 'scenarios');
/** What stands beside the scenarios and is none. */
const others = ['catalogue.ts', 'scenario.ts'];
const declared = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isFile() && !others.includes(entry.name))
  .map(({ name }) => path.basename(name, '.ts'));

const document = readFileSync(path.join(ROOT, 'docs', 'load-testing.md'), 'utf8');
/** The cells of the row that begins with a name. */
const rowOf = (name: string) =>
  document
    .split('\n')
    .find((line) => line.startsWith(`| \`${name}\``))
    ?.split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

test('load/k6/scenarios/catalogue.ts lists every scenario that has a file', () => {
  expect(Object.keys(scenarios).sort()).toEqual(declared.sort());
});

test.each(Object.keys(scenarios) as ScenarioName[])(
  'docs/load-testing.md says what %s does, and its rate',
  (name) => {
    expect(rowOf(name)?.at(-1), `a row of docs/load-testing.md for ${name}`).toBe(
      String(scenarios[name].rate),
    );
  },
);

test.each(Object.keys(workloads))('docs/load-testing.md says what the workload %s is', (name) => {
  expect(rowOf(name), `a row of docs/load-testing.md for ${name}`).toBeDefined();
});
