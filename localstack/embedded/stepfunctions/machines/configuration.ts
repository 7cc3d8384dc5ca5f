import { variableReferences } from '../definition/variable-references.ts';
import { invalidLogging } from '../errors.ts';
import type { Json } from '../json.ts';
import type { LogDestination, LoggingConfiguration, MachineRevision } from './model.ts';

/** Logging as it may be sent: everything optional. */
export interface LoggingInput {
  readonly level?: LoggingConfiguration['level'];
  readonly includeExecutionData?: boolean;
  readonly destinations?: readonly LogDestination[];
}

/** Fills in AWS's defaults. Throws InvalidLoggingConfiguration. */
export function readLogging(input: LoggingInput | undefined): LoggingConfiguration {
  const { level = 'OFF', includeExecutionData = false, destinations } = input ?? {};
  if (level !== 'OFF' && destinations?.length !== 1) {
    throw invalidLogging('Must specify exactly one Log Destination.');
  }
  return { level, includeExecutionData, ...(destinations ? { destinations } : {}) };
}

/** AWS's own key, which encrypts whatever names no other. */
const OWN_KEY: Readonly<Record<string, Json>> = { type: 'AWS_OWNED_KEY' };

/** A revision's settings as the Describe operations answer them. */
export function describeRevision(revision: MachineRevision): Record<string, unknown> {
  const references = variableReferences(revision.definition);
  return {
    definition: revision.definition,
    roleArn: revision.roleArn,
    name: revision.name,
    loggingConfiguration: revision.loggingConfiguration,
    tracingConfiguration: revision.tracingConfiguration,
    encryptionConfiguration: revision.encryptionConfiguration ?? OWN_KEY,
    ...(revision.revisionId === undefined ? {} : { revisionId: revision.revisionId }),
    ...(Object.keys(references).length > 0 ? { variableReferences: references } : {}),
  };
}
