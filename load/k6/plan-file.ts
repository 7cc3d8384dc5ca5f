import type { LoadPlan, LoadSide, LoadUser, Team } from '../shared/plan.ts';

const whole = JSON.parse(open(__ENV.LOAD_PLAN as string)) as LoadPlan;

let driven: LoadSide = whole;

/** Turns this virtual user to one side of a comparison. */
export function drive(side: LoadSide): void {
  driven = side;
}

/** The plan of this run, from the file that LOAD_PLAN names; in a comparison, of the side that is being driven. */
export const plan: LoadPlan = whole.comparison
  ? {
      options: whole.options,
      comparison: whole.comparison,
      get apiUrl() {
        return driven.apiUrl;
      },
      get teams() {
        return driven.teams;
      },
      get signIn() {
        return driven.signIn;
      },
    }
  : whole;

/** The team that a virtual user works in; people are spread evenly over virtual users. */
export function teamOf(virtualUser: number): Team {
  return plan.teams[virtualUser % plan.teams.length] as Team;
}

/** The employee that a virtual user acts as. */
export function employeeOf(virtualUser: number): LoadUser {
  const { employees } = teamOf(virtualUser);
  return employees[Math.floor(virtualUser / plan.teams.length) % employees.length] as LoadUser;
}
