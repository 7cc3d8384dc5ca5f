import type { LoadPlan, LoadUser, Team } from '../plan.ts';

/** The plan of this run, from the file that LOAD_PLAN names. */
export const plan = JSON.parse(open(__ENV.LOAD_PLAN as string)) as LoadPlan;

/** The team that a virtual user works in; people are spread evenly over virtual users. */
export function teamOf(virtualUser: number): Team {
  return plan.teams[virtualUser % plan.teams.length] as Team;
}

/** The employee that a virtual user acts as. */
export function employeeOf(virtualUser: number): LoadUser {
  const { employees } = teamOf(virtualUser);
  return employees[Math.floor(virtualUser / plan.teams.length) % employees.length] as LoadUser;
}
