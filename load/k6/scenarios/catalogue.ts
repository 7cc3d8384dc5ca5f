import { approval } from './approval.ts';
import { auth } from './auth.ts';
import { crud } from './crud.ts';
import { mixed } from './mixed.ts';
import { queue } from './queue.ts';
import { reads } from './reads.ts';
import { receipts } from './receipts.ts';
import type { Scenario } from './scenario.ts';

const declared = { crud, approval, receipts, reads, queue, mixed, auth };

/** A scenario's name on the command line. */
export type ScenarioName = keyof typeof declared;

/** Every scenario by its name. k6 cannot look into folders, so this is a list; a test names a file that is missing from it. */
export const scenarios: Readonly<Record<ScenarioName, Scenario>> = declared;

/** The routes that a scenario calls, by the names of their requests. */
export function routeNames(name: ScenarioName): readonly string[] {
  return Object.keys(scenarios[name].routes);
}

/** The durations that a scenario measures itself. */
export function figureNames(name: ScenarioName): readonly string[] {
  return Object.keys(scenarios[name].figures);
}
