import { expect, test } from 'vitest';
import type { AwsRequest } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import { missingOperation } from './missing-operation.ts';

const service = (name: string): Service => ({
  name,
  signingName: name,
  protocols: ['rest-json'],
  operations: {},
  authorization: {},
});

test.each([
  ['lambda', 'GET', '/2018-10-31/layers', 'ListLayers'],
  ['lambda', 'GET', '/2018-10-31/layers?find=LayerVersion&Arn=a', 'GetLayerVersionByArn'],
  ['lambda', 'GET', '/2018-10-31/layers/a/versions/1', 'GetLayerVersion'],
  ['xray', 'POST', '/Groups', 'GetGroups'],
  ['apigatewayv2', 'GET', '/v2/vpclinks/a', 'GetVpcLink'],
  ['apigatewayv2', 'GET', '/restapis', 'GET /restapis'],
  ['nothing', 'PUT', '/things', 'PUT /things'],
])('what %s is asked for by %s %s is %s', (name, method, address, operation) => {
  const [path = '', query = ''] = address.split('?');
  expect(missingOperation(service(name), { method, path, query } as AwsRequest)).toBe(operation);
});
