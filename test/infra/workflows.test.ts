import { execFile } from 'node:child_process';
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly needs?: string | readonly string[];
  readonly 'timeout-minutes'?: number;
}

interface Workflow {
  readonly permissions?: object;
  readonly jobs: Readonly<Record<string, Job>>;
  /** Of a composite action, which has no jobs. */
  readonly runs?: { readonly steps: readonly Step[] };
}

const files = globSync(['.github/workflows/*.yml', '.github/actions/*/action.yml'], { cwd: ROOT });
const text = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const workflows = files.filter((file) => file.includes('workflows'));
const workflow = (file: string) => parse(text(file)) as Workflow;
const ci = workflow('.github/workflows/ci.yml');

function scriptsOf(file: string): string[] {
  const { jobs = {}, runs } = workflow(file);
  const steps = [...Object.values(jobs).flatMap((job) => job.steps ?? []), ...(runs?.steps ?? [])];
  return steps.flatMap(({ run = [] }) => run);
}

describe.each(files)('%s', (file) => {
  it('names every action of others by its commit, with the version for people', () => {
    const used = [...text(file).matchAll(/uses: (.+)/g)].map(([, name = '']) => name);
    const foreign = used.filter((name) => !name.startsWith('./'));
    expect(foreign.filter((name) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(name))).toEqual(
      [],
    );
  });

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const named = [...text(file).matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('keeps no secret', () => {
    expect(text(file)).not.toMatch(/secrets\.|aws-access-key-id|aws-secret-access-key/);
  });

  it('puts nothing that others may choose into a script', () => {
    expect(scriptsOf(file).filter((script) => script.includes('${{'))).toEqual([]);
  });
});

describe.each(workflows)('%s', (file) => {
  it('has no permission but what a job asks for', () => {
    expect(workflow(file).permissions).toEqual({});
    for (const job of Object.values(workflow(file).jobs)) expect(job.permissions).toBeDefined();
  });

  it('writes to nothing but the comments of a pull request, and takes a token of AWS only to deploy', () => {
    for (const [name, { permissions = {} }] of Object.entries(workflow(file).jobs)) {
      const writes = Object.entries(permissions).filter(([, access]) => access === 'write');
      const allowed = file.includes('deploy') ? ['id-token'] : name === 'comment' ? ['pull-requests'] : [];
      expect(writes.map(([scope]) => scope).filter((scope) => !allowed.includes(scope))).toEqual([]);
    }
  });

  it('leaves no token in the checkout', () => {
    const checkouts = Object.values(workflow(file).jobs)
      .flatMap(({ steps = [] }) => steps)
      .filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const checkout of checkouts) expect(checkout.with).toHaveProperty('persist-credentials', false);
  });
});

describe('the one check that a branch requires', () => {
  it('waits for every other job but the comment, which is no check', () => {
    const others = Object.keys(ci.jobs).filter((name) => !['all-green', 'comment'].includes(name));
    expect([...(ci.jobs['all-green']?.needs ?? [])].sort()).toEqual(others.sort());
  });

  it('gives every job an end', () => {
    for (const job of Object.values(ci.jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  it('comments without running anything of the pull request', () => {
    const uses = (ci.jobs.comment?.steps ?? []).map((step) => step.uses ?? '');
    expect(uses.filter((name) => name.startsWith('./') || name.startsWith('actions/checkout'))).toEqual([]);
  });
});

describe('the commit that a rollback goes to', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'expense-gh-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the script beside a `gh` that knows these deployments, newest first, each with its states. */
  async function lastGoodCommit(
    deployments: readonly (readonly [commit: string, states: readonly string[]])[],
  ) {
    const lists = deployments.map(([commit], id) => `${id} ${commit}`).join('\n');
    const cases = deployments.map(
      ([, states], id) => `*deployments/${id}/*) printf '%s\\n' ${states.join(' ')};;`,
    );
    const gh = `#!/bin/sh\ncase "$2" in\n${cases.join('\n')}\n*) printf '%s\\n' '${lists}';;\nesac\n`;
    writeFileSync(path.join(folder, 'gh'), gh);
    chmodSync(path.join(folder, 'gh'), 0o755);
    const env = {
      PATH: `${folder}:${process.env.PATH}`,
      GITHUB_REPOSITORY: 'acme/expenses',
      GITHUB_SHA: 'broken',
    };
    const script = path.join(ROOT, '.github', 'scripts', 'last-good-commit');
    return (await promisify(execFile)(script, ['staging'], { env })).stdout.trim();
  }

  it('is the newest that was a success, also when a later one took its place', async () => {
    const commit = await lastGoodCommit([
      ['broken', ['failure', 'in_progress']],
      ['worse', ['failure']],
      ['good', ['inactive', 'success', 'in_progress']],
      ['older', ['inactive', 'success']],
    ]);
    expect(commit).toBe('good');
  });

  it('is never the one that has just failed, deployed twice', async () => {
    expect(
      await lastGoodCommit([
        ['broken', ['success']],
        ['good', ['success']],
      ]),
    ).toBe('good');
  });

  it('is missed in one sentence when there is none', async () => {
    await expect(lastGoodCommit([['broken', ['failure']]])).rejects.toMatchObject({
      stderr: expect.stringMatching(/^No earlier deployment to staging was a success, .*\.\n$/),
    });
  });
});
