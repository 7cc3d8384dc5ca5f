import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UNSCOPED_ACTIONS } from '../../cdktf/constructs/statements.ts';
import {
  type PolicyStatement,
  resourcesOf,
  STACKS,
  type Synthesis,
  statementsOf,
  synthesize,
} from './synthesized.ts';

let synthesis: Synthesis;

beforeAll(async () => {
  synthesis = await synthesize();
});

afterAll(() => synthesis[Symbol.dispose]());

interface Granted extends PolicyStatement {
  /** Where it stands: `api/http_role_write-logs_…`. */
  readonly at: string;
}

/** Every statement of every policy of a resource type. */
function statements(type: string, argument = 'policy'): Granted[] {
  return STACKS.flatMap((name) =>
    Object.entries(resourcesOf(synthesis.stack(name), type)).flatMap(([id, args]) =>
      statementsOf(args[argument]).map((statement) => ({ ...statement, at: `${name}/${id}` })),
    ),
  );
}

const allowed = (statement: Granted) => statement.effect === 'Allow';

describe('what the roles may do', () => {
  it('is said action by action', () => {
    const vague = statements('aws_iam_role_policy').filter((granted) =>
      granted.actions.some((action) => action.includes('*')),
    );
    expect(vague).toEqual([]);
  });

  it('is limited to resources, but where AWS has none to name', () => {
    const unscoped = statements('aws_iam_role_policy')
      .filter((granted) => granted.resources.includes('*'))
      .flatMap((granted) => granted.actions.map((action) => ({ action, at: granted.at })));
    expect(unscoped.filter(({ action }) => !(action in UNSCOPED_ACTIONS))).toEqual([]);
  });

  it('has no exception that nobody needs', () => {
    const used = new Set(
      statements('aws_iam_role_policy')
        .filter((granted) => granted.resources.includes('*'))
        .flatMap((granted) => granted.actions),
    );
    expect(Object.keys(UNSCOPED_ACTIONS).filter((action) => !used.has(action))).toEqual([]);
  });

  it('never excludes instead of naming, and never passes or changes roles', () => {
    const text = STACKS.map((name) => synthesis.text(name)).join('\n');
    expect(text).not.toMatch(/NotAction|NotResource|NotPrincipal/);
    const dangerous = statements('aws_iam_role_policy').filter((granted) =>
      granted.actions.some((action) => /^(iam|sts|kms|organizations):/.test(action)),
    );
    expect(dangerous).toEqual([]);
  });

  it('is granted without managed policies', () => {
    for (const name of STACKS) {
      const { resource = {} } = synthesis.stack(name);
      expect(Object.keys(resource)).not.toContain('aws_iam_role_policy_attachment');
      for (const role of Object.values(resource.aws_iam_role ?? {})) {
        expect(role).not.toHaveProperty('managed_policy_arns');
      }
    }
  });
});

describe('who may take a role', () => {
  it('is one service, and where the service says for whom it acts, only for this account', () => {
    const trust = statements('aws_iam_role', 'assume_role_policy');
    expect(trust.length).toBeGreaterThanOrEqual(6);
    for (const statement of trust) {
      const { Service: service } = statement.principal as { Service: string };
      expect(statement.actions).toEqual(['sts:AssumeRole']);
      expect(['lambda', 'states', 'scheduler'].map((name) => `${name}.amazonaws.com`)).toContain(service);
      if (service !== 'lambda.amazonaws.com') {
        expect(statement.condition).toHaveProperty(['StringEquals', 'aws:SourceAccount']);
      }
    }
  });

  it('is one function, state machine or schedule for each role', () => {
    const users = STACKS.flatMap((name) => {
      const stack = synthesis.stack(name);
      return [
        ...Object.values(resourcesOf(stack, 'aws_lambda_function')).map((fn) => fn.role),
        ...Object.values(resourcesOf(stack, 'aws_sfn_state_machine')).map((machine) => machine.role_arn),
        ...Object.values(resourcesOf(stack, 'aws_scheduler_schedule')).map(
          (schedule) => (schedule.target as { role_arn: string }).role_arn,
        ),
      ];
    });
    expect(users).toHaveLength(6);
    expect(new Set(users).size).toBe(users.length);
  });
});

describe('who may use a resource from outside its role', () => {
  it('is a service, on behalf of one resource', () => {
    const permissions = STACKS.flatMap((name) =>
      Object.values(resourcesOf(synthesis.stack(name), 'aws_lambda_permission')),
    );
    expect(permissions.map((permission) => permission.principal).sort()).toEqual([
      'apigateway.amazonaws.com',
      'cognito-idp.amazonaws.com',
    ]);
    for (const permission of permissions) expect(permission.source_arn).toMatch(/^\$\{/);
  });

  it('is nobody in general: a resource policy allows services only', () => {
    const shared = [...statements('aws_s3_bucket_policy'), ...statements('aws_sqs_queue_policy')];
    for (const statement of shared.filter(allowed)) {
      expect(Object.keys(statement.principal as object)).toEqual(['Service']);
      expect(statement.condition).toHaveProperty('ArnEquals');
    }
  });
});
