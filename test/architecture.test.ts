import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  /** Without comments. */
  readonly code: string;
  /** What it imports: paths from the root for local files, names for packages. */
  readonly imports: readonly string[];
}

function sourceFiles(...rooms: readonly string[]): SourceFile[] {
  return rooms.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'),
      )
      .map((entry) => readSource(join(entry.parentPath, entry.name))),
  );
}

function readSource(file: string): SourceFile {
  const text = readFileSync(file, 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
  const specifiers = [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
    (match) => match[1] ?? '',
  );
  const imports = specifiers.map((specifier) =>
    specifier.startsWith('.') ? fromRoot(resolve(dirname(file), specifier)) : specifier,
  );
  return { path: fromRoot(file), code, imports };
}

function fromRoot(file: string): string {
  return relative(ROOT, file).split(sep).join('/');
}

const isTest = (file: SourceFile) => /\.(?:test|bench)\.ts$/.test(file.path);
const isIn =
  (...rooms: readonly string[]) =>
  (path: string) =>
    rooms.some((room) => path.startsWith(`${room}/`));
const isCdktf = (name: string) => /^(?:cdktf|constructs|cdktn)(?:\/|$)|^@(?:cdktf|cdktn)\//.test(name);

/** `file → import` for each import that breaks a rule. */
function broken(files: readonly SourceFile[], isForbidden: (imported: string) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports.filter(isForbidden).map((imported) => `${file.path} → ${imported}`),
  );
}

describe('the arrows between rooms', () => {
  test('app knows nothing of where it runs', () => {
    expect(broken(sourceFiles('app'), isIn('localstack', 'cdktf', 'load', 'locks'))).toEqual([]);
  });

  test('localstack knows nothing of what it runs', () => {
    expect(broken(sourceFiles('localstack'), isIn('app', 'cdktf', 'load'))).toEqual([]);
  });

  test('cdktf knows nothing of the local AWS', () => {
    expect(broken(sourceFiles('cdktf'), isIn('localstack', 'load'))).toEqual([]);
  });

  test('load talks to the local AWS by its front door alone', () => {
    // stack-process.ts starts up.ts as a process of its own: the command line is all that the two share.
    const doors = ['localstack/up.ts', 'localstack/stack-process.ts'];
    const isInside = (imported: string) =>
      isIn('app', 'cdktf', 'localstack')(imported) && !doors.includes(imported);
    expect(broken(sourceFiles('load'), isInside)).toEqual([]);
  });

  test('what k6 executes knows of load what both sides share, and no package of Node', () => {
    const isOther = (imported: string) =>
      !isIn('load/k6', 'load/shared')(imported) && !/^k6(?:\/|$)/.test(imported);
    expect(
      broken(
        sourceFiles('load/k6', 'load/shared').filter((file) => !isTest(file)),
        isOther,
      ),
    ).toEqual([]);
  });

  test('Node knows of what k6 executes the declarations of scenarios alone', () => {
    const files = sourceFiles('load').filter(({ path }) => !isIn('load/k6')(path));
    const isOther = (imported: string) => isIn('load/k6')(imported) && !isIn('load/k6/scenarios')(imported);
    expect(broken(files, isOther)).toEqual([]);
  });

  test('locks know nothing of what they guard', () => {
    expect(broken(sourceFiles('locks'), isIn('app', 'cdktf', 'localstack', 'load'))).toEqual([]);
  });

  test('preflight is loaded before all others, and knows of them the names of settings alone', () => {
    const isOther = (imported: string) =>
      isIn('app', 'cdktf', 'localstack', 'load', 'test')(imported) && imported !== 'cdktf/setting-names.ts';
    expect(broken(sourceFiles('preflight'), isOther)).toEqual([]);
  });

  test('nothing but tests imports from test', () => {
    const files = sourceFiles('app', 'cdktf', 'localstack', 'load', 'locks', 'preflight').filter(
      (file) => !isTest(file),
    );
    expect(broken(files, isIn('test'))).toEqual([]);
  });

  test('cdktf knows of app what both must agree on', () => {
    const agreed = isIn('app/config', 'app/approvals/workflow');
    const isOther = (imported: string) => isIn('app')(imported) && !agreed(imported);
    expect(broken(sourceFiles('cdktf'), isOther)).toEqual([]);
  });

  test.each([
    ['service', 'neither Fastify, nor the SDK, nor routes', /^fastify|^@fastify|^@aws-sdk|\.routes\.ts$/],
    ['routes', 'no SDK and no store', /^@aws-sdk|\.store\.ts$/],
    ['store', 'no Fastify, no rules and no routes', /^fastify|^@fastify|\.service\.ts$|\.routes\.ts$/],
  ])('inside app, a *.%s.ts knows %s', (kind, _what, forbidden) => {
    const files = sourceFiles('app').filter(({ path }) => path.endsWith(`.${kind}.ts`));
    expect(files.length).toBeGreaterThan(0);
    expect(broken(files, (imported) => forbidden.test(imported))).toEqual([]);
  });

  test('only main.ts and cdktf import the cdktf packages', () => {
    expect(broken(sourceFiles('app', 'localstack', 'load'), isCdktf)).toEqual([]);
  });

  test('inside the embedded AWS, services reach one another by calls and not by imports', () => {
    const shared = ['clock', 'core', 'protocol', 'storage', 'testbed'];
    const folderOf = (path: string) => path.split('/')[2] ?? '';
    const files = sourceFiles('localstack/embedded').filter(
      (file) => !isTest(file) && file.path.split('/').length > 3,
    );
    const crossing = files.flatMap((file) =>
      file.imports
        .filter((imported) => imported.startsWith('localstack/embedded/') && imported.split('/').length > 3)
        .filter((imported) => ![folderOf(file.path), ...shared].includes(folderOf(imported)))
        .map((imported) => `${file.path} → ${imported}`),
    );
    expect(crossing).toEqual([]);
  });
});

