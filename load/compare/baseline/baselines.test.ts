import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seededRandom } from '../../random.ts';
import { rowsOf } from '../report.ts';
import { type Measured, type Sample, summaryName } from '../samples.ts';
import { type Baseline, findBaseline, readBaseline, writeBaseline } from './baseline.ts';
import { judgeAgainst, rulesFor } from './judge.ts';
import { fileNameOf, type MachineClass, machineClassOf } from './machine-class.ts';
import { baselineSlices } from './measure.ts';

const random = seededRandom(17);

const here: MachineClass = { processor: 'Made-up CPU', cores: 2, memoryGiB: 8, node: '24', k6: '2.2.0' };
const elsewhere: MachineClass = { ...here, processor: 'Another CPU' };

function sample(milliseconds: number): Sample {
  const noisy = milliseconds * (0.97 + 0.06 * random.next());
  return {
    summary: noisy,
    requests: 500,
    requestsPerSecond: 500,
    failedShare: 0,
    routes: [{ route: 'GET /expenses', median: noisy / 6, p95: noisy / 3 }],
  };
}

/** Made-up rounds: the yardstick's milliseconds and the product's. */
function measurement(yardstick: number, product: number): Measured {
  const rounds = (milliseconds: number) => Array.from({ length: 15 }, () => sample(milliseconds));
  return { summaryName, paired: true, a: rounds(yardstick), b: rounds(product) };
}

function baselineOf(boots: readonly Measured[], machineClass = here, at = '2026-11-25'): Baseline {
  const history = [{ at, commit: 'abc1234', why: 'the first one', latency: 50 }];
  return { version: 1, machineClass, slices: baselineSlices, history, boots };
}

const steady = baselineOf([measurement(0.5, 50), measurement(0.5, 50), measurement(0.5, 50)]);

describe('the class of a machine', () => {
  const machine = {
    system: 'Linux 6 (x64)',
    processor: 'Intel(R) Xeon(R) CPU @ 2.80GHz',
    cores: 4,
    memoryGiB: 16,
  };

  test('is its processor, cores, memory, the major version of Node and the version of k6', () => {
    expect(machineClassOf(machine, { node: '24.21.0', k6: '2.2.0', commit: 'abc' })).toEqual({
      processor: 'Intel(R) Xeon(R) CPU @ 2.80GHz',
      cores: 4,
      memoryGiB: 16,
      node: '24',
      k6: '2.2.0',
    });
  });

  test('names a file', () => {
    expect(fileNameOf(machineClassOf(machine, { node: '24.21.0', k6: '2.2.0' }))).toBe(
      'intel-xeon-cpu-2.80ghz-4-cores-16-gib-node-24-k6-2.2.0.json',
    );
  });
});

describe('kept baselines', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'baselines-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('are found again by their class', async () => {
    await writeBaseline(steady, folder);
    expect(await readBaseline(here, folder)).toEqual(steady);
    const lines = (await readFile(join(folder, fileNameOf(here)), 'utf8')).split('\n');
    expect(lines.filter((line) => line.includes('"summary"'))).toHaveLength(3 * 2 * 15);
    expect(await findBaseline(here, folder)).toMatchObject({ sameClass: true });
  });

  test('of another class serve where there is none of this one, the newest first', async () => {
    await writeBaseline(baselineOf(steady.boots, { ...here, cores: 64 }, '2026-01-01'), folder);
    await writeBaseline(baselineOf(steady.boots, elsewhere, '2026-06-01'), folder);
    const found = await findBaseline(here, folder);
    expect(found.sameClass).toBe(false);
    expect(found.baseline.machineClass).toEqual(elsewhere);
  });

  test('are made by a command that is named where there is none', async () => {
    await expect(findBaseline(here, folder)).rejects.toThrow(
      'There is no baseline yet: npm run load:baseline',
    );
  });

  test('are refused where the file is something else', async () => {
    await writeFile(join(folder, fileNameOf(here)), '{"version": 2}');
    await expect(readBaseline(here, folder)).rejects.toThrow('is not a baseline that load:baseline wrote');
  });
});

describe('judgeAgainst', () => {
  test.each([true, false])(
    'compares ratios to the yardstick, whatever the times are (same class: %s)',
    (sameClass) => {
      const found = { baseline: steady, sameClass };
      expect(judgeAgainst(found, measurement(1, 100), random).verdict).toBe('no difference seen');
      expect(judgeAgainst(found, measurement(0.25, 50), random).verdict).toBe('worse');
      expect(judgeAgainst(found, measurement(0.5, 65), random).verdict).toBe('worse');
      expect(judgeAgainst(found, measurement(0.5, 40), random).verdict).toBe('better');
    },
  );

  test('says how many times the yardstick something takes', () => {
    const judged = judgeAgainst({ baseline: steady, sameClass: true }, measurement(1, 100), random);
    const times = expect.stringMatching(/^\d+\.\d ×$/);
    expect(rowsOf(judged)[0]?.slice(1, 3)).toEqual([times, times]);
  });

  test('doubts what was measured with doubts, now or when the baseline was made', () => {
    const busy = { ...measurement(0.5, 40), caveats: ['k6 was busy.'] };
    const judged = judgeAgainst({ baseline: steady, sameClass: true }, busy, random);
    const before = baselineOf([...steady.boots, { ...measurement(0.5, 50), caveats: ['k6 was busy then.'] }]);
    expect(judged.caveats).toEqual(['k6 was busy.']);
    expect(judgeAgainst({ baseline: before, sameClass: true }, busy, random).caveats).toEqual([
      'k6 was busy then.',
      'k6 was busy.',
    ]);
  });

  test('calls nothing a change that is less than what the boots of the baseline differ by', () => {
    const restless = baselineOf([measurement(0.5, 42), measurement(0.5, 50), measurement(0.5, 59)]);
    const found = { baseline: restless, sameClass: true };
    expect(judgeAgainst(found, measurement(0.5, 58), random).verdict).toBe('no difference seen');
  });
});

test('another class of machines gets twice the band', () => {
  expect(rulesFor(steady, false).floors.summary).toBeCloseTo(2 * rulesFor(steady, true).floors.summary, 1);
});
