import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..');
const text = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');

const git = (...words: readonly string[]) => spawnSync('git', words, { cwd: root, encoding: 'utf8' });

/** Commits that a clone may lack: where git says nothing, or says that it has the last ones alone. */
const lacksHistory = git('rev-parse', '--is-shallow-repository').stdout?.trim() !== 'false';

/** The rows that name a commit: what it added, the room whose README says how, and the commit. */
const rows = [...text.matchAll(/^\| (.+?) +\| \[.+?\]\(([^)]+)\) +\| `([0-9a-f]+)` +\|$/gm)].map(
  ([, what = '', target = '', commit = '']) => ({ what, room: path.dirname(target), commit }),
);

test('a commit is named for an operation, a Terraform type, a scenario and a route', () => {
  expect(rows.map(({ room }) => room)).toEqual([
    'localstack/embedded',
    'localstack/provision',
    'load',
    'app',
  ]);
});

describe.skipIf(lacksHistory)('the smallest commit that did', () => {
  test.each(rows)('add $what is in the history, and changes $room', ({ room, commit }) => {
    expect(git('merge-base', '--is-ancestor', commit, 'HEAD').status, `${commit} is in the history`).toBe(0);
    const changed = git('show', '--name-only', '--format=', commit).stdout.split('\n');
    expect(changed.filter((file) => file.startsWith(`${room}/`))).not.toEqual([]);
  });
});
