import { type PopulationSize, populationSize } from '../population/population.ts';

/** How hard and how long: shares of each scenario's ordinary rate, over stages. No workload knows a request. */
export interface Workload {
  readonly description: string;
  /** Whether several scenarios run one after the other, or side by side. */
  readonly order: 'in turn' | 'side by side';
  readonly stages: readonly WorkloadStage[];
  /** The share that the first stage goes on from; default: a third of its own. */
  readonly startShare?: number;
  /** Iterations a second that a share of 1 stands for, where a scenario's own rate is not meant. */
  readonly rates?: Readonly<Record<string, number>>;
  /** How many managers it acts as where there is no dataset, and how many employees of each; default: 4 and 5. */
  readonly teams?: number;
  readonly employeesPerTeam?: number;
}

/** The rate goes evenly from the stage before (at first from `startShare`) to `share` of the scenario's. */
export interface WorkloadStage {
  /** What figures of this time are gathered under; several stages may belong to one phase. */
  readonly phase: string;
  readonly seconds: number;
  readonly share: number;
}

/** How many people a workload acts as where there is no dataset. */
export function populationOf({
  teams = populationSize.teams,
  employeesPerTeam = populationSize.employeesPerTeam,
}: Pick<Workload, 'teams' | 'employeesPerTeam'>): PopulationSize {
  return { teams, employeesPerTeam };
}

/** How long a workload keeps one scenario busy, in seconds. */
export function secondsOf(workload: Pick<Workload, 'stages'>): number {
  return workload.stages.reduce((total, { seconds }) => total + seconds, 0);
}

/** The phase in which a rate is led up to. */
const ramp = 'ramp';

/** Whether a phase leads from one rate to another: what happens in it belongs to no rate. */
export function isRamp(phase: string): boolean {
  return /^(\S+ )?ramp(-\d+)?$/.test(phase);
}

/**
 * The stages by the names that figures have: stages of one phase are gathered wherever they are, but each ramp is one of
 * its own (`ramp`, `ramp-2`), because a rate on the way to one height says nothing of the way to another.
 */
function namedStages({ stages }: Pick<Workload, 'stages'>): WorkloadStage[] {
  let ramps = 0;
  return stages.map((stage, index) => {
    if (stage.phase !== ramp) return stage;
    if (stages[index - 1]?.phase !== ramp) ramps++;
    return ramps === 1 ? stage : { ...stage, phase: `${ramp}-${ramps}` };
  });
}

/**
 * The named stages of one scenario of several. Where they take turns each has its phases to itself (`crud steady`): a rate
 * over the turns of all of them would be one that was never asked for.
 */
export function stagesOf(
  scenario: string,
  scenarios: readonly string[],
  workload: Pick<Workload, 'stages' | 'order'>,
): WorkloadStage[] {
  const named = namedStages(workload);
  if (workload.order === 'side by side' || scenarios.length < 2) return named;
  return named.map((stage) => ({ ...stage, phase: `${scenario} ${stage.phase}` }));
}
