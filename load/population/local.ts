import {
  type People,
  type PeopleWanted,
  type Person,
  stackPeople,
} from '../../localstack/stack/stack-process.ts';
import type { LoadUser, Team } from '../shared/plan.ts';
import { addressesOf, nameOf, type PopulationSize, populationPassword } from './population.ts';

/** The population as the local AWS is asked to make it, with its admin: each by their address. */
export function wantedPeople(size: PopulationSize): PeopleWanted {
  const person = (email: string) => ({ email, name: nameOf(email), password: populationPassword });
  const wanted: Record<string, PeopleWanted[string]> = { admin: stackPeople.admin };
  for (const { manager, employees } of addressesOf(size)) {
    wanted[manager] = { ...person(manager), roles: ['employee', 'manager'] };
    for (const employee of employees)
      wanted[employee] = { ...person(employee), roles: ['employee'], manager };
  }
  return wanted;
}

/** The teams of the population among the people that the local AWS has made. */
export function teamsAmong(people: People<string>, size: PopulationSize): Team[] {
  const user = (email: string): LoadUser => {
    const { id, accessToken } = people[email] as Person;
    return { id, email, accessToken };
  };
  return addressesOf(size).map(({ manager, employees }) => ({
    manager: user(manager),
    employees: employees.map(user),
  }));
}
