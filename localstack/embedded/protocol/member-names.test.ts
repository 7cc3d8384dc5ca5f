import { expect, test } from 'vitest';
import { toCamelCase, toPascalCase } from './member-names.ts';

const at = new Date(0);
const bytes = Buffer.from('abc');

/** As the API's model names it, and as it travels. */
const model = {
  ApiId: 'a',
  CorsConfiguration: { AllowOrigins: ['*'] },
  Routes: [{ RouteKey: 'GET /' }, null, 'Text'],
  CreatedDate: at,
  Body: bytes,
  Tags: { Stage: 'x', lower: 'y' },
  StageVariables: { Upper: '1' },
  RouteSettings: { 'GET /': { ThrottlingRateLimit: 5 }, Default: { ThrottlingRateLimit: 1 } },
  RequestModels: { 'application/json': 'M' },
  RequestParameters: { 'route.request.header.X': { Required: true }, Plain: 'a' },
  RequestTemplates: { Plain: 'a' },
  ResponseModels: { Plain: 'a' },
  ResponseTemplates: { Plain: 'a' },
  ResponseParameters: { 200: { 'overwrite:header.X': 'Y' } },
  'Not.A.Member': 1,
};
const wire = {
  apiId: 'a',
  corsConfiguration: { allowOrigins: ['*'] },
  routes: [{ routeKey: 'GET /' }, null, 'Text'],
  createdDate: at,
  body: bytes,
  tags: { Stage: 'x', lower: 'y' },
  stageVariables: { Upper: '1' },
  routeSettings: { 'GET /': { throttlingRateLimit: 5 }, Default: { throttlingRateLimit: 1 } },
  requestModels: { 'application/json': 'M' },
  requestParameters: { 'route.request.header.X': { required: true }, Plain: 'a' },
  requestTemplates: { Plain: 'a' },
  responseModels: { Plain: 'a' },
  responseTemplates: { Plain: 'a' },
  responseParameters: { 200: { 'overwrite:header.X': 'Y' } },
  'Not.A.Member': 1,
};

test('members are renamed at every depth, the keys of maps are not', () => {
  expect(toCamelCase(model)).toEqual(wire);
  expect(toPascalCase(wire)).toEqual(model);
});
