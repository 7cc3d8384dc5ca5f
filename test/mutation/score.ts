/** What became of the mutants of one scope. */
export interface Score {
  /** How many there were, without those that a comment in the source excuses and those that cannot run. */
  readonly mutants: number;
  /** How many of them no test noticed. */
  readonly survivors: number;
}

/** A mutant as far as the score is concerned; the states are Stryker's. */
export interface JudgedMutant {
  readonly status: string;
}

const SURVIVED = ['Survived', 'NoCoverage'];
/** A test that never ends has noticed it, too. */
const NOTICED = ['Killed', 'Timeout'];

/** Whether no test noticed the mutant. */
export function hasSurvived({ status }: JudgedMutant): boolean {
  return SURVIVED.includes(status);
}

/** Counts what is either noticed or not. */
export function scoreOf(mutants: readonly JudgedMutant[]): Score {
  const survivors = mutants.filter(hasSurvived).length;
  const noticed = mutants.filter(({ status }) => NOTICED.includes(status)).length;
  return { mutants: survivors + noticed, survivors };
}

/** The share that tests noticed, in per cent with one decimal, rounded down; 100 where there was nothing to notice. */
export function percentOf({ mutants, survivors }: Score): number {
  return mutants === 0 ? 100 : Math.floor((1000 * (mutants - survivors)) / mutants) / 10;
}

/** Whether a smaller share of mutants was noticed than before, however little. */
export function isLower(score: Score, before: Score): boolean {
  return score.survivors * before.mutants > before.survivors * score.mutants;
}
