/** A part of the repository, and what it may import. */
export interface ImportList {
  /** A folder or a file, from the root. A room inside of another has a list of its own. */
  readonly path: string;
  /** Why the list is as it is. */
  readonly reason: string;
  /** Folders and files; whatever is not listed is refused. A room may always import itself. */
  readonly imports: readonly string[];
  /** What only its tests may import besides. */
  readonly testsImport?: readonly string[];
}

/** What every room of the product may use: values and their shapes. */
const VALUES = ['app/contract', 'app/errors', 'app/policies', 'app/schema'];

/** What a feature stands on. */
const FOUNDATIONS = [...VALUES, 'app/auth', 'app/http', 'app/observability', 'app/persistence'];

const TESTING = { testsImport: ['app/testing'] };

/**
 * The product. It knows nothing of where it runs, so no list names anything outside of app. Its rooms stand in order: each
 * imports from rooms below it, and from none above.
 */
const APP: readonly ImportList[] = [
  {
    path: 'app/lambda',
    reason: 'the entry of each function, which nothing else imports',
    imports: [
      ...FOUNDATIONS,
      'app/app.ts',
      'app/approvals',
      'app/config',
      'app/receipts',
      'app/users',
      'app/wiring',
    ],
  },
  {
    path: 'app/commands',
    reason: 'what an administrator runs',
    imports: [...FOUNDATIONS, 'app/config', 'app/expenses', 'app/receipts', 'app/users', 'app/wiring'],
    ...TESTING,
  },
  {
    path: 'app/openapi',
    reason: 'the description of the API, made from its routes',
    imports: ['app/app.ts', 'app/errors', 'app/http', 'app/policies', 'app/schema', 'app/testing'],
    testsImport: ['docs'],
  },
  {
    path: 'app/wiring',
    reason: 'creates on AWS what the functions need',
    imports: [
      ...FOUNDATIONS,
      'app/app.ts',
      'app/approvals',
      'app/config',
      'app/expenses',
      'app/receipts',
      'app/users',
    ],
  },
  {
    path: 'app/app.ts',
    reason: 'joins the features to one API',
    imports: [
      ...FOUNDATIONS,
      'app/approvals',
      'app/expenses',
      'app/receipts',
      'app/users',
      'docs/openapi.json',
    ],
  },
  {
    path: 'app/approvals',
    reason: 'a feature',
    imports: [...FOUNDATIONS, 'app/approvals/workflow', 'app/expenses', 'app/receipts', 'app/users'],
    ...TESTING,
  },
  {
    path: 'app/approvals/workflow',
    reason: 'the state machine, which cdktf deploys: what it takes from the application is names and amounts',
    imports: ['app/contract', 'app/policies'],
  },
  {
    path: 'app/receipts',
    reason: 'a feature',
    imports: [...FOUNDATIONS, 'app/expenses', 'app/users'],
    ...TESTING,
  },
  {
    path: 'app/expenses',
    reason: 'a feature',
    imports: [...FOUNDATIONS, 'app/users'],
    // What an expense can hold at most is shown with what the later features put on it.
    testsImport: ['app/approvals', 'app/receipts', 'app/testing'],
  },
  { path: 'app/users', reason: 'a feature', imports: FOUNDATIONS, ...TESTING },
  {
    path: 'app/http',
    reason: 'how the application speaks HTTP',
    imports: [...VALUES, 'app/auth', 'app/observability', 'app/persistence'],
    testsImport: ['app/testing', 'docs'],
  },
  { path: 'app/auth', reason: 'who asks, and what they may', imports: VALUES, ...TESTING },
  { path: 'app/persistence', reason: 'how items are read and written', imports: VALUES, ...TESTING },
  {
    path: 'app/observability',
    reason: 'logs, metrics and traces of any feature',
    imports: [...VALUES, 'app/config'],
  },
  { path: 'app/policies', reason: 'rules of the company: they are values', imports: [] },
  { path: 'app/schema', reason: 'the shapes that features share', imports: ['app/contract'] },
  {
    path: 'app/errors',
    reason: 'what the API says when it refuses',
    imports: ['app/contract'],
  },
  {
    path: 'app/config',
    reason: 'the settings of the functions',
    imports: ['app/contract'],
    testsImport: ['app/persistence'],
  },
  {
    path: 'app/contract',
    reason: 'names and shapes that the stacks share',
    imports: [],
    testsImport: ['app/users', 'app/persistence'],
  },
  {
    path: 'app/testing',
    reason: 'an application of parts in memory, for the tests of all features',
    imports: [
      ...FOUNDATIONS,
      'app/app.ts',
      'app/approvals',
      'app/config',
      'app/expenses',
      'app/receipts',
      'app/users',
    ],
  },
];

