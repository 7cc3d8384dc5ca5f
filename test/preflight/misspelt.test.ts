import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMON_NAMES, misspeltSettings, SETTINGS } from '../../preflight/environment.ts';
import { nearest } from '../../preflight/nearest.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** A letter left out, twice, another, or changed places with the next one. */
const slips: readonly ((name: string, at: number) => string)[] = [
  (name, at) => name.slice(0, at) + name.slice(at + 1),
  (name, at) => name.slice(0, at) + name.charAt(at) + name.slice(at),
  (name, at) => `${name.slice(0, at)}Q${name.slice(at + 1)}`,
  (name, at) => name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2),
];

describe('a misspelt setting', () => {
  it('is refused with the one that was meant, whatever slip it is', () => {
    const name = fc.constantFrom(...SETTINGS);
    fc.assert(
      fc.property(name, fc.nat(), fc.constantFrom(...slips), (meant, place, slip) => {
        const given = slip(meant, place % (meant.length - 1));
        fc.pre(given !== meant);
        expect(misspeltSettings({ [given]: 'x' })).toEqual([
          `${given} is no setting; did you mean ${meant}? Set that one, or unset ${given}.`,
        ]);
      }),
    );
  });

  it.skipIf(process.platform === 'win32')('is one in lower case', () => {
    expect(misspeltSettings({ stage: 'prod' })).toEqual([
      'stage is no setting; did you mean STAGE? Set that one, or unset stage.',
    ]);
  });

  it.each([
    ['LOG_RETENTION', 'LOG_RETENTION_DAYS'],
    ['LOAD_ADMIN_PASS', 'LOAD_ADMIN_PASSWORD'],
    ['TF_STATE_BUCKET_NAME', 'TF_STATE_BUCKET'],
    ['ALARM_TOPIC', 'ALARM_TOPIC_ARN'],
  ])('is %s, of the family of %s', (given, meant) => {
    expect(misspeltSettings({ [given]: 'x' })).toEqual([expect.stringContaining(`did you mean ${meant}?`)]);
  });

  it('is none where it is empty, as an unset one', () => {
    expect(misspeltSettings({ STAGEE: '' })).toEqual([]);
  });
});

it.each([...SETTINGS, ...COMMON_NAMES])('%s is taken as it is', (name) => {
  expect(misspeltSettings({ [name]: 'x' })).toEqual([]);
});

// What shells, npm, pipelines, AWS, k6, LocalStack and Terraform set.
it.each(
  (
    'HOME PATH PWD SHELL TERM USER LANG EDITOR PAGER TMPDIR NODE NODE_ENV NODE_OPTIONS NODE_COMPILE_CACHE INIT_CWD ' +
    'npm_config_cache npm_lifecycle_event HTTP_PROXY HTTPS_PROXY http_proxy NO_PROXY CI GITHUB_TOKEN RUNNER_OS ' +
    'CI_JOB_STAGE CI_PIPELINE_ID CI_PIPELINE_SOURCE GL_STAGE AWS_DEFAULT_REGION AWS_ENDPOINT_URL_S3 AWS_ACCESS_KEY ' +
    'AWS_SECURITY_TOKEN AWS_DEFAULT_PROFILE AWS_LAMBDA_FUNCTION_NAME AWS_CONFIG_FILE AWS_PAGER K6_VUS K6_DURATION ' +
    'K6_WEB_DASHBOARD K6_NO_USAGE_REPORT LOCALSTACK_API_KEY LOCALSTACK_HOST LOCALSTACK_VOLUME_DIR TF_LOG TF_DATA_DIR ' +
    'TF_VAR_stage DOCKER_HOST TESTCONTAINERS_HOST_OVERRIDE LOG_FORMAT STORAGE IMAGE USAGE PAGE APP_URL API_KEY ' +
    'BACKEND_PORT BACKEND_SERVICE_HOST LOAD_BALANCER_URL VITEST_POOL_ID'
  ).split(' '),
)('%s of another program is left alone', (name) => {
  expect(misspeltSettings({ [name]: 'x' })).toEqual([]);
});

it('knows every variable that the commands read', () => {
  /** Of the machine, and between our own processes. */
  const others =
    /^(PATH|Path|CI|NODE_COMPILE_CACHE|VITEST_POOL_ID|CDKTF_CONTEXT_JSON|EXPENSES_TABLE|AWS_ENDPOINT_URL_\w+|LOAD_PLAN|LOAD_SUMMARY|_X_AMZN_TRACE_ID)$/;
  const files = ['cdktf', 'localstack', 'load', 'test', 'preflight', '.github/scripts'].flatMap((room) =>
    readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|js|cjs)$/.test(file) && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(path.join(ROOT, room, file), 'utf8')),
  );
  const read = files.flatMap((text) => [
    ...[...text.matchAll(/\b(?:process\.env|environment|env|caller|__ENV)\.([A-Za-z_][A-Z0-9_]+)/g)].map(
      ([, name = '']) => name,
    ),
  ]);
  const known: readonly string[] = [...SETTINGS, ...COMMON_NAMES];
  expect([...new Set(read)].filter((name) => !known.includes(name) && !others.test(name))).toEqual([]);
  expect(read.length).toBeGreaterThan(50);
});

describe('the nearest name', () => {
  it.each([
    ['managr', ['employee', 'manager', 'admin'], 'manager'],
    ['--prot', ['--port', '--data'], '--port'],
    ['bob', ['employee', 'manager', 'admin'], undefined],
    ['', ['a'], undefined],
  ])('to %j among %j is %j', (given, names, expected) => {
    expect(nearest(given, names)).toBe(expected);
  });
});
