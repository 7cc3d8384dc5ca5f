import { noCycles, noTypeCycles } from './cycles.ts';
import { allowedFor, isWithin, roomOf } from './rooms.ts';
import { mayNotImport, mayNotReach, mayNotSay, named, type Rule } from './rule.ts';
import { type Import, isTest, type SourceFile } from './source-tree.ts';

const rooms: Rule = {
  name: 'a room imports what its list names',
  reason: 'who knows whom is decided once, in rooms.ts; a new room or a new arrow is written there first',
  files: () => true,
  broken: [
    { path: 'attic/box.ts', text: 'export const box = 1;' },
    { path: 'cdktf/stacks/broken.ts', text: "import '../../app/errors/problems.ts';" },
    { path: 'app/broken.ts', text: "import '../localstack/stack/people/people.ts';" },
    { path: 'localstack/provision/broken.ts', text: "import type { A } from '../embedded/index.ts';" },
    { path: 'localstack/embedded/broken.ts', text: "export * from '../../app/config/config.ts';" },
    { path: 'load/report/broken.ts', text: "const { a } = await import('../../localstack/stack/stack.ts');" },
    { path: 'load/run/broken.ts', text: "import type { A } from '../../app/expenses/expense.ts';" },
    { path: 'locks/broken.ts', text: "type A = import('../load/plan.ts').LoadPlan;" },
    { path: 'preflight/broken.cjs', text: "require('../cdktf/settings.ts');" },
    { path: 'localstack/stack/broken.ts', text: "import '../testing/embedded.ts';" },
    { path: 'app/users/broken.ts', text: "import '../../test/support/environment.ts';" },
    { path: 'load/run/named.ts', text: "import { createEmbeddedAws } from 'embedded-aws';" },
  ],
  violations: (files) =>
    files.flatMap((file) => {
      const room = roomOf(file.path);
      if (!room) return [`${file.path} is in no room`];
      const allowed = allowedFor(room, isTest(file.path));
      return file.imports
        .filter(({ target, isOurs }) => isOurs && roomOf(target) !== room)
        .filter(({ target }) => !allowed.some((place) => isWithin(target, place)))
        .map(({ target }) => `${file.path} → ${target}`);
    }),
};

