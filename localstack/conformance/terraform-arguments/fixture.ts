// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { everyType, type Resources } from '../../testing/terraform/every-type.ts';
import type { TypeCase } from './case.ts';

const trust = (service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
const ALLOW_ALL = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

/** A function's zip, of another content by another name. */
export function zipOf(filename: string): Uint8Array {
  return zipSync({ 'index.mjs': strToU8(`// ${filename}`) }, { mtime: '1980-01-01T12:00:00' });
}

/** The hash of {@link zipOf} as Lambda says it. */
export function hashOf(filename: string): string {
  return createHash('sha256').update(zipOf(filename)).digest('base64');
}

/** One resource of every type, and what changed arguments point to. */
export async function changeableResources(): Promise<Resources> {
  const { resource } = await everyType();
  return merged(merged(resource, SECOND), CHANGEABLE);
}

/** What `value` refers to, and what that refers to. */
export function closureOf(all: Resources, name: string, testCase: TypeCase, type: string): Resources {
  const closure: Resources = {};
  const add = (type: string, name: string): void => {
    const body = all[type]?.[name];
    if (!body || closure[type]?.[name]) return;
    closure[type] = { ...closure[type], [name]: body };
    follow(body);
  };
  const follow = (value: unknown): void => {
    for (const [, type = '', name = ''] of JSON.stringify(value).matchAll(/\b(aws_[a-z0-9_]+)\.([a-z_]\w*)/g))
      add(type, name);
  };
  add(type, name);
  follow(Object.values(testCase.arguments));
  return closure;
}

/** A body with another value at a path; in a list of blocks the first one is meant. `null` leaves it out. */
export function withValue(
  body: Readonly<Record<string, unknown>>,
  path: string,
  value: unknown,
): Record<string, unknown> {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    const { [name]: _old, ...others } = body;
    return value === null ? others : { ...others, [name]: value };
  }
  const inner = body[name];
  const [first = {}, ...others] = Array.isArray(inner) ? inner : [inner ?? {}];
  const changed = withValue(first as Record<string, unknown>, rest.join('.'), value);
  return { ...body, [name]: Array.isArray(inner) ? [changed, ...others] : changed };
}

function merged(resources: Resources, more: Resources): Resources {
  const types = new Set([...Object.keys(resources), ...Object.keys(more)]);
  return Object.fromEntries(
    [...types].map((type) => {
      const names = new Set([...Object.keys(resources[type] ?? {}), ...Object.keys(more[type] ?? {})]);
      return [
        type,
        Object.fromEntries(
          [...names].map((name) => [name, { ...resources[type]?.[name], ...more[type]?.[name] }]),
        ),
      ];
    }),
  );
}

const SECOND: Resources = {
  aws_apigatewayv2_api: { other: { name: 'other-api', protocol_type: 'HTTP' } },
  aws_apigatewayv2_authorizer: {
    second: {
      api_id: '${aws_apigatewayv2_api.a.id}',
      name: 'second',
      authorizer_type: 'JWT',
      identity_sources: ['$request.header.Authorization'],
      jwt_configuration: { audience: ['x'], issuer: 'https://issuer.example.com' },
    },
  },
  aws_apigatewayv2_integration: {
    second: {
      api_id: '${aws_apigatewayv2_api.a.id}',
      integration_type: 'AWS_PROXY',
      integration_method: 'POST',
      integration_uri: '${aws_lambda_function.fn.arn}:live',
      payload_format_version: '2.0',
    },
    other: {
      api_id: '${aws_apigatewayv2_api.other.id}',
      integration_type: 'AWS_PROXY',
      integration_method: 'POST',
      integration_uri: '${aws_lambda_function.other.arn}',
      payload_format_version: '2.0',
    },
  },
  aws_apigatewayv2_route: {
    others: {
      api_id: '${aws_apigatewayv2_api.a.id}',
      route_key: 'GET /others',
      target: 'integrations/${aws_apigatewayv2_integration.i.id}',
    },
  },
  aws_cloudwatch_log_group: { other: { name: '/fixture/other' } },
  aws_cognito_user_pool: { other: { name: 'other-pool' } },
  aws_iam_role: {
    second: { name: 'fixture-second', assume_role_policy: trust('lambda.amazonaws.com') },
    second_machine: { name: 'fixture-second-machine', assume_role_policy: trust('states.amazonaws.com') },
    second_schedule: {
      name: 'fixture-second-schedule',
      assume_role_policy: trust('scheduler.amazonaws.com'),
    },
  },
  aws_iam_role_policy: {
    second_machine: { name: 'all', role: '${aws_iam_role.second_machine.name}', policy: ALLOW_ALL },
    second_queue: { name: 'all', role: '${aws_iam_role.fn.name}', policy: ALLOW_ALL },
  },
  aws_kms_key: { other: { description: 'Another' } },
  aws_s3_bucket: { other: { bucket: 'other-bucket', force_destroy: true } },
  aws_sqs_queue: { second: { name: 'fixture-second' } },
  aws_sqs_queue_policy: {
    second: {
      queue_url: '${aws_sqs_queue.second.url}',
      policy:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]}',
    },
  },
};

/** Arguments that the fixture's resources do not have to have. */
const CHANGEABLE: Resources = {
  aws_cognito_user_pool: { p: { schema: [{ name: 'team', attribute_data_type: 'String', mutable: true }] } },
  aws_s3_bucket_notification: {
    b: { depends_on: ['aws_sqs_queue_policy.q', 'aws_sqs_queue_policy.second'] },
  },
  aws_apigatewayv2_stage: {
    s: { depends_on: ['aws_apigatewayv2_route.r', 'aws_apigatewayv2_route.others'] },
  },
  aws_sfn_state_machine: {
    m: { depends_on: ['aws_iam_role_policy.deliver', 'aws_iam_role_policy.second_machine'] },
  },
  aws_lambda_event_source_mapping: {
    m: { depends_on: ['aws_iam_role_policy.consume', 'aws_iam_role_policy.second_queue'] },
  },
};
