import { readCommandLine } from '../../preflight/command-line.ts';
import { oneOf, optionsText, wholeNumber } from '../command.ts';
import { type DatasetName, datasets } from '../datasets/catalogue.ts';
import { LoadError } from '../errors.ts';
import { parseQuotas, type QuotaName, quotas } from '../feasibility/quotas.ts';
import { type ScenarioName, scenarios } from '../k6/scenarios/catalogue.ts';
import { type TargetProfileName, targets } from '../shared/targets.ts';
import { type WorkloadName, workloads } from '../workloads/catalogue.ts';

/** What a run was asked for on the command line. */
export interface RunArguments {
  readonly scenarios: readonly ScenarioName[];
  /** The name of one of ours; not used where there is a file. */
  readonly workload: WorkloadName | typeof breakpoint;
  /** How long each try of a search for the breakpoint holds its rate, in seconds. */
  readonly trySeconds: number;
  /** The file of a workload of one's own. */
  readonly workloadFile?: string | undefined;
  /** What the table is filled with before; default: nothing. */
  readonly dataset?: DatasetName | undefined;
  /** `embedded`, `stage` for the one that is named beside it, or the URL of a deployed API. */
  readonly target: string;
  /** The stage that `npm run deploy` has deployed. */
  readonly stage?: string | undefined;
  /** Whose limits the target is held to. */
  readonly thresholds: TargetProfileName;
  /** For a URL: the file with the stacks' outputs, and who may administer users there. */
  readonly outputs?: string | undefined;
  /** For a URL: what the account was granted beyond AWS's defaults. */
  readonly quotas: Readonly<Partial<Record<QuotaName, number>>>;
  readonly resultsFolder: string;
  readonly watch: boolean;
  /** The requests of a month that the cost is worked out for. */
  readonly monthlyRequests: number;
}

/** The workload that is no stages but a search (load/breakpoint). */
export const breakpoint = 'breakpoint';

const DEFAULT_TRY_SECONDS = 20;

/** The two ways that an expense goes: what a run without options looks at. */
const defaultScenarios = 'crud,approval';

const DEFAULT_MONTHLY_REQUESTS = 1_000_000;

/** A baseline is measured by users who wait for nothing but answers, beside a yardstick; a run's arrivals keep their rate. */
const noBaseline =
  'There is no option --baseline: a run asks at a fixed rate, and a baseline is measured by users who wait for nothing but ' +
  'answers, so their figures do not compare. npm run load:compare -- baseline . measures anew and holds the working tree to it.';

/** What there is to choose from, a line each. */
function choices<Of>(catalogue: Readonly<Record<string, Of>>, whatOf: (one: Of) => string): string {
  const lines = Object.entries(catalogue).map(([name, one]) => `  ${name.padEnd(10)}  ${whatOf(one)}`);
  return lines.join('\n');
}

const search = {
  description:
    'No stages: looks for the highest rate at which every threshold holds, and for what gives in above it',
};

/** How a load run is called. */
export const usage = `Usage: npm run load -- [options]

  --scenario NAME[,NAME]  ${Object.keys(scenarios).join(', ')} (default: ${defaultScenarios})
  --workload NAME         ${[...Object.keys(workloads), breakpoint].join(', ')} (default: smoke)
  --try-seconds N         breakpoint: how long each try holds its rate (default: ${DEFAULT_TRY_SECONDS})
  --workload-file FILE    a workload of your own instead: JSON, or a module (docs/load-testing.md)
  --dataset NAME          fills the table before, once: ${Object.keys(datasets).join(', ')} expenses (default: none)
  --target TARGET         embedded (default: a fresh local AWS), or the URL of a deployed API
  --stage NAME            instead: a stage that npm run deploy has deployed, by outputs/NAME.json
  --thresholds NAME       whose limits it is held to: ${Object.keys(targets).join(', ')}
                          (default: embedded, and stage for a stage or a URL)
  --outputs FILE          for a URL: the stacks' outputs as JSON, with user_pool_id, user_pool_client_id and,
                          for the cost, table_name
  --quota NAME=NUMBER     for a stage or a URL: what the account was granted: ${Object.keys(quotas).join(', ')}
  --results FOLDER        where results are written (default: load/results)
  --monthly-requests N    what so many requests a month would cost (default: ${DEFAULT_MONTHLY_REQUESTS})
  --watch                 open k6's live dashboard
  --help

For a stage or a URL, LOAD_ADMIN_EMAIL and LOAD_ADMIN_PASSWORD name an admin of the tracker there, and the usual AWS
credentials may create users in its user pool.

Scenarios:
${choices(scenarios, ({ title }) => title)}

Workloads:
${choices({ ...workloads, [breakpoint]: search }, ({ description }) => description)}

Thresholds:
${choices(targets, ({ description }) => description)}

Exit status: 0 all thresholds held, 99 a threshold was crossed, 1 the run could not be made, 130 interrupted.`;