const insideApp: readonly Rule[] = [
  mayNotImport(/^(?:fastify$|@fastify\/|@aws-sdk\/)|\.routes\.ts$/, {
    name: 'a service knows neither Fastify, nor the SDK, nor routes',
    reason: 'the rules of the product outlive the framework and the database',
    files: named(/^app\/.*\.service\.ts$/),
    broken: [
      { path: 'app/expenses/broken.service.ts', text: "import Fastify from 'fastify';" },
      { path: 'app/expenses/typed.service.ts', text: "import type { FastifyRequest } from 'fastify';" },
      {
        path: 'app/users/broken.service.ts',
        text: "import { PutItemCommand } from '@aws-sdk/client-dynamodb';",
      },
      { path: 'app/receipts/broken.service.ts', text: "import './receipts.routes.ts';" },
    ],
  }),
  mayNotImport(/^@aws-sdk\/|\.store\.ts$/, {
    name: 'routes know neither the SDK nor stores',
    reason: 'a route speaks HTTP; whatever it decides, a service decides',
    files: named(/^app\/.*\.routes\.ts$/),
    broken: [
      { path: 'app/receipts/broken.routes.ts', text: "import { S3Client } from '@aws-sdk/client-s3';" },
      { path: 'app/expenses/broken.routes.ts', text: "import type { A } from './expenses.store.ts';" },
    ],
  }),
  mayNotImport(/^(?:fastify$|@fastify\/)|\.(?:service|routes)\.ts$/, {
    name: 'a store knows neither Fastify, nor services, nor routes',
    reason: 'a store keeps what it is handed, and decides nothing',
    files: named(/^app\/.*\.store\.ts$/),
    broken: [
      { path: 'app/users/broken.store.ts', text: "import type { FastifyInstance } from 'fastify';" },
      { path: 'app/users/ruling.store.ts', text: "import './users.service.ts';" },
      { path: 'app/expenses/broken.store.ts', text: "import './expenses.routes.ts';" },
    ],
  }),
  {
    name: 'a store decides by no policy',
    reason: 'what the company has ruled is applied before something is stored',
    files: named(/^app\/.*\.store\.ts$/),
    broken: [{ path: 'app/expenses/deciding.store.ts', text: "import '../policies/approval-policy.ts';" }],
    violations: (files) =>
      files.flatMap(({ path, imports }) =>
        imports
          .filter(({ target, isTypeOnly }) => !isTypeOnly && isWithin(target, 'app/policies'))
          .map(({ target }) => `${path} → ${target}`),
      ),
  },
  mayNotReach(/^(?:fastify$|@fastify\/|@aws-sdk\/)/, {
    name: 'services and routes load neither Fastify nor the SDK through others',
    reason: 'an adapter that a service imports at run time ties it to the adapter as surely as the SDK would',
    files: named(/^app\/.*\.(?:service|routes)\.ts$/),
    broken: [
      { path: 'app/receipts/through.service.ts', text: "import './receipt-bucket.ts';" },
      { path: 'app/approvals/through.routes.ts', text: "import { a } from './executions.ts';" },
    ],
  }),
  mayNotImport(/^(?:fastify$|@fastify\/)/, {
    name: 'features answer requests without Fastify',
    reason: 'app/http says once how a route is registered',
    files: named(
      /^app\/(?!app\.ts|http\/|auth\/|observability\/|lambda\/|openapi\/|testing\/)/,
      /\.(?:service|store)\.ts$/,
    ),
    broken: [{ path: 'app/expenses/broken.ts', text: "import type { FastifyReply } from 'fastify';" }],
  }),
  mayNotImport(/^@aws-sdk\//, {
    name: 'what speaks HTTP or decides by values alone knows no SDK',
    reason: 'AWS is called by stores and adapters of features',
    files: named(/^app\/(?:http|auth|policies|schema|errors|app\.ts)/, /\.routes\.ts$/),
    broken: [{ path: 'app/http/broken.ts', text: "import '@aws-sdk/client-sqs';" }],
  }),
];

const SHARED = ['clock', 'core', 'protocol', 'storage', 'testbed'];
const folderOf = (path: string) => path.split('/')[2] ?? '';

const betweenServices: Rule = {
  name: 'inside the embedded AWS, services reach one another by calls and not by imports',
  reason: 'a service can run in another process, and is called by the same API then',
  files: ({ path }) => /^localstack\/embedded\/.+\/./.test(path) && !isTest(path),
  broken: [
    { path: 'localstack/embedded/sqs/broken.ts', text: "import '../kms/service.ts';" },
    { path: 'localstack/embedded/core/broken.ts', text: "import type { A } from '../iam/model.ts';" },
  ],
  violations: (files) =>
    files.flatMap((file) =>
      file.imports
        .filter(({ target }) => /^localstack\/embedded\/.+\/./.test(target))
        .filter(({ target }) => ![folderOf(file.path), ...SHARED].includes(folderOf(target)))
        .map(({ target }) => `${file.path} → ${target}`),
    ),
};

/** What imports k6's own modules, which are nowhere else. */
function runsInK6({ path, imports }: SourceFile): boolean {
  const isOfK6 = ({ target, isTypeOnly }: Import) => /^k6(?:\/|$)/.test(target) && !isTypeOnly;
  return path.startsWith('load/') && imports.some(isOfK6);
}

