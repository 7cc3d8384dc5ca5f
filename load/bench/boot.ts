import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startStackProcess } from '../../localstack/stack/stack-process.ts';
import type { Log } from '../log.ts';
import { type Figure, median } from './results.ts';
import { anExpense } from './someone.ts';

const root = join(import.meta.dirname, '..', '..');

/** The figure that says how long a boot takes; what documents say of it is held to it. */
export const bootFigure = 'boot: spawn until somebody signed in has made an expense';

/** From the spawn of the local stack to the first expense that somebody signed in has made. */
export async function measureBoot(log: Log): Promise<Figure[]> {
  log('boot, five times with the definition synthesized, once without');
  await bootOnce();
  const times: number[] = [];
  for (let round = 0; round < 5; round++) times.push(await bootOnce());
  await rm(join(root, 'cdktf.out'), { recursive: true, force: true });
  await rm(join(root, 'dist'), { recursive: true, force: true });
  const cold = await bootOnce();
  return [
    { name: bootFigure, value: median(times), unit: 's', atMost: 1.5 },
    { name: 'the same with nothing built or synthesized', value: cold, unit: 's', atMost: 5 },
    { name: 'node --version, for scale', value: await nodeStart(), unit: 's' },
  ];
}

async function bootOnce(): Promise<number> {
  const started = performance.now();
  await using stack = await startStackProcess();
  const response = await fetch(`${stack.outputs.api_url}/expenses`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stack.people.employee.accessToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(anExpense),
  });
  await response.arrayBuffer();
  if (response.status !== 201) throw new Error(`POST /expenses answered ${response.status}`);
  return (performance.now() - started) / 1000;
}

function nodeStart(): Promise<number> {
  const started = performance.now();
  return new Promise((resolve) => {
    spawn(process.execPath, ['--version'], { stdio: 'ignore' }).once('close', () => {
      resolve((performance.now() - started) / 1000);
    });
  });
}
