import { expect, test } from 'vitest';
import type { AwsRequest } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import { matchRoute } from './routes.ts';

const service: Service = {
  name: 'test',
  signingName: 'test',
  protocols: ['rest-json'],
  operations: {},
  authorization: {},
  routes: [
    { operation: 'Get', method: 'GET', path: '/things/{Name}' },
    { operation: 'GetSettings', method: 'GET', path: '/things/settings' },
    { operation: 'Create', method: 'POST', path: '/things/' },
    { operation: 'GetPart', method: 'GET', path: '/things/{Name}/parts/{Part+}' },
    { operation: 'GetAny', method: 'GET', path: '/{Kind}/{Name}' },
    { operation: 'GetAll', method: 'GET', path: '/all/{Rest+}' },
  ],
};

const match = (method: string, path: string) => {
  const request: AwsRequest = { method, path, query: '', headers: {}, body: Buffer.alloc(0), sourceIp: '' };
  // A service of its own: routes are put in order once for each.
  const matched = matchRoute({ ...service }, request);
  return matched && [matched.route.operation, matched.labels];
};

test.each([
  ['GET', '/things/a%20b%2Fc', ['Get', { Name: 'a b/c' }]],
  ['GET', '/things/settings', ['GetSettings', {}]],
  ['POST', '/things', ['Create', {}]],
  ['POST', '/things/', ['Create', {}]],
  ['GET', '/things/a/parts/b/c', ['GetPart', { Name: 'a', Part: 'b/c' }]],
  ['DELETE', '/things/a', undefined],
  ['GET', '/things/a/other', undefined],
  ['GET', '/things/a/', ['Get', { Name: 'a' }]],
  ['GET', '/others/a', ['GetAny', { Kind: 'others', Name: 'a' }]],
  ['GET', '/others/settings', ['GetAny', { Kind: 'others', Name: 'settings' }]],
  ['GET', '/all/a%2Fb/%20c', ['GetAll', { Rest: 'a/b/ c' }]],
  ['GET', '/all/', undefined],
  ['GET', '//a', undefined],
  ['GET', '/things//parts/b', undefined],
  ['GET', '/things/a/parts', undefined],
  ['GET', '/a/b/c/d/e', undefined],
  ['GET', '/things', undefined],
])('%s %s is %j', (method, path, expected) => {
  expect(match(method, path)).toEqual(expected);
});

test('a service without routes has none', () => {
  const { routes: _, ...rest } = service;
  const request: AwsRequest = {
    method: 'GET',
    path: '/',
    query: '',
    headers: {},
    body: Buffer.alloc(0),
    sourceIp: '',
  };
  expect(matchRoute(rest, request)).toBeUndefined();
});
