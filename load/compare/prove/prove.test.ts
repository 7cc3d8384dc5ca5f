import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../verdict.ts';
import { proofSection } from './report.ts';
import { calibrate } from './slow-down.ts';
import { type ProofState, proofOf, readState, writeState } from './state.ts';
import { type Kind, outcomesOf, schedule, type Trial } from './trials.ts';

const trial = (kind: Kind, verdict: Verdict, estimate = 0): Trial => ({
  kind,
  boot: 1,
  verdict,
  change: { estimate, low: estimate - 0.05, high: estimate + 0.05 },
  seconds: 36,
});

const state: ProofState = {
  version: 1,
  startedAt: '2026-11-25T10:00:00.000Z',
  machine: { system: 'Linux', processor: 'Made-up CPU', cores: 2, memoryGiB: 8 },
  versions: { k6: '2.2.0', node: '24.0.0', commit: 'abc1234' },
  slices: { scenario: 'crud', rounds: 15, roundSeconds: 1, warmUpRounds: 1, virtualUsers: 4 },
  workForFifth: 1_234_567,
  trials: [trial('equal', 'no difference seen', 0.01), trial('fifth', 'worse', 0.21)],
};

test('the kinds of trials take turns', () => {
  expect(schedule(2)).toEqual(['equal', 'tenth', 'fifth', 'equal', 'tenth', 'fifth']);
});

describe('outcomesOf', () => {
  const many = (kind: Kind, right: number, wrong: Verdict) =>
    Array.from({ length: 20 }, (_, index) =>
      trial(kind, index < right ? (kind === 'equal' ? 'no difference seen' : 'worse') : wrong),
    );

  test('allows one false alarm in twenty, and not two', () => {
    expect(outcomesOf(many('equal', 19, 'better'))[0]?.reached).toBe(true);
    expect(outcomesOf(many('equal', 18, 'worse'))[0]?.reached).toBe(false);
  });

  test('wants a slowdown called worse: calling it better does not count', () => {
    expect(outcomesOf(many('tenth', 14, 'better'))[0]).toMatchObject({ right: 14, reached: false });
    expect(outcomesOf(many('tenth', 15, 'no difference seen'))[0]).toMatchObject({
      right: 15,
      reached: true,
    });
  });

  test('reaches nothing with too few trials', () => {
    expect(outcomesOf(state.trials).map(({ reached }) => reached)).toEqual([false, false]);
  });

  test('says how much slower side B really was', () => {
    expect(
      outcomesOf([trial('fifth', 'worse', 0.18), trial('fifth', 'worse', 0.22)])[0]?.realised,
    ).toBeCloseTo(0.2);
  });
});

describe('calibrate', () => {
  const change = (estimate: number, reach = 0.03) => ({
    estimate,
    low: estimate - reach,
    high: estimate + reach,
  });

  test('scales the work to what is wanted, without what the pair differs by untouched', () => {
    expect(calibrate(change(0.1), { work: 1, ...change(0.375) }, 0.2)).toBeCloseTo(0.8, 10);
  });

  test('is refused where work shows no effect', () => {
    expect(() => calibrate(change(0), { work: 1_000_000, ...change(0.01) }, 0.2)).toThrow(
      '1000000 steps a request slowed the stack down by 1.0 %: too little to tell from noise.',
    );
  });

  test('is refused on a machine that does other things beside', () => {
    expect(() => calibrate(change(0, 0.3), { work: 1, ...change(0.3) }, 0.2)).toThrow(
      'The machine is too restless to find a slowdown on: equal rounds differ within a range of 60.0 %.',
    );
  });
});

describe('the kept state', () => {
  test('is gone on with on the same commit, machine and settings alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'prove-'));
    const file = join(folder, 'bench', 'prove.json');
    await writeState(file, state);
    expect(await readState(file, state)).toEqual(state);
    expect(
      await readState(file, { ...state, versions: { ...state.versions, commit: 'other' } }),
    ).toBeUndefined();
    await rm(folder, { recursive: true });
  });

  test('is nothing where there is no file, or half of one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'prove-'));
    const file = join(folder, 'prove.json');
    expect(await readState(file, state)).toBeUndefined();
    await writeFile(file, '{"version": 1,');
    expect(await readState(file, state)).toBeUndefined();
    await rm(folder, { recursive: true });
  });
});

test('the section of docs/performance.md says what was measured where, and what came of it', () => {
  const section = proofSection(proofOf(state));
  expect(section).toContain('Made-up CPU with 2 cores');
  expect(section).toContain('2 comparisons of 36 s (15 rounds of 1 s) on 1 pairs of boots.');
  expect(section).toMatch(
    /\| 20 % slower: called worse +\| +1 of 1 \| 19 of 20 \| missed \| +\+21\.0 %, \+21\.0 %, \+21\.0 % \|/,
  );
});
