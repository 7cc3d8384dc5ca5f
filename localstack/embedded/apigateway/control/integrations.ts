import type { CreateIntegrationRequest } from '@aws-sdk/client-apigatewayv2';
import { badRequest, unsupported } from '../errors.ts';
import type { Integration } from '../model.ts';

/** The members of an integration that can be set. */
export const INTEGRATION_SETTINGS = [
  'IntegrationType',
  'IntegrationMethod',
  'IntegrationUri',
  'PayloadFormatVersion',
  'ConnectionType',
  'TimeoutInMillis',
  'Description',
] as const;

/** An integration's settings as they are sent. */
export type IntegrationSettings = Partial<
  Pick<CreateIntegrationRequest, (typeof INTEGRATION_SETTINGS)[number]>
>;

/** Checks an integration's settings and fills in the defaults. Throws BadRequestException and NotImplemented. */
export function integrationSettings(input: IntegrationSettings): Omit<Integration, 'IntegrationId'> {
  if (input.IntegrationType !== 'AWS_PROXY') throw unsupported(`integration type ${input.IntegrationType}`);
  if (!input.IntegrationUri) throw badRequest('Integration URI is required for AWS_PROXY integrations');
  if (functionOf(input.IntegrationUri) === undefined) {
    throw unsupported(`AWS_PROXY integration of ${input.IntegrationUri} (it must be a Lambda function)`);
  }
  if (input.PayloadFormatVersion === '1.0') throw unsupported('payload format version 1.0');
  if (input.PayloadFormatVersion !== '2.0')
    throw badRequest('PayloadFormatVersion is a required parameter for integration');
  if ((input.ConnectionType ?? 'INTERNET') !== 'INTERNET') throw unsupported('VPC links');
  const timeout = input.TimeoutInMillis ?? 30_000;
  if (timeout < 50 || timeout > 30_000) {
    throw badRequest('Timeout should be between 50 ms and 30000 ms');
  }
  return {
    IntegrationType: 'AWS_PROXY',
    IntegrationMethod: input.IntegrationMethod ?? 'POST',
    IntegrationUri: input.IntegrationUri,
    PayloadFormatVersion: '2.0',
    ConnectionType: 'INTERNET',
    TimeoutInMillis: timeout,
    Description: input.Description,
  };
}

/** The function's ARN in an integration's URI, which is that ARN or API Gateway's path around it. */
export function functionOf(uri: string): string | undefined {
  const wrapped = /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(
    uri,
  )?.[1];
  const arn = wrapped ?? uri;
  return /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w$:-]+$/.test(arn) ? arn : undefined;
}
