import type { Random } from '../random.ts';
import type { Team } from '../shared/plan.ts';

/** Somebody of the company, as far as their expenses need to know. */
export interface Colleague {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Absent for whoever is at the top. */
  readonly managerId?: string;
  /** Whether they can sign in: the load's own people, who are in the user pool and have a profile. */
  readonly isReal: boolean;
}

const firstNames = ['Ada', 'Ben', 'Chiara', 'David', 'Elif', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas'];
const moreFirstNames = ['Klara', 'Luca', 'Mira', 'Nils', 'Olga', 'Paul', 'Rosa', 'Samir', 'Tilda', 'Yusuf'];
const surnames = ['Adler', 'Bauer', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Garcia', 'Hansen', 'Ivanova'];
const moreSurnames = ['Jansen', 'Kaya', 'Lopez', 'Moreau', 'Novak', 'Okafor', 'Petrov', 'Rossi', 'Singh'];
const names = { first: [...firstNames, ...moreFirstNames], last: [...surnames, ...moreSurnames] };

/** How many people report to one manager. */
const reports = 9;
const employeeRoles = ['employee'];
const managerRoles = ['employee', 'manager'];
const financeRoles = ['employee', 'finance'];
/** Two, because nobody decides on their own expense. */
const accountants = 2;

/**
 * A company of `size` people: those of `teams`, who are real, and colleagues who are only in the table. Every
 * manager has a manager of their own but one, who is at the top.
 */
export function companyOf(size: number, teams: readonly Team[], random: Random): Colleague[] {
  const real = teams.flatMap(({ manager, employees }): Colleague[] => [
    { id: manager.id, email: manager.email, name: manager.email, roles: managerRoles, isReal: true },
    ...employees.map((one) => ({
      id: one.id,
      email: one.email,
      name: one.email,
      roles: employeeRoles,
      managerId: manager.id,
      isReal: true,
    })),
  ]);
  const colleagues: Colleague[] = [];
  const named = (roles: readonly string[], managerId: string | undefined): string => {
    const name = `${random.of(names.first)} ${random.of(names.last)}`;
    const id = random.uuid();
    const email = `${name.toLowerCase().replace(' ', '.')}.${colleagues.length}@example.com`;
    colleagues.push({ id, email, name, roles, isReal: false, ...(managerId ? { managerId } : {}) });
    return id;
  };
  for (let number = 0; number < accountants; number++) named(financeRoles, undefined);
  let top: string | undefined;
  let manager: string | undefined;
  for (let number = 0; real.length + colleagues.length < size; number++) {
    if (number % (reports + 1) > 0) named(employeeRoles, manager);
    else {
      manager = named(managerRoles, top);
      top ??= manager;
    }
  }
  return [...real, ...colleagues];
}

/** The item of a colleague's profile, as the application keeps people. */
export function personItem(person: Colleague, at: string): Record<string, unknown> {
  const { id, email, name, roles, managerId } = person;
  return {
    pk: `USER#${id}`,
    sk: 'USER',
    id,
    username: id,
    email,
    name,
    roles: [...roles],
    ...(managerId ? { managerId } : {}),
    version: 1,
    createdAt: at,
    updatedAt: at,
    directory: 'USERS',
  };
}
