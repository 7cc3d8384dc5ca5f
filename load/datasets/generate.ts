import { type Random, seededRandom } from '../random.ts';
import type { Team } from '../shared/plan.ts';
import type { DatasetSize } from './catalogue.ts';
import { type Colleague, companyOf, personItem } from './company.ts';
import { expenseItem, type Fate, type Item, type StartInput } from './expense.ts';

/** Of what a dataset is made. */
export interface DatasetSource {
  readonly size: DatasetSize;
  readonly seed: number;
  /** The load's own people, who own their share and can sign in to read it. */
  readonly teams: readonly Team[];
  /** The moment that the past ends at: milliseconds since the epoch. */
  readonly now: number;
}

/** One item of a dataset; `start` for an expense whose approval has yet to be started. */
export interface DatasetItem {
  readonly item: Item;
  readonly start?: StartInput;
}

const day = 86_400_000;
/** The newest expenses of somebody are still drafts, or wait for an answer. */
const newest: readonly Fate[] = ['draft', 'submitted'];

/**
 * A company's past, item by item: its people, and their expenses from the oldest months to today. Everybody has
 * about as many; what is newest is a draft or waits, one in twenty of the rest was rejected.
 */
export function* generateDataset(source: DatasetSource): Generator<DatasetItem> {
  const { size, seed, teams, now } = source;
  const people = companyOf(size.people, teams, seededRandom(seed));
  const madeAt = new Date(now - size.months * 30 * day).toISOString();
  for (const person of people) {
    if (!person.isReal) yield { item: personItem(person, madeAt) };
  }
  const random = seededRandom(seed, 1);
  const accountants = people.filter(({ roles }) => roles.includes('finance'));
  const managerOf = new Map(people.map(({ id, managerId }) => [id, managerId]));
  for (let number = 0; number < size.expenses; number++) {
    const owner = people[number % people.length] as Colleague;
    const age = Math.floor((size.expenses - 1 - number) / people.length);
    yield expenseItem(
      {
        owner,
        secondManagerId: owner.managerId === undefined ? undefined : managerOf.get(owner.managerId),
        createdAt: momentOf(number, source, random),
        fate: fateOf(age, random),
        financeId: accountants.find(({ id }) => id !== owner.id)?.id ?? '',
      },
      random,
    );
  }
}

/** Evenly over the months, the last week before now kept for what is still open. */
function momentOf(number: number, { size, now }: DatasetSource, random: Random): number {
  const span = size.months * 30 * day;
  const position = number / size.expenses;
  return Math.floor(now - 7 * day - span * (1 - position) - random.below(day));
}

function fateOf(age: number, random: Random): Fate {
  const open = newest[age];
  if (open === 'draft' && random.chance(0.7)) return 'draft';
  if (open === 'submitted' && random.chance(0.3)) return 'submitted';
  return random.chance(0.05) ? 'rejected' : 'approved';
}
