import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { createClient } from '../../localstack/testing/embedded.ts';
import { until } from '../../localstack/testing/until.ts';

/** A client finds out by a second attempt that the suite has moved the clock by which requests are signed. */
export const AGAIN = { maxAttempts: 3 };

/**
 * What AWS asks of the roles when the stacks are made, done again: Step Functions tries its log destination, Lambda
 * tries the queue. Throws what AWS answers where a role lacks something.
 */
export async function makeAgain(endpoint: string): Promise<void> {
  await updateMachines(createClient(SFNClient, endpoint, AGAIN));
  await mapAgain(createClient(LambdaClient, endpoint, AGAIN));
}

async function updateMachines(sfn: SFNClient): Promise<void> {
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  for (const { stateMachineArn } of stateMachines) {
    const { definition, roleArn, loggingConfiguration } = await sfn.send(
      new DescribeStateMachineCommand({ stateMachineArn }),
    );
    await sfn.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition, roleArn, loggingConfiguration }),
    );
  }
}

/** A mapping that cannot be made again is made at the next call. */
let lost: ConstructorParameters<typeof CreateEventSourceMappingCommand>[0][] = [];

async function mapAgain(lambda: LambdaClient): Promise<void> {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
  for (const {
    UUID,
    EventSourceArn,
    FunctionArn,
    BatchSize,
    FunctionResponseTypes,
    ScalingConfig,
  } of EventSourceMappings) {
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    lost.push({ EventSourceArn, FunctionName: FunctionArn, BatchSize, FunctionResponseTypes, ScalingConfig });
  }
  for (const mapping of [...lost]) {
    await lambda.send(new CreateEventSourceMappingCommand(mapping));
    lost = lost.filter((each) => each !== mapping);
  }
}

/** Ends the running instances of the functions with that role, of all without one, as every change of a function does. */
export async function startAfresh(lambda: LambdaClient, role?: string): Promise<void> {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  for (const { FunctionName, Description, Role = '' } of Functions) {
    if (role !== undefined && Role.slice(Role.lastIndexOf('/') + 1) !== role) continue;
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description }));
    await until(async () => {
      const { LastUpdateStatus } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      return LastUpdateStatus !== 'InProgress';
    });
  }
}
