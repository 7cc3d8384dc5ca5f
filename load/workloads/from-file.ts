import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Type, { type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { LoadError } from '../errors.ts';
import { scenarios } from '../k6/scenarios/catalogue.ts';
import type { Workload } from './workload.ts';

const Stage = {
  phase: Type.String({
    pattern: '^[a-z][a-z0-9-]{0,30}$',
    expects: 'a lower-case name of letters, digits and hyphens, e.g. "steady"',
  }),
  seconds: Type.Integer({
    minimum: 1,
    maximum: 86_400,
    expects: 'a whole number of seconds from 1 to 86400',
  }),
  share: Type.Number({
    minimum: 0,
    maximum: 1000,
    expects: 'a number from 0 to 1000: how many times the ordinary rate',
  }),
};

const Members = {
  description: Type.Optional(Type.String({ minLength: 1, expects: 'a text' })),
  order: Type.Optional(Type.Enum(['in turn', 'side by side'], { expects: '"in turn" or "side by side"' })),
  rates: Type.Optional(
    Type.Record(Type.String(), Type.Number({ exclusiveMinimum: 0, maximum: 100_000 }), {
      expects: 'iterations a second by scenario, e.g. { "crud": 50 }',
    }),
  ),
  startShare: Type.Optional(
    Type.Number({ minimum: 0, maximum: 1000, expects: 'a number from 0 to 1000, as shares of stages are' }),
  ),
  teams: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 50, expects: 'a whole number of teams from 1 to 50' }),
  ),
  employeesPerTeam: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 50, expects: 'a whole number of employees from 1 to 50' }),
  ),
  stages: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 200, expects: 'a list of 1 to 200 stages' }),
};

/**
 * Reads a workload of one's own: JSON, or a module whose default export it is.
 *
 * @throws LoadError `workload` with one sentence for each mistake
 */
export async function workloadFromFile(file: string): Promise<Workload> {
  const value = await contentsOf(file);
  const mistakes = mistakesOf(value);
  if (mistakes.length > 0) {
    throw new LoadError('workload', mistakes.map((mistake) => `${file}: ${mistake}.`).join('\n'));
  }
  return {
    description: `The workload of ${file}`,
    order: 'side by side',
    ...(value as Partial<Workload>),
  } as Workload;
}

async function contentsOf(file: string): Promise<unknown> {
  try {
    if (/\.[mc]?[jt]s$/.test(file)) {
      const module = (await import(pathToFileURL(resolve(file)).href)) as { default?: unknown };
      return module.default;
    }
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0];
    throw new LoadError('workload', `The workload ${file} cannot be read: ${reason}.`);
  }
}

/** What is wrong with a workload, a sentence each. */
export function mistakesOf(value: unknown): string[] {
  if (!isObject(value)) return ['a workload is an object with stages'];
  const mistakes = memberMistakes(value, Members, '');
  const stages = Array.isArray(value.stages) ? value.stages : [];
  stages.forEach((stage: unknown, index) => {
    const place = `stages[${index}]`;
    if (isObject(stage)) mistakes.push(...memberMistakes(stage, Stage, `${place}.`));
    else mistakes.push(`${place} must be an object with ${Object.keys(Stage).join(', ')}`);
  });
  const unknown = Object.keys(isObject(value.rates) ? value.rates : {}).filter(
    (name) => !(name in scenarios),
  );
  mistakes.push(
    ...unknown.map((name) => `there is no scenario ${name}; there are ${Object.keys(scenarios).join(', ')}`),
  );
  if (mistakes.length === 0 && (value as unknown as Workload).stages.every(({ share }) => share === 0)) {
    mistakes.push('no stage has a share above 0, so nothing would be sent');
  }
  return mistakes;
}

function memberMistakes(
  value: Readonly<Record<string, unknown>>,
  members: Readonly<Record<string, TSchema>>,
  place: string,
): string[] {
  const unknown = Object.keys(value)
    .filter((name) => !(name in members))
    .map((name) => `there is no ${place}${name}; there are ${Object.keys(members).join(', ')}`);
  const wrong = Object.entries(members)
    .filter(([name, schema]) => !(Type.IsOptional(schema) && value[name] === undefined))
    .filter(([name, schema]) => !Value.Check(schema, value[name]))
    .map(([name, schema]) => {
      const found = value[name] === undefined ? 'is missing' : `is ${JSON.stringify(value[name])}`;
      return `${place}${name} ${found}; it must be ${(schema as { expects?: string }).expects}`;
    });
  return [...unknown, ...wrong];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