/**
 * Reads the command line.
 *
 * @throws LoadError, UsageError `usage` naming the option that is wrong and what it takes
 */
export function parseRunArguments(argv: readonly string[]): RunArguments | 'help' {
  if (argv.some((argument) => argument === '--baseline' || argument.startsWith('--baseline='))) {
    throw new LoadError('usage', noBaseline);
  }
  const values = parse(argv);
  if (values.help) return 'help';
  const { dataset, outputs, stage } = values;
  const target = targetOf(values);
  const thresholds = values.thresholds ?? (target === 'embedded' ? 'embedded' : 'stage');
  return {
    scenarios: values.scenario
      .split(',')
      .filter(Boolean)
      .map((name) => oneOf(name, scenarios, 'scenario')),
    workload: oneOf(values.workload, { ...workloads, [breakpoint]: undefined }, 'workload'),
    trySeconds: wholeNumber('try-seconds', values['try-seconds'], 2, 3600),
    workloadFile: values['workload-file'],
    dataset: dataset === undefined ? undefined : oneOf(dataset, datasets, 'dataset'),
    target,
    stage,
    thresholds: oneOf(thresholds, targets, 'profile of thresholds'),
    outputs,
    quotas: parseQuotas(values.quota),
    resultsFolder: values.results,
    watch: values.watch,
    monthlyRequests: wholeNumber('monthly-requests', values['monthly-requests'], 1),
  };
}

/** The command that runs the same again. */
export function commandOf(args: RunArguments): string {
  const { workload, workloadFile, trySeconds, stage, monthlyRequests } = args;
  const isUnusualTry = workload === breakpoint && trySeconds !== DEFAULT_TRY_SECONDS;
  const options = optionsText({
    scenario: args.scenarios.join(','),
    workload: workloadFile === undefined ? workload : undefined,
    'workload-file': workloadFile,
    target: stage === undefined ? args.target : undefined,
    stage,
    thresholds: args.thresholds,
    'try-seconds': isUnusualTry ? trySeconds : undefined,
    dataset: args.dataset,
    outputs: args.outputs,
    'monthly-requests': monthlyRequests === DEFAULT_MONTHLY_REQUESTS ? undefined : monthlyRequests,
  });
  const quotas = Object.entries(args.quotas).map(([name, value]) => ` --quota ${name}=${value}`);
  return `npm run load -- ${options}${quotas.join('')}`;
}

function targetOf({ target = 'embedded', stage, outputs }: ReturnType<typeof parse>): string {
  if (stage !== undefined) {
    if (target !== 'embedded' || outputs !== undefined) {
      throw new LoadError(
        'usage',
        '--stage says by itself what --target and --outputs say: give one of the two.',
      );
    }
    if (/^[a-z][a-z0-9-]*$/.test(stage)) return 'stage';
    throw new LoadError('usage', `--stage takes the name of a stage such as dev, not ${stage}.`);
  }
  const url = target.replace(/\/+$/, '');
  if (url === 'embedded' || /^https?:\/\//.test(url)) return url;
  throw new LoadError('usage', `--target takes embedded or a URL, not ${url}.`);
}

function parse(argv: readonly string[]) {
  const options = {
    scenario: { type: 'string', default: defaultScenarios },
    workload: { type: 'string', default: 'smoke' },
    'try-seconds': { type: 'string', default: String(DEFAULT_TRY_SECONDS) },
    dataset: { type: 'string' },
    'workload-file': { type: 'string' },
    target: { type: 'string' },
    stage: { type: 'string' },
    thresholds: { type: 'string' },
    outputs: { type: 'string' },
    quota: { type: 'string', multiple: true, default: [] as string[] },
    results: { type: 'string', default: 'load/results' },
    'monthly-requests': { type: 'string', default: String(DEFAULT_MONTHLY_REQUESTS) },
    watch: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  return readCommandLine({ args: [...argv], options }, 'npm run load -- --help').values;
}
