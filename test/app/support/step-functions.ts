import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { until } from '../../../localstack/testing/until.ts';
import { awsClient } from './aws.ts';
import { resourceName } from './resources.ts';

const lambda = awsClient(LambdaClient);
const FunctionName = resourceName('http');

/** Lets the http function find Step Functions, or not: what happens between two calls cannot be timed from outside. */
export async function setStepFunctions(reachable: boolean): Promise<void> {
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const { AWS_ENDPOINT_URL_SFN: _, ...variables } = Environment?.Variables ?? {};
  const Variables = reachable ? variables : { ...variables, AWS_ENDPOINT_URL_SFN: 'http://127.0.0.1:9' };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  await until(async () => {
    const updated = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return updated.LastUpdateStatus !== 'InProgress';
  });
}