/** A file in none of these is refused, so that a new room is written down before it is used. */
export const ROOMS: readonly ImportList[] = [
  { path: 'main.ts', reason: 'the program of cdktf', imports: ['cdktf'] },

  ...APP,

  {
    path: 'cdktf',
    reason: 'knows of app what both must agree on',
    imports: ['app/approvals/workflow', 'app/contract', 'locks', 'main.ts', 'preflight'],
  },

  // The local AWS. None of its lists names app, cdktf or load: it reads what they build.
  { path: 'localstack/embedded', reason: 'AWS itself: it knows none of its users', imports: ['locks'] },
  {
    path: 'localstack/provision',
    reason: 'speaks to any AWS by the SDK, so it knows none from inside',
    imports: [],
  },
  {
    path: 'localstack/local-aws',
    reason: 'an embedded AWS with a folder of stacks in it',
    imports: ['localstack/embedded', 'localstack/provision'],
    testsImport: ['localstack/vitest.ts'],
  },
  {
    path: 'localstack/index.ts',
    reason: 'what the package offers to programs',
    imports: ['localstack/embedded', 'localstack/local-aws', 'localstack/provision'],
  },
  {
    path: 'localstack/vitest.ts',
    reason: 'what the package offers to tests',
    imports: ['localstack/index.ts', 'localstack/local-aws'],
  },
  {
    path: 'localstack/cli',
    reason: 'the command of the package, and what all programs share',
    imports: ['localstack/embedded', 'localstack/local-aws', 'localstack/provision', 'preflight'],
  },
  {
    path: 'localstack/examples',
    reason: 'another team: it knows the package alone',
    imports: ['localstack/index.ts', 'localstack/vitest.ts'],
  },
  {
    path: 'localstack/stack',
    reason: 'boots the embedded AWS and provisions it with the product',
    imports: [
      'localstack/cli',
      'localstack/embedded',
      'localstack/local-aws',
      'localstack/provision',
      'preflight',
    ],
  },
  {
    path: 'localstack/containers',
    reason: 'does beside LocalStack what the stack does alone',
    imports: [
      'localstack/cli',
      'localstack/embedded',
      'localstack/local-aws',
      'localstack/provision',
      'localstack/stack',
    ],
  },
  {
    path: 'localstack/support',
    reason: 'reads of the others what they do and what they refuse, for docs/SUPPORT.md',
    imports: [
      'localstack/conformance/stepfunctions/recordings/record.ts',
      'localstack/embedded',
      'localstack/provision',
    ],
  },
  {
    path: 'localstack/testing',
    reason: 'what the tests of the local AWS share',
    imports: ['localstack/embedded', 'localstack/provision'],
  },
  {
    path: 'localstack/clients',
    reason: 'programs of other people, pointed at the local AWS',
    imports: ['localstack/testing'],
  },
  {
    path: 'localstack/bench',
    reason: 'measures parts of the embedded AWS beside what they replaced',
    imports: ['localstack/embedded'],
  },
  {
    path: 'localstack/conformance',
    reason: 'holds the local AWS to what AWS does',
    imports: ['localstack/embedded', 'localstack/provision', 'localstack/testing'],
    testsImport: ['test/infra/synthesized.ts'],
  },

  {
    path: 'load',
    reason:
      'talks HTTP; it starts the local AWS as a process of its own, and knows of it the command line alone',
    // Of what k6 runs it reads the declarations of scenarios, and hands the rest to k6 as files.
    imports: [
      'load/k6/scenarios',
      'load/shared',
      'localstack/stack/stack-process.ts',
      'locks',
      'preflight/command-line.ts',
    ],
  },
  {
    path: 'load/k6',
    reason: 'what k6 runs: it is no Node, and finds no packages',
    imports: ['load/k6/scenarios', 'load/shared'],
  },
  { path: 'load/k6/scenarios', reason: 'what users do, declared for k6 and Node', imports: ['load/shared'] },
  { path: 'load/shared', reason: 'plain data and rules that both k6 and Node read', imports: [] },
  { path: 'locks', reason: 'knows nothing of what it guards', imports: [] },
  {
    path: 'preflight',
    reason: 'is loaded before all others, and knows of them the names of settings alone',
    imports: ['cdktf/setting-names.ts'],
  },

  {
    path: 'test',
    reason: 'sees all of them from outside',
    imports: ['app', 'cdktf', 'load', 'localstack', 'locks', 'main.ts', 'package.json', 'preflight'],
  },
  {
    path: 'vitest.config.ts',
    reason: 'says which tests there are',
    imports: ['localstack/stack/sources/compile-cache.ts', 'test/iam/reporter.ts'],
  },
  {
    path: 'vitest.containers.config.ts',
    reason: 'says which of them run against containers',
    imports: ['localstack/testing', 'test/containers'],
  },
  { path: '.github/scripts', reason: 'checks the workflows alone', imports: [] },
];

/** What the tests of the local AWS share: they run on an AWS that they start. */
const TESTS_OF_THE_LOCAL_AWS = ['localstack/conformance', 'localstack/embedded', 'localstack/testing'];

/** What a file of a room may import outside of it. */
export function allowedFor(room: ImportList, isTest: boolean): readonly string[] {
  if (!isTest) return room.imports;
  const shared = room.path.startsWith('localstack/') ? TESTS_OF_THE_LOCAL_AWS : [];
  return [...room.imports, ...(room.testsImport ?? []), ...shared];
}

/** Whether a path is a folder or a file, or lies in it. */
export function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

/** The innermost room that a path lies in. */
export function roomOf(path: string): ImportList | undefined {
  return ROOMS.filter((room) => isWithin(path, room.path)).sort((a, b) => b.path.length - a.path.length)[0];
}
