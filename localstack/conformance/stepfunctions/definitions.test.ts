import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  StartExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, it, test } from 'vitest';
import { ACCOUNT, REGION, skipElsewhere } from '../../testing/backend.ts';
import { machine, only, ROLE, startWorkflows } from './support.ts';

const workflows = await startWorkflows();
const { sfn } = workflows;
afterAll(() => workflows[Symbol.asyncDispose]());

const end = { Type: 'Pass', End: true };
const task = (extra: object) => only({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ...extra });
const block = { StartAt: 'Inner', States: { Inner: end } };
const distributed = { ...block, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };

describe('A definition is refused at creation', () => {
  test.for([
    {
      name: 'that has no states',
      definition: {},
      words: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /',
    },
    {
      name: 'whose StartAt names no state',
      definition: { StartAt: 'B', States: { A: end } },
      words: "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /StartAt",
    },
    {
      name: 'whose Next names no state',
      definition: machine({ A: { Type: 'Pass', Next: 'B' } }),
      words: "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next",
    },
    {
      name: 'whose choice leads nowhere',
      definition: machine({ A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }] } }),
      words: "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Choices[0]/Next",
    },
    {
      name: 'with a state that cannot be reached',
      definition: machine({ A: end, B: end }),
      words: 'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
    },
    {
      name: 'that never ends',
      definition: machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
      words: 'MISSING_END_STATE: Workflow has no terminal state at null',
    },
    {
      name: 'whose expression reads a context item',
      definition: only({ Type: 'Pass', Output: { v: '{% $uppercase(phone) %}' } }),
      words:
        "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/State/Output/v",
    },
    {
      name: 'whose item processor names a language',
      definition: only({ Type: 'Map', ItemProcessor: { ...block, QueryLanguage: 'JSONata' } }),
      words: "Field 'QueryLanguage' is not supported at /States/State/ItemProcessor",
    },
    {
      name: 'with a fault inside a branch',
      definition: only({ Type: 'Parallel', Branches: [block, { StartAt: 'X', States: { Y: end } }] }),
      words: "Missing 'Next' target: X at /States/State/Branches[1]/StartAt",
    },
    {
      name: 'with one name for two states',
      definition: machine({ Inner: { Type: 'Parallel', Branches: [block], End: true } }),
      words: 'DUPLICATE_STATE_NAME: Duplicate State name: Inner at /States/Inner/Branches[0]/States/Inner',
    },
    {
      name: 'with an unknown type',
      definition: only({ Type: 'Loop' }),
      words: "The field 'Type' should have one of these values: [Task, Wait, Pass,",
    },
    {
      name: 'with an unknown field',
      definition: only({ Type: 'Pass', Outputs: 1 }),
      words: "Field 'Outputs' is not supported at /States/State'",
    },
    {
      name: 'whose expression cannot be parsed',
      definition: only({ Type: 'Pass', Output: { a: '{% 1 + %}' } }),
      words: 'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/State/Output/a',
    },
    {
      name: "with JSONPath's fields in a JSONata state",
      definition: only({ Type: 'Pass', ResultPath: '$.a' }),
      words:
        "The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage at /States/State'",
    },
    {
      name: 'that goes back to JSONPath',
      definition: machine({ A: { ...end, QueryLanguage: 'JSONPath' } }),
      words: "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/A",
    },
    {
      name: 'with a resource that does not exist',
      definition: task({ Resource: 'arn:aws:states:::dynamodb:query' }),
      words: 'The resource provided arn:aws:states:::dynamodb:query is not recognized.',
    },
    {
      name: 'with a service that is not offered',
      definition: task({ Resource: 'arn:aws:states:::sns:publish' }),
      words: 'sns:publish is not recognized',
    },
    {
      name: 'with Credentials without a role',
      definition: task({ Credentials: {} }),
      words: "The field 'RoleArn' is required but was missing at /States/State/Credentials",
    },
    {
      name: 'with a Timestamp that is none',
      definition: only({ Type: 'Wait', Timestamp: '2026-03-01' }),
      words: 'String does not match RFC3339 timestamp at /States/State/Timestamp',
    },
    {
      name: 'with a heartbeat as long as the timeout',
      definition: task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 }),
      words: "'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'",
    },
    {
      name: 'with States.ALL before another retrier',
      definition: task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] }),
      words: 'States.ALL can only appear in the last element at /States/State/Retry[0]/ErrorEquals',
    },
    {
      name: 'with an impossible backoff',
      definition: task({ Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] }),
      words: 'BackoffRate is less than 1 at /States/State/Retry[0]/BackoffRate',
    },
    {
      name: 'that assigns a variable of an outer scope',
      definition: machine({
        A: { Type: 'Pass', Assign: { total: 1 }, Next: 'B' },
        B: {
          Type: 'Map',
          Items: [1],
          ItemProcessor: { StartAt: 'C', States: { C: { ...end, Assign: { total: 2 } } } },
          End: true,
        },
      }),
      words:
        "The variable 'total' is already assigned in an outer scope at /States/B/ItemProcessor/States/C/Assign",
    },
  ])('$name', async ({ definition, words }) => {
    const refused = workflows.create(definition);
    await expect(refused).rejects.toMatchObject({ name: 'InvalidDefinition' });
    await expect(refused).rejects.toThrow(/^Invalid State Machine Definition: '/);
    await expect(refused).rejects.toThrow(words);
  });

  test.for([
    {
      name: 'the items of a Distributed Map from an inventory',
      states: {
        A: {
          Type: 'Map',
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputType: 'MANIFEST' },
          },
          ItemProcessor: distributed,
          End: true,
        },
      },
      words: "an ItemReader's 'InputType' MANIFEST",
    },
    {
      name: 'results of a Distributed Map in another form',
      states: {
        A: {
          Type: 'Map',
          ResultWriter: {
            Resource: 'arn:aws:states:::s3:putObject',
            WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSONL' },
          },
          ItemProcessor: distributed,
          End: true,
        },
      },
      words: "a ResultWriter's 'WriterConfig'",
    },
  ])('by name where it asks for $name', async ({ states, words }) => {
    skipElsewhere('a limit of the embedded AWS');
    const definition = { StartAt: 'A', States: states };
    await expect(workflows.create(definition)).rejects.toThrow(
      `UNSUPPORTED_BY_EMBEDDED_AWS: The embedded AWS does not run`,
    );
    await expect(workflows.create(definition)).rejects.toThrow(words);
  });

  it('that is no JSON', async () => {
    const refused = sfn.send(
      new CreateStateMachineCommand({ name: 'broken', roleArn: ROLE, definition: '{' }),
    );
    await expect(refused).rejects.toThrow('INVALID_JSON_DESCRIPTION');
  });

  it('that is no JSON, with the place, where it is only validated', async () => {
    const validate = async (definition: string) => {
      const answer = await sfn.send(new ValidateStateMachineDefinitionCommand({ definition }));
      return answer.diagnostics;
    };
    const location = '[Source: (String)"no"; line: 1, column: 3]';
    expect(await validate('no')).toEqual([
      {
        severity: 'ERROR',
        code: 'INVALID_JSON_DESCRIPTION',
        message: `Unrecognized token 'no': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at ${location}`,
        location,
      },
    ]);
    const message = 'Definition must be a valid JSON object';
    expect(await validate(' ')).toEqual([{ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message }]);
  });

  it('with all its faults told at once, where it is only validated', async () => {
    const definition = JSON.stringify(machine({ A: { Type: 'Pass', Next: 'B', Foo: 1 } }));
    const answer = await sfn.send(new ValidateStateMachineDefinitionCommand({ definition }));
    expect(answer).toMatchObject({ result: 'FAIL', truncated: false });
    expect(answer.diagnostics?.map(({ code, location }) => [code, location])).toEqual([
      ['SCHEMA_VALIDATION_FAILED', '/States/A'],
      ['MISSING_TRANSITION_TARGET', '/States/A/Next'],
      ['MISSING_END_STATE', undefined],
    ]);
  });

  it('with a task token where the machine is Express', async () => {
    const definition = task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' });
    await expect(workflows.create(definition, { type: 'EXPRESS' })).rejects.toThrow(
      "Express state machine does not support '.waitForTaskToken' service integration",
    );
    await expect(workflows.create(definition)).resolves.toBeDefined();
  });

  it('with an activity where the machine is Express', async () => {
    const definition = task({ Resource: `arn:aws:states:${REGION}:${ACCOUNT}:activity:pack` });
    await expect(workflows.create(definition, { type: 'EXPRESS' })).rejects.toThrow(
      'Express state machine does not support Activity ARN at /States/State/Resource',
    );
  });

  it('with the description of a version that is not published', async () => {
    const described = workflows.create(only({ Type: 'Pass' }), { versionDescription: 'first' });
    await expect(described).rejects.toThrow('Version description can only be set when publish is true');
  });
});

