/** Somebody who shall be able to sign in. */
export interface PersonWanted {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  /** The groups of the user pool that they are in. */
  readonly roles: readonly string[];
  /** Whom they report to, by their name among those who are wanted. */
  readonly manager?: string;
}

/** Who shall be able to sign in, each by a name that the caller chooses. */
export type PeopleWanted<Name extends string = string> = Readonly<Record<Name, PersonWanted>>;

/** Somebody who can sign in to the local place. */
export interface Person {
  readonly email: string;
  readonly password: string;
  /** The groups of the user pool that they are in. */
  readonly roles: readonly string[];
  /** Their id in the product. */
  readonly id: string;
  readonly accessToken: string;
}

/** An employee, the manager they report to, and who administers both. */
export type StackPerson = keyof typeof stackPeople;

/** Those who can sign in, by the names that they were wanted under. */
export type People<Name extends string = StackPerson> = Readonly<Record<Name, Person>>;

/** Made for a machine of one's own: printed at start, and the same every time. */
const PASSWORD = 'Expenses-on-my-laptop-1';

/** The people of a new stack unless others are wanted. */
export const stackPeople = {
  employee: {
    email: 'employee@example.com',
    name: 'Emma Employee',
    password: PASSWORD,
    roles: ['employee'],
    manager: 'manager',
  },
  manager: {
    email: 'manager@example.com',
    name: 'Max Manager',
    password: PASSWORD,
    roles: ['employee', 'manager'],
  },
  admin: {
    email: 'admin@example.com',
    name: 'Ada Admin',
    password: PASSWORD,
    roles: ['employee', 'finance', 'admin'],
  },
} as const satisfies PeopleWanted;

/** Those who are wanted cannot be made as they are told; the message says why. */
export class PeopleError extends Error {
  readonly code = 'PeopleRefused';
}

/** The stack does not take those who are wanted, or does not let them in; the message says whom and why. */
export class PeopleNotMadeError extends Error {
  readonly code = 'PeopleNotMade';
}

/**
 * Refuses people who cannot be made.
 * @throws PeopleError naming who shall report to somebody unknown, or where there is no admin to say so
 */
export function checkPeople(wanted: PeopleWanted): void {
  const everybody = Object.values(wanted);
  for (const { email, manager } of everybody) {
    if (manager === undefined) continue;
    if (!wanted[manager]) throw new PeopleError(`${email} shall report to ${manager}, who is not wanted.`);
    if (!everybody.some(isAdmin))
      throw new PeopleError(
        `${email} shall report to ${manager}, which an admin has to say: none is wanted.`,
      );
  }
}

/** Whether somebody may say who reports to whom. */
export function isAdmin({ roles }: Pick<PersonWanted, 'roles'>): boolean {
  return roles.includes('admin');
}
