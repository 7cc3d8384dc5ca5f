import type { TypeCase } from './case.ts';
import { compute } from './compute.ts';
import { gateway } from './gateway.ts';
import { identity } from './identity.ts';
import { monitoring } from './monitoring.ts';
import { queues } from './queues.ts';
import { storage } from './storage.ts';

/** How the arguments of each type are proven. */
export const CASES: Readonly<Record<string, TypeCase>> = {
  ...compute,
  ...gateway,
  ...identity,
  ...monitoring,
  ...queues,
  ...storage,
};