describe('A state machine', () => {
  it('reads back as it was sent', async () => {
    const loggingConfiguration = {
      level: 'ERROR',
      includeExecutionData: true,
      destinations: [
        {
          cloudWatchLogsLogGroup: {
            logGroupArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/vendedlogs/w:*`,
          },
        },
      ],
    };
    const encryptionConfiguration = { type: 'AWS_OWNED_KEY' };
    const sent = { loggingConfiguration, tracingConfiguration: { enabled: true }, encryptionConfiguration };
    const definition = only({ Type: 'Pass' });
    const stateMachineArn = await workflows.create(definition, {
      ...sent,
      tags: [{ key: 'stage', value: 'test' }],
    });
    const described = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({
      ...sent,
      stateMachineArn,
      status: 'ACTIVE',
      type: 'STANDARD',
      roleArn: ROLE,
    });
    expect(described.definition).toBe(JSON.stringify(definition));
    const { tags } = await sfn.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    expect(tags).toEqual([{ key: 'stage', value: 'test' }]);
    const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map((listed) => listed.stateMachineArn)).toContain(stateMachineArn);
  });

  it('needs a place to log to before it logs', async () => {
    const refused = workflows.create(only({ Type: 'Pass' }), { loggingConfiguration: { level: 'ALL' } });
    await expect(refused).rejects.toMatchObject({ name: 'InvalidLoggingConfiguration' });
  });

  it('tells which variables its states read', async () => {
    const stateMachineArn = await workflows.create(
      machine({
        A: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'B' },
        B: { ...end, Output: '{% $sum([$b, $a]) + $states.input.c %}' },
      }),
    );
    const described = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described.variableReferences).toEqual({ B: ['a', 'b'] });
  });

  it('changes its tags', async () => {
    const resourceArn = await workflows.create(only({ Type: 'Pass' }));
    await sfn.send(
      new TagResourceCommand({
        resourceArn,
        tags: [
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ],
      }),
    );
    await sfn.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a', 'none'] }));
    const { tags } = await sfn.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual([{ key: 'b', value: '2' }]);
  });

  it('gets a new revision by a change, and none by none', async () => {
    const stateMachineArn = await workflows.create(only({ Type: 'Pass' }));
    const update = async (Output: number) =>
      sfn.send(
        new UpdateStateMachineCommand({
          stateMachineArn,
          definition: JSON.stringify(only({ Type: 'Pass', Output })),
        }),
      );
    const [first, same, second] = [await update(1), await update(1), await update(2)];
    expect(first.revisionId).toBeDefined();
    expect(same.revisionId).toBe(first.revisionId);
    expect(second.revisionId).not.toBe(first.revisionId);
  });
});

describe('Versions and aliases', () => {
  it('stay as they were when the machine changes, and route executions', async () => {
    const stateMachineArn = await workflows.create(only({ Type: 'Pass', Output: 1 }), { publish: true });
    await sfn.send(
      new UpdateStateMachineCommand({
        stateMachineArn,
        definition: JSON.stringify(only({ Type: 'Pass', Output: 2 })),
        publish: true,
      }),
    );
    const { stateMachineVersions } = await sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn }));
    expect(stateMachineVersions?.map((version) => version.stateMachineVersionArn)).toEqual([
      `${stateMachineArn}:2`,
      `${stateMachineArn}:1`,
    ]);
    const { stateMachineAliasArn } = await sfn.send(
      new CreateStateMachineAliasCommand({
        name: 'live',
        routingConfiguration: [{ stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 }],
      }),
    );
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: stateMachineAliasArn }),
    );
    await workflows.advance(0);
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({
      output: '1',
      stateMachineArn,
      stateMachineVersionArn: `${stateMachineArn}:1`,
      stateMachineAliasArn,
    });
    const referenced = sfn.send(
      new DeleteStateMachineVersionCommand({ stateMachineVersionArn: `${stateMachineArn}:1` }),
    );
    await expect(referenced).rejects.toMatchObject({ name: 'ConflictException' });
  });
});
