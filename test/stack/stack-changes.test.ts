import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Aws, createAws } from '../../localstack/provision/aws.ts';
import { type Stack, startStack } from '../../localstack/stack/stack.ts';
import { type StackName, type Synthesis, synthesize } from '../infra/synthesized.ts';

type Body = Record<string, unknown>;

const STARTING = 60_000;
let synthesis: Synthesis;
let stack: Stack;
let aws: Aws;

beforeAll(async () => {
  synthesis = await synthesize();
  stack = await startStack({ directory: synthesis.folder, synthesize: false });
  aws = createAws(stack);
}, STARTING);

afterAll(async () => {
  aws?.close();
  await stack?.stop();
  synthesis?.[Symbol.dispose]();
});

/** Changes the resources of a type in a synthesized stack, as another synthesis would. */
function change(name: StackName, type: string, edit: (resources: Record<string, Body>) => void): void {
  const file = join(synthesis.folder, 'stacks', `${name}-dev`, 'cdk.tf.json');
  const content = JSON.parse(readFileSync(file, 'utf8')) as {
    resource: Record<string, Record<string, Body>>;
  };
  edit(content.resource[type] ?? {});
  writeFileSync(file, JSON.stringify(content));
}

const tableName = () => String(stack.outputs.table_name);
const changes = async () =>
  (await stack.provision()).changes.map(({ address, change }) => `${change} ${address}`);

describe('a reload', () => {
  beforeAll(async () => {
    const dynamodb = await aws.dynamodb();
    const Item = { pk: { S: 'KEPT' }, sk: { S: 'KEPT' }, colour: { S: 'red' } };
    await dynamodb.putItem({ TableName: tableName(), Item });
  });

  it('brings a new index, filled, and the data is kept', async () => {
    change('data', 'aws_dynamodb_table', (tables) => {
      const table = Object.values(tables)[0] as { attribute: Body[]; global_secondary_index: Body[] };
      table.attribute.push({ name: 'colour', type: 'S' });
      table.global_secondary_index.push({ name: 'by-colour', hash_key: 'colour', projection_type: 'ALL' });
    });
    expect(await changes()).toEqual([expect.stringMatching(/^updated data-dev aws_dynamodb_table\./)]);
    const { Items } = await (await aws.dynamodb()).query({
      TableName: tableName(),
      IndexName: 'by-colour',
      KeyConditionExpression: 'colour = :c',
      ExpressionAttributeValues: { ':c': { S: 'red' } },
    });
    expect(Items?.map(({ pk }) => pk)).toEqual([{ S: 'KEPT' }]);
  });

  it('brings an environment variable, and the function answers on', async () => {
    change('api', 'aws_lambda_function', (functions) => {
      const http = Object.values(functions).find(({ function_name }) =>
        String(function_name).endsWith('-http'),
      );
      Object.assign((http?.environment as { variables: Body } | undefined)?.variables ?? {}, {
        ANOTHER: 'value',
      });
    });
    expect(await changes()).toEqual([expect.stringMatching(/^updated api-dev aws_lambda_function\./)]);
    const { Functions = [] } = await (await aws.lambda()).listFunctions({});
    const http = Functions.find(({ FunctionName }) => FunctionName?.endsWith('-http'));
    expect(http?.Environment?.Variables).toMatchObject({ ANOTHER: 'value' });
    expect((await fetch(`${stack.outputs.api_url}/health`)).status).toBe(200);
  });

  it("brings an alarm's threshold, and takes away an alarm that is no longer declared", async () => {
    const names: string[] = [];
    let gone = '';
    change('monitoring', 'aws_cloudwatch_metric_alarm', (alarms) => {
      const [[address, first] = ['', {}], [, second] = ['', {}]] = Object.entries(alarms);
      gone = `"\${aws_cloudwatch_metric_alarm.${address}.arn}",`;
      names.push(String(first.alarm_name), String(second.alarm_name));
      delete alarms[address];
      second.threshold = 4711;
    });
    change('monitoring', 'aws_cloudwatch_dashboard', ({ dashboard = {} }) => {
      dashboard.dashboard_body = String(dashboard.dashboard_body).replaceAll(gone, '');
    });
    expect((await changes()).toSorted()).toEqual([
      expect.stringMatching(/^removed monitoring-dev aws_cloudwatch_metric_alarm\./),
      'updated monitoring-dev aws_cloudwatch_dashboard.dashboard',
      expect.stringMatching(/^updated monitoring-dev aws_cloudwatch_metric_alarm\./),
    ]);
    const { MetricAlarms = [] } = await (await aws.cloudwatch()).describeAlarms({ AlarmNames: names });
    expect(MetricAlarms.map(({ AlarmName, Threshold }) => ({ AlarmName, Threshold }))).toEqual([
      { AlarmName: names[1], Threshold: 4711 },
    ]);
  });

  it('moves a route to another path', async () => {
    change('api', 'aws_apigatewayv2_route', (routes) => {
      const health = Object.values(routes).find(({ route_key }) => route_key === 'GET /health');
      if (health) health.route_key = 'GET /moved';
    });
    await changes();
    const gateway = await aws.apigatewayv2();
    const [api] = (await gateway.getApis({})).Items ?? [];
    const { Items = [] } = await gateway.getRoutes({ ApiId: api?.ApiId, MaxResults: '100' });
    const keys = Items.map(({ RouteKey }) => RouteKey);
    expect(keys).toContain('GET /moved');
    expect(keys).not.toContain('GET /health');
  });

  it('says what needs a replacement, and leaves the table with its items', async () => {
    change('data', 'aws_dynamodb_table', (tables) => {
      const table = Object.values(tables)[0] as { hash_key: string };
      table.hash_key = 'colour';
    });
    const { left } = await stack.provision();
    expect(left).toEqual([
      expect.stringMatching(
        /^data-dev aws_dynamodb_table\.\S+ is left as it was: hash_key stays "pk", the definition has "colour"\..* --replace aws_dynamodb_table\./,
      ),
    ]);
    expect((await (await aws.dynamodb()).scan({ TableName: tableName() })).Count).toBe(1);
  });
});
