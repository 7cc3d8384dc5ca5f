import { LoadError } from '../errors.ts';
import { preparePopulation } from '../population/prepare.ts';
import { callApi } from '../run/http.ts';
import type { LoadTarget } from '../run/target.ts';
import type { LoadUser, Team } from '../shared/plan.ts';

/** One manager with one employee on a target, for benchmarks that need nobody else. */
export async function aPair(
  target: LoadTarget,
): Promise<{ readonly manager: LoadUser; readonly employee: LoadUser }> {
  const [{ manager, employees }] = (await preparePopulation(target, { teams: 1, employeesPerTeam: 1 })) as [
    Team,
  ];
  const [employee] = employees;
  if (!employee) throw new LoadError('population', 'The benchmark has nobody to act as.');
  return { manager, employee };
}

/** An expense as benchmarks enter it. */
export const anExpense = {
  merchant: 'Hotel Bellevue',
  category: 'lodging',
  amount: 18_000,
  currency: 'EUR',
  incurredOn: '2026-11-02',
};

/** Enters {@link anExpense}, and answers with its ids. */
export function enterExpense(
  target: LoadTarget,
  employee: LoadUser,
): Promise<{ readonly id: string; readonly ownerId: string }> {
  return callApi(target, employee, 'POST', '/expenses', anExpense);
}
