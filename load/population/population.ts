/** How many people a load run acts as. */
export interface PopulationSize {
  readonly teams: number;
  readonly employeesPerTeam: number;
}

/** The population of a run, which datasets are made for as well. */
export const populationSize: PopulationSize = { teams: 4, employeesPerTeam: 5 };

/** The password of the load population: they exist only to be driven, on stages made for it. */
export const populationPassword = 'Load-Test-2026!';

/** The addresses of one team's people. */
export interface TeamAddresses {
  readonly manager: string;
  readonly employees: readonly string[];
}

/** The addresses of the population by teams: the same for every run, so that people who exist are found again. */
export function addressesOf({ teams, employeesPerTeam }: PopulationSize): TeamAddresses[] {
  return Array.from({ length: teams }, (_, team) => ({
    manager: `load-manager-${team}@example.com`,
    employees: Array.from(
      { length: employeesPerTeam },
      (_, employee) => `load-employee-${team}-${employee}@example.com`,
    ),
  }));
}

/** Somebody's name, which nobody reads. */
export function nameOf(address: string): string {
  return address.slice(0, address.indexOf('@'));
}