const packages: readonly Rule[] = [
  mayNotImport(/^(?:cdktf|constructs|cdktn)(?:$|\/(?!.*\.ts$))|^@(?:cdktf|cdktn)\//, {
    name: 'only main.ts and cdktf import the cdktf packages',
    reason: 'they are archived, and their fork takes their place by one change',
    files: named(/./, /^(?:main\.ts$|cdktf\/|test\/)/),
    broken: [{ path: 'localstack/provision/broken.ts', text: "import { Fn } from 'cdktf';" }],
  }),
  mayNotImport(/^(?!k6$|k6\/|load\/)/, {
    name: 'what k6 runs imports neither Node’s modules nor packages',
    reason: 'k6 is no Node: the import would fail when the load starts',
    files: runsInK6,
    broken: [{ path: 'load/run/broken.ts', text: "import http from 'k6/http';\nimport 'node:fs';" }],
  }),
  mayNotReach(/^(?!k6$|k6\/|load\/)/, {
    name: 'what k6 runs loads neither Node’s modules nor packages through others',
    reason: 'k6 is no Node: the import would fail when the load starts',
    files: runsInK6,
    broken: [{ path: 'load/run/broken.ts', text: "import 'k6/http';\nimport './execute.ts';" }],
  }),
  mayNotImport(/^<computed>$/, {
    name: 'imports are written out',
    reason: 'an arrow whose end is computed cannot be checked',
    // A user's workload and handler, what was bundled a moment ago, a feature's examples, and the sources
    // that a packed package does not have, have names of their own.
    files: named(
      /./,
      /\.test\.ts$|\/(?:cold-start\/sample|openapi\/load-examples|cli\/embedded-aws|workloads\/from-file|worker\/load-handler|sources\/bundle)\.[jt]s$/,
    ),
    broken: [{ path: 'app/http/broken.ts', text: "const name = './etag.ts';\nawait import(name);" }],
  }),
];

/** Where the emulated world meets the real one: the clock, the randomness, and the machine that a function runs on. */
const BOUNDARIES = /^localstack\/embedded\/(?:clock\/clock\.ts|core\/random\.ts|lambda\/worker\/)/;

const emulatedWorld: readonly Rule[] = (
  [
    ['Date.now', /\bDate\.now\b/, 'const now = Date.now();'],
    ['new Date()', /\bnew Date\(\s*\)/, 'const now = new Date();'],
    ['Math.random', /\bMath\.random\b/, 'const dice = Math.random();'],
    ['setTimeout or setInterval', /\bset(?:Timeout|Interval)\b/, 'setInterval(() => {}, 1000);'],
    ['randomUUID', /\brandomUUID\b/, "import { randomUUID } from 'node:crypto';"],
    ['process.env', /\bprocess\.env\b/, 'const { HOME } = process.env;'],
  ] as const
).map(([what, code, text]) =>
  mayNotSay(code, {
    name: `the embedded AWS reads no ${what} outside of its boundaries`,
    reason: 'time and randomness are the testbed’s, so that a test can move the one and repeat the other',
    files: (file) =>
      isSource(file) && /^localstack\/embedded\//.test(file.path) && !BOUNDARIES.test(file.path),
    broken: [{ path: 'localstack/embedded/sqs/broken.ts', text }],
  }),
);

const houseRules: readonly Rule[] = [
  mayNotSay(/\bflag: *'(?:wx|ax)|\.kill\([^,)]+, *0\)/, {
    name: 'nothing locks by files that it makes, or by the ids of processes, but locks',
    reason: 'a file outlives its process, and an id is given again',
    files: (file) => isSource(file) && !file.path.startsWith('locks/'),
    broken: [
      { path: 'load/run/broken.ts', text: "open('lock', { flag: 'wx' });" },
      { path: 'cdktf/deploy/broken.ts', text: 'process.kill(pid, 0);' },
    ],
  }),
  mayNotSay(/\b(?:interface|type|class) \w*(?:Trip|Passage|Told|Said|Given|Revived|Room)\b/, {
    name: 'types have the names of the field',
    reason: 'an engineer from anywhere reads State, Exchange or Record at once, and a word of our own never',
    files: isSource,
    broken: [{ path: 'localstack/embedded/sqs/broken.ts', text: 'export interface QueueRoom {}' }],
  }),
  {
    name: 'no source file is longer than 400 lines',
    reason: 'a file has one reason to change',
    files: isSource,
    broken: [{ path: 'app/http/long.ts', text: 'export {};\n'.repeat(401) }],
    violations: (files) => files.filter(({ lines }) => lines > 400).map(({ path }) => path),
  },
];

/** What runs where the product or its tools run, as against tests. */
function isSource({ path }: SourceFile): boolean {
  return /^(?:app|cdktf|load|localstack|locks|preflight)\//.test(path) && !isTest(path);
}

export const RULES: readonly Rule[] = [
  rooms,
  ...insideApp,
  betweenServices,
  ...packages,
  noCycles,
  noTypeCycles,
  ...emulatedWorld,
  ...houseRules,
];