describe('inside the embedded AWS', () => {
  /** Where the emulated world meets the real one; each with its reason. */
  const boundaries: Readonly<Record<string, string>> = {
    'localstack/embedded/clock/clock.ts': 'is the clock',
    'localstack/embedded/core/random.ts': 'is the randomness',
    'localstack/embedded/lambda/worker/':
      'is the machine that a function runs on, with its environment and timers',
  };
  const forbidden: readonly (readonly [name: string, pattern: RegExp])[] = [
    ['Date.now', /\bDate\.now\b/],
    ['new Date()', /\bnew Date\(\s*\)/],
    ['Math.random', /\bMath\.random\b/],
    ['setTimeout or setInterval', /\bset(?:Timeout|Interval)\b/],
    ['randomUUID', /\brandomUUID\b/],
    ['process.env', /\bprocess\.env\b/],
  ];

  test.each(forbidden)('nothing reads %s outside of the boundaries', (_, pattern) => {
    const offending = sourceFiles('localstack/embedded')
      .filter((file) => !isTest(file))
      .filter((file) => !Object.keys(boundaries).some((boundary) => file.path.startsWith(boundary)))
      .filter((file) => pattern.test(file.code))
      .map((file) => file.path);
    expect(offending).toEqual([]);
  });
});

test('nothing locks by files that it makes, or by the ids of processes, but locks', () => {
  const byHand = /\bflag: *'(?:wx|ax)|\.kill\([^,)]+, *0\)/;
  const offending = sourceFiles('app', 'cdktf', 'localstack', 'load')
    .filter((file) => !isTest(file) && byHand.test(file.code))
    .map((file) => file.path);
  expect(offending).toEqual([]);
});

test('no source file is longer than 400 lines', () => {
  const long = sourceFiles('app', 'cdktf', 'localstack', 'load', 'locks', 'preflight')
    .map((file) => ({
      path: file.path,
      lines: readFileSync(join(ROOT, file.path), 'utf8').split('\n').length - 1,
    }))
    .filter(({ path, lines }) => lines > 400 && !path.endsWith('.test.ts'));
  expect(long).toEqual([]);
});
