import type { LoadPlan, LoadSide, LoadUser, Team } from '../plan.ts';

const whole = JSON.parse(open(__ENV.LOAD_PLAN as string)) as LoadPlan;

/** The side that the running k6 scenario drives: k6 gives each scenario its own variables. */
function side(): LoadSide {
  return whole.sides?.[__ENV.LOAD_SIDE as string] ?? whole;
}

/** The plan of this run, from the file that LOAD_PLAN names; in a comparison, of the side that is being driven. */
export const plan: LoadPlan = whole.sides
  ? {
      options: whole.options,
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
