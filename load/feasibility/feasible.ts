import { LoadError } from '../errors.ts';
import type { ScenarioName } from '../k6/scenarios/catalogue.ts';
import { peakRates } from '../run/options.ts';
import type { Session } from '../run/session.ts';
import { type TargetProfileName, targets } from '../shared/targets.ts';
import { secondsOf, type Workload } from '../workloads/workload.ts';
import { checkQuotas, demandOf, type QuotaName, tightestQuota } from './quotas.ts';
import { checkTokenLife, secondsLeft } from './token-life.ts';

/** What is about to be driven. */
export interface IntendedLoad {
  readonly scenarios: readonly ScenarioName[];
  readonly workload: Workload;
  readonly thresholds: TargetProfileName;
  /** What the account was granted beyond AWS's defaults. */
  readonly quotas: Readonly<Partial<Record<QuotaName, number>>>;
}

/** Seconds that k6 lets iterations go on after the last stage (`gracefulStop`), and to start. */
const MARGIN = 30;

/**
 * Refuses a load that cannot succeed, before it begins: one that outlives its tokens, and on a deployed stage one that
 * is beyond the account's quotas.
 *
 * @throws LoadError `tokens` or `quota`
 */
export function checkFeasible(
  { target, teams }: Pick<Session, 'target' | 'teams'>,
  load: IntendedLoad,
): void {
  const { scenarios, workload, thresholds } = load;
  checkTokenLife(tokensOf(teams), lengthOf(load), Date.now());
  // A local target's process has no quotas but the machine's.
  if (target.processId !== undefined) return;
  const demand = demandOf(peakRates(scenarios, workload, thresholds));
  checkQuotas(demand, targets[thresholds].p95 / 1000, load.quotas);
}

/** Whether the people's tokens live until a load that begins now has ended. */
export function tokensOutlive(teams: Session['teams'], load: IntendedLoad): boolean {
  return secondsLeft(tokensOf(teams), Date.now()) >= lengthOf(load);
}

/** Up to where a search for the breakpoint may go, and why no further. */
export interface SearchCap {
  /** The share of the ordinary load at which the account's first quota is used up. */
  readonly share: number;
  readonly reason: string;
}

/**
 * What the account's quotas allow a search on a deployed stage; undefined on a local target, which has none.
 *
 * @param load one try at a share of 1
 */
export function capOf({ target }: Pick<Session, 'target'>, load: IntendedLoad): SearchCap | undefined {
  if (target.processId !== undefined) return undefined;
  const demand = demandOf(peakRates(load.scenarios, load.workload, load.thresholds));
  const { name, quota, limit, times } = tightestQuota(
    demand,
    targets[load.thresholds].p95 / 1000,
    load.quotas,
  );
  if (times <= 0) throw new LoadError('quota', `${quota.title} is ${limit}: there is nothing to search.`);
  return {
    share: times,
    reason: `${quota.title} is ${limit} ${quota.unit}; say what the account has, if it is more: --quota ${name}=NUMBER`,
  };
}

function lengthOf({ scenarios, workload }: IntendedLoad): number {
  const turns = workload.order === 'in turn' ? scenarios.length : 1;
  return turns * secondsOf(workload) + MARGIN;
}

function tokensOf(teams: Session['teams']): string[] {
  return teams.flatMap(({ manager, employees }) =>
    [manager, ...employees].map(({ accessToken }) => accessToken),
  );
}
