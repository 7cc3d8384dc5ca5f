import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mistakesOf, workloadFromFile } from './from-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'workload-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function fileWith(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

const stages = [{ phase: 'steady', seconds: 30, share: 2.5 }];

describe('a workload of one’s own', () => {
  test('is JSON, and may leave out all but its stages', async () => {
    const file = await fileWith('mine.json', JSON.stringify({ stages }));
    expect(await workloadFromFile(file)).toMatchObject({ order: 'side by side', stages });
  });

  test('or a module with a default export', async () => {
    const text = `export default { order: 'in turn', rates: { crud: 50 }, stages: ${JSON.stringify(stages)} };`;
    expect(await workloadFromFile(await fileWith('mine.ts', text))).toMatchObject({
      order: 'in turn',
      rates: { crud: 50 },
    });
  });

  test('that is not there is said in one sentence', async () => {
    const file = path.join(folder, 'none.json');
    const refusal = await workloadFromFile(file).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: 'workload' });
    expect((refusal as Error).message).toMatch(/^The workload .*none\.json cannot be read: ENOENT[^\n]*$/);
  });

  test('with mistakes names each, and what it takes', async () => {
    const wrong = {
      order: 'at once',
      speed: 9,
      startShare: -1,
      teams: 0,
      employeesPerTeam: 51,
      rates: { fraud: 3 },
      stages: [{ phase: 'Peak', seconds: 0, share: -1, rate: 5 }, 'steady'],
    };
    const file = await fileWith('wrong.json', JSON.stringify(wrong));
    const refusal = await workloadFromFile(file).catch((error: Error) => error.message);
    expect(String(refusal).split('\n')).toEqual([
      `${file}: there is no speed; there are description, order, rates, startShare, teams, employeesPerTeam, stages.`,
      `${file}: order is "at once"; it must be "in turn" or "side by side".`,
      `${file}: startShare is -1; it must be a number from 0 to 1000, as shares of stages are.`,
      `${file}: teams is 0; it must be a whole number of teams from 1 to 50.`,
      `${file}: employeesPerTeam is 51; it must be a whole number of employees from 1 to 50.`,
      `${file}: there is no stages[0].rate; there are phase, seconds, share.`,
      `${file}: stages[0].phase is "Peak"; it must be a lower-case name of letters, digits and hyphens, e.g. "steady".`,
      `${file}: stages[0].seconds is 0; it must be a whole number of seconds from 1 to 86400.`,
      `${file}: stages[0].share is -1; it must be a number from 0 to 1000: how many times the ordinary rate.`,
      `${file}: stages[1] must be an object with phase, seconds, share.`,
      expect.stringContaining('there is no scenario fraud; there are crud, approval'),
    ]);
  });

  test.each([
    [{}, 'stages is missing; it must be a list of 1 to 200 stages'],
    [{ stages: [] }, 'stages is []; it must be a list of 1 to 200 stages'],
    [[], 'a workload is an object with stages'],
    [
      { stages: [{ phase: 'a', seconds: 1, share: 0 }] },
      'no stage has a share above 0, so nothing would be sent',
    ],
  ])('%j is refused', (value, mistake) => {
    expect(mistakesOf(value)).toEqual([mistake]);
  });
});
