import type { LoadPlan, LoadSide, LoadUser, SideName, Team } from '../plan.ts';

const whole = JSON.parse(open(__ENV.LOAD_PLAN as string)) as LoadPlan;

let driven: SideName = 'a';

/** Turns this virtual user to one side of a comparison. */
export function drive(side: SideName): void {
  driven = side;
}

function side(): LoadSide {
  return whole.comparison?.sides[driven] ?? whole;
}

/** The plan of this run, from the file that LOAD_PLAN names; in a comparison, of the side that is being driven. */
export const plan: LoadPlan = whole.comparison
  ? {
      options: whole.options,
      comparison: whole.comparison,
      get apiUrl() {
        return side().apiUrl;
      },
      get teams() {
        return side().teams;
      },
      get signIn() {
        return side().signIn;
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
