import { AwsError } from '../../core/errors.ts';
import type { Call } from '../../core/service.ts';
import type { CodeSource } from '../code/package.ts';
import type { FunctionConfiguration, FunctionRecord } from '../model.ts';
import { change, type LambdaRoom, lastModified } from '../room.ts';
import { type ConfigurationInput, configurationMembers, validateConfiguration } from './configuration.ts';
import { requireAssumable } from './execution-role.ts';
import { publish } from './versions.ts';

interface CodeInput extends CodeSource {
  readonly FunctionName: string;
  readonly Architectures?: readonly string[];
  readonly DryRun?: boolean;
  readonly Publish?: boolean;
  readonly RevisionId?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export function updateFunctionCode(room: LambdaRoom) {
  return async (input: CodeInput, { principal }: Call): Promise<FunctionConfiguration> => {
    requireRevision(room.functions.get(input.FunctionName), input.RevisionId);
    const { sha256, size } = await room.packages.add(input, 'UpdateFunctionCode', principal);
    const record = room.functions.get(input.FunctionName);
    const members = {
      CodeSha256: sha256,
      CodeSize: size,
      ...(input.Architectures ? { Architectures: input.Architectures } : {}),
    };
    if (input.DryRun) return { ...record.configuration, ...members };
    const changed = await update(room, record, members);
    return input.Publish ? publish(room, changed, {}) : changed.configuration;
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export function updateFunctionConfiguration(room: LambdaRoom) {
  return async (input: ConfigurationInput): Promise<FunctionConfiguration> => {
    const record = room.functions.get(input.FunctionName);
    requireRevision(record, input.RevisionId);
    validateConfiguration('UpdateFunctionConfiguration', input);
    if (input.Role !== undefined) requireAssumable(room, input.Role);
    const members = configurationMembers({ ...input, FunctionName: record.configuration.FunctionName });
    const { DeadLetterConfig, ...others } = record.configuration;
    // An empty target takes the queue for dead letters away.
    const withoutQueue = DeadLetterConfig !== undefined && input.DeadLetterConfig?.TargetArn === '';
    const kept = withoutQueue ? others : record.configuration;
    return (await update(room, { ...record, configuration: kept }, members)).configuration;
  };
}

/** Events under way end on the old environments; later ones meet new ones. */
async function update(
  room: LambdaRoom,
  record: FunctionRecord,
  members: Partial<FunctionConfiguration>,
): Promise<FunctionRecord> {
  const configuration: FunctionConfiguration = {
    ...record.configuration,
    ...members,
    LastModified: lastModified(room),
    RevisionId: room.context.random.uuid(),
  };
  const changed = change(room, record, { configuration });
  await room.invocations.retire(configuration.FunctionArn);
  return changed;
}

function requireRevision(record: FunctionRecord, revision: string | undefined): void {
  if (revision === undefined || revision === record.configuration.RevisionId) return;
  throw new AwsError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    412,
    { Type: 'User' },
  );
}
