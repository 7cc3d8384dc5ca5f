import { describe, expect, it } from 'vitest';
import { envNames, type FunctionName } from '../contract/env-names.ts';
import { workflowShard, workflowShards } from '../persistence/keys.ts';
import { loadConfig } from './config.ts';

const all = (name: FunctionName) =>
  Object.fromEntries(envNames[name].map((variable) => [variable, `a-${variable}`]));

describe.each(Object.keys(envNames) as FunctionName[])('the settings of %s', (name) => {
  it('come from exactly the variables of env-names', () => {
    const config = JSON.stringify(loadConfig(name, all(name)));
    const own = envNames[name].filter((variable) => !/^(LOG_LEVEL|POWERTOOLS_.*)$/.test(variable));
    for (const variable of own) expect(config).toContain(`"a-${variable}"`);
  });

  it('name everything that is missing in one error', () => {
    const message = expect.stringMatching(new RegExp(envNames[name].join(', ')));
    expect(() => loadConfig(name, {})).toThrow(expect.objectContaining({ message }));
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(loadConfig(name, all(name)))).toBe(true);
  });
});

it('open workflows are spread over all partitions of their index', () => {
  const shards = new Set([...'0123456789abcdef'].map((digit) => workflowShard(`1-${digit}`)));
  expect([...shards].sort()).toEqual([...workflowShards]);
});
