import type { UsageSource } from '../cost/source.ts';
import { findK6, type K6, k6Search } from '../find-k6/find.ts';
import { type ScenarioName, scenarios } from '../k6/scenarios/catalogue.ts';
import type { Log } from '../log.ts';
import { type PopulationSize, populationSize } from '../population/population.ts';
import type { Team } from '../shared/plan.ts';
import type { RunArguments } from './arguments.ts';
import { deployedTarget, embeddedTarget, type LoadTarget, stageTarget } from './target.ts';

/** All that load needs before the first request: k6, something to drive, and people who are signed in. */
export interface Session extends AsyncDisposable {
  readonly k6: K6;
  readonly target: LoadTarget;
  readonly teams: readonly Team[];
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** When the command began: milliseconds since the epoch. */
  readonly commandStartedAt: number;
  /** What there is to say against the figures before anything is measured. */
  readonly warnings: readonly string[];
  /** Where the target's usage is read; absent where it cannot be. */
  readonly usage?: UsageSource;
}

/**
 * Finds k6 and gets the target ready, both at once; undefined when that was interrupted.
 *
 * @param size how many people there shall be; default: as many as datasets are made for
 */
export async function openSession(
  args: RunArguments,
  log: Log,
  signal: AbortSignal,
  size: PopulationSize = populationSize,
): Promise<Session | undefined> {
  const opening = openTarget(args, size, log, signal);
  const looking = findK6(k6Search(log, signal));
  // Loaded while the target starts, as k6 is looked for; what fails is noticed where it is awaited.
  const loading = import('../cost/find-source.ts');
  for (const pending of [looking, loading]) pending.catch(() => {});
  const target = await opening;
  try {
    const k6 = await looking;
    log(`k6 ${k6.version} (${k6.from})`);
    if (signal.aborted) return await closed(target);
    const teams = target.teams ?? (await prepared(target, size));
    log(`signed in: managers ${size.teams}, employees ${size.teams * size.employeesPerTeam}`);
    if (signal.aborted) return await closed(target);
    if (args.dataset && args.target !== 'embedded') {
      const { seedStage } = await import('../datasets/stage.ts');
      await seedStage(args.dataset, target, teams, log);
    }
    const warnings = args.dataset ? [] : emptyLists(args.scenarios);
    for (const warning of warnings) log(warning);
    const { findUsageSource } = await loading;
    const usage = await findUsageSource(target, log);
    return {
      ...(usage ? { usage } : {}),
      k6,
      target,
      teams,
      signal,
      commandStartedAt: performance.timeOrigin,
      warnings,
      [Symbol.asyncDispose]: () => target[Symbol.asyncDispose](),
    };
  } catch (error) {
    await target[Symbol.asyncDispose]();
    if (signal.aborted) return undefined;
    throw error;
  }
}

async function openTarget(
  { target, stage, outputs, dataset }: RunArguments,
  population: PopulationSize,
  log: Log,
  signal: AbortSignal,
): Promise<LoadTarget> {
  if (stage !== undefined) return stageTarget(stage, process.env);
  if (target !== 'embedded') return deployedTarget(target, outputs, process.env);
  if (dataset === undefined) return embeddedTarget(log, signal, { population });
  const { datasetTarget } = await import('../datasets/folder.ts');
  return datasetTarget(dataset, log, signal);
}

/** Makes the people of a target that exists already; the code for it is not loaded where it is not needed. */
async function prepared(target: LoadTarget, size: PopulationSize): Promise<readonly Team[]> {
  const { preparePopulation } = await import('../population/prepare.ts');
  return preparePopulation(target, size);
}

async function closed(target: LoadTarget): Promise<undefined> {
  await target[Symbol.asyncDispose]();
}

/** Lists that nobody has filled answer faster than any that are of use. */
function emptyLists(names: readonly ScenarioName[]): string[] {
  const readers = names.filter((name) => scenarios[name].readsLists);
  if (readers.length === 0) return [];
  return [`${readers.join(' and ')} without --dataset: the lists are short, and so are the times.`];
}
