import { isObject } from '../json.ts';
import type { Template } from '../jsonata/template.ts';
import type { Payload } from '../jsonpath/payload.ts';
import { parseForeignResource, parseResource, type TaskResource } from '../tasks/resource.ts';
import { compileRecovery } from './compile-recovery.ts';
import type { BaseState, Scalar, TaskState } from './model.ts';
import type { Problems } from './problems.ts';
import { integer, type Reader } from './reader.ts';
import type { Surroundings } from './surroundings.ts';

const LONGEST_TIMEOUT = 99_999_999;

/** Compiles a Task; undefined where its resource is unknown, as nothing more can be checked then. */
export function compileTask(
  base: BaseState,
  reader: Reader,
  location: string,
  surroundings: Surroundings,
): TaskState | undefined {
  const { problems } = surroundings;
  reader.require('Resource');
  const recovery = compileRecovery(reader, location, problems);
  const credentials = readCredentials(reader, problems);
  const seconds = integer(1, LONGEST_TIMEOUT);
  const timeoutSeconds = reader.scalar('TimeoutSeconds', seconds);
  const heartbeatSeconds = reader.scalar('HeartbeatSeconds', seconds);
  if (isNotSmaller(heartbeatSeconds, timeoutSeconds)) {
    problems.schema(
      "'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'",
      reader.place('HeartbeatSeconds'),
    );
  }
  const resource = readResource(reader, surroundings);
  return (
    resource && {
      ...base,
      ...recovery,
      type: 'Task',
      resource,
      timeoutSeconds,
      heartbeatSeconds,
      credentials,
    }
  );
}

function readResource(
  reader: Reader,
  { machineType, isMocked, problems }: Surroundings,
): TaskResource | undefined {
  const arn = reader.string('Resource');
  if (arn === undefined) return undefined;
  const resource = parseResource(arn) ?? (isMocked ? parseForeignResource(arn) : undefined);
  if (!resource) {
    const words =
      `The resource provided ${arn} is not recognized. The value is not a valid resource ARN, ` +
      'or the resource is not available in this region.';
    problems.schema(words, reader.place('Resource'));
    return undefined;
  }
  if (machineType === 'EXPRESS' && resource.pattern !== 'requestResponse') {
    // The second blank after the token's is AWS's.
    const integration =
      resource.pattern === 'sync'
        ? "'.sync' service integration"
        : "'.waitForTaskToken' service integration ";
    problems.schema(`Express state machine does not support ${integration}`, reader.place('Resource'));
  }
  if (machineType === 'EXPRESS' && resource.kind === 'activity') {
    problems.schema('Express state machine does not support Activity ARN', reader.place('Resource'));
  }
  return resource;
}

function readCredentials(reader: Reader, problems: Problems): Template | Payload | undefined {
  const credentials = reader.raw('Credentials');
  if (credentials === undefined) return undefined;
  const hasRole = isObject(credentials) && (credentials.RoleArn ?? credentials['RoleArn.$']) !== undefined;
  if (!hasRole)
    problems.schema("The field 'RoleArn' is required but was missing", reader.place('Credentials'));
  return reader.language === 'JSONPath' ? reader.payload('Credentials') : reader.template('Credentials');
}

function isNotSmaller(heartbeat: Scalar | undefined, timeout: Scalar | undefined): boolean {
  if (heartbeat?.kind !== 'constant' || timeout?.kind !== 'constant') return false;
  return Number(heartbeat.value) >= Number(timeout.value);
}
