import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOperations } from '../../cdktf/openapi.ts';
import {
  type Arguments,
  resource,
  resourcesOf,
  type StackJson,
  type Synthesis,
  synthesize,
} from './synthesized.ts';

let synthesis: Synthesis;
let api: StackJson;

beforeAll(async () => {
  synthesis = await synthesize({ API_RATE_LIMIT: '300', API_BURST_LIMIT: '400' });
  api = synthesis.stack('api');
});

afterAll(() => synthesis[Symbol.dispose]());

function routes(): Arguments[] {
  return Object.values(resourcesOf(api, 'aws_apigatewayv2_route'));
}

describe('the routes', () => {
  it('are the operations of docs/openapi.json, no more and no less', () => {
    const expected = readOperations().map((operation) => `${operation.method} ${operation.path}`);
    expect(routes().map((route) => route.route_key)).toHaveLength(expected.length);
    expect(new Set(routes().map((route) => route.route_key))).toEqual(new Set(expected));
  });

  it('need an access token, except those that the document calls public', () => {
    const open = readOperations().filter((operation) => operation.public);
    const unauthorized = routes().filter((route) => route.authorization_type !== 'JWT');
    expect(unauthorized.map((route) => route.operation_name).sort()).toEqual(
      open.map((operation) => operation.id).sort(),
    );
    expect(open.map((operation) => operation.path).sort()).toEqual(['/health', '/openapi.json']);
  });

  it('have no catch-all', () => {
    for (const route of routes()) expect(route.route_key).not.toMatch(/\$default|ANY |\{proxy\+\}/);
  });

  it('all lead to the one integration, in payload format 2.0', () => {
    expect(resource(api, 'aws_apigatewayv2_integration')).toMatchObject({
      integration_type: 'AWS_PROXY',
      payload_format_version: '2.0',
      timeout_milliseconds: 30_000,
    });
    expect(new Set(routes().map((route) => route.target)).size).toBe(1);
  });
});

describe('the authorizer', () => {
  it("accepts tokens of the pool's issuer for the pool's clients, those of programs and of browsers", () => {
    expect(resource(api, 'aws_apigatewayv2_authorizer')).toMatchObject({
      authorizer_type: 'JWT',
      identity_sources: ['$request.header.Authorization'],
      jwt_configuration: {
        issuer: expect.stringMatching(/^https:\/\/\$\{.*endpoint\}$/),
        audience: [
          expect.stringContaining('aws_cognito_user_pool_clientstaff_'),
          expect.stringContaining('aws_cognito_user_pool_clientweb_'),
        ],
      },
    });
  });
});

describe('the stage', () => {
  it('is throttled as a whole and on each route, and the public ones more', () => {
    const stage = resource(api, 'aws_apigatewayv2_stage');
    expect(stage.default_route_settings).toMatchObject({
      throttling_rate_limit: 300,
      throttling_burst_limit: 400,
      detailed_metrics_enabled: true,
    });
    const settings = stage.route_settings as {
      throttling_rate_limit: number;
      detailed_metrics_enabled: boolean;
    }[];
    const expected = readOperations().map((operation) => (operation.public ? 50 : 300));
    expect(settings.map((route) => route.throttling_rate_limit)).toEqual(expected);
    expect(settings.every((route) => route.detailed_metrics_enabled)).toBe(true);
  });

  it('writes an access log that holds neither tokens nor queries', () => {
    const log = resource(api, 'aws_apigatewayv2_stage').access_log_settings as { format: string };
    const fields = Object.values(JSON.parse(log.format) as Record<string, string>);
    expect(fields).toContain('$context.routeKey');
    expect(fields.filter((field) => /authorization|queryString|sourceIp|email/i.test(field))).toEqual([]);
  });
});

describe('the receipt processor', () => {
  it('is called for batches of the queue and answers for each message', () => {
    expect(resource(api, 'aws_lambda_event_source_mapping')).toMatchObject({
      event_source_arn: expect.stringContaining('aws_sqs_queuereceipt-queue'),
      batch_size: 10,
      function_response_types: ['ReportBatchItemFailures'],
    });
  });

  it('is not called for the test event by which S3 announces itself', () => {
    const mapping = resource(api, 'aws_lambda_event_source_mapping') as {
      filter_criteria: { filter: [{ pattern: string }] };
    };
    expect(JSON.parse(mapping.filter_criteria.filter[0].pattern)).toEqual({
      body: { Event: [{ exists: false }] },
    });
  });
});

it('tells its address', () => {
  expect(api.output?.api_url?.value).toMatch(/^\$\{aws_apigatewayv2_api\..*\.api_endpoint\}$/);
});
