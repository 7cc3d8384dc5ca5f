import { peakRates } from '../run/options.ts';
import type { Session } from '../run/session.ts';
import type { ScenarioName } from '../scenarios/catalogue.ts';
import { type TargetProfileName, targets } from '../targets/catalogue.ts';
import { secondsOf, type Workload } from '../workloads/workload.ts';
import { demandOf } from './demand.ts';
import { checkQuotas, type QuotaName } from './quotas.ts';
import { checkTokenLife } from './token-life.ts';

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
  const turns = workload.order === 'in turn' ? scenarios.length : 1;
  const tokens = teams.flatMap(({ manager, employees }) =>
    [manager, ...employees].map(({ accessToken }) => accessToken),
  );
  checkTokenLife(tokens, turns * secondsOf(workload) + MARGIN, Date.now());
  // A local target's process has no quotas but the machine's.
  if (target.processId !== undefined) return;
  const profile = targets[thresholds];
  checkQuotas(demandOf(peakRates(scenarios, workload, profile)), profile.p95.other / 1000, load.quotas);
}
