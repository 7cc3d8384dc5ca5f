import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UNSCOPED_DEPLOYMENT_ACTIONS } from '../../cdktf/pipeline/deployment-permissions.ts';
import {
  type PolicyStatement,
  resource,
  resourcesOf,
  STACKS,
  type StackJson,
  type Synthesis,
  statementsOf,
  synthesize,
} from './synthesized.ts';

const BOUNDARY = 'arn:aws:iam::111122223333:policy/pipeline/expense-tracker-staging-boundary';
const SETTINGS = { STAGE: 'staging', TF_STATE_BUCKET: 'states', PIPELINE_REPOSITORY: 'acme/expenses' };

let synthesis: Synthesis;
let pipeline: StackJson;

beforeAll(async () => {
  synthesis = await synthesize({ ...SETTINGS, PERMISSIONS_BOUNDARY_ARN: BOUNDARY });
  pipeline = synthesis.stack('pipeline');
});

afterAll(() => synthesis[Symbol.dispose]());

/** The statements of one role of the pipeline. */
function granted(role: string): PolicyStatement[] {
  return Object.entries(resourcesOf(pipeline, 'aws_iam_role_policy'))
    .filter(([id]) => id.startsWith(`${role}_`))
    .flatMap(([, policy]) => statementsOf(policy.policy));
}

/** Who may take a role, as its trust policy has it. */
function subjectOf(role: string): unknown {
  const [trust] = statementsOf(resource(pipeline, 'aws_iam_role', `${role}_`).assume_role_policy);
  const condition = trust?.condition as { StringEquals: Record<string, string> } | undefined;
  return condition?.StringEquals['token.actions.githubusercontent.com:sub'];
}

const roles = ['plan', 'deploy', 'load'];
const actionsOf = (role: string) => granted(role).flatMap(({ actions }) => actions);

describe('the stack of the pipeline', () => {
  it('is there only for a named repository', async () => {
    using without = await synthesize({ STAGE: 'staging' });
    expect(() => without.stack('pipeline')).toThrow(/ENOENT/);
  });

  it('uses the provider that the account has, when it is told of it', async () => {
    const PIPELINE_OIDC_PROVIDER_ARN =
      'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
    using second = await synthesize({ ...SETTINGS, PIPELINE_OIDC_PROVIDER_ARN });
    expect(resourcesOf(second.stack('pipeline'), 'aws_iam_openid_connect_provider')).toEqual({});
    expect(second.text('pipeline')).toContain(PIPELINE_OIDC_PROVIDER_ARN);
  });

  it('has no role for load tests in production', async () => {
    using production = await synthesize({ ...SETTINGS, STAGE: 'prod' });
    expect(Object.keys(production.stack('pipeline').output ?? {})).not.toContain('load_role_arn');
  });
});

describe('who may take a role of the pipeline', () => {
  it('is a pull request for the plan, and the environment of the stage for the rest', () => {
    expect(subjectOf('plan')).toBe('repo:acme/expenses:pull_request');
    expect(subjectOf('deploy')).toBe('repo:acme/expenses:environment:staging');
    expect(subjectOf('load')).toBe('repo:acme/expenses:environment:staging');
  });

  it('brings a token that was made for AWS', () => {
    for (const role of roles) {
      const [trust] = statementsOf(resource(pipeline, 'aws_iam_role', `${role}_`).assume_role_policy);
      expect(trust?.actions).toEqual(['sts:AssumeRoleWithWebIdentity']);
      expect(trust?.condition).toHaveProperty(
        ['StringEquals', 'token.actions.githubusercontent.com:aud'],
        'sts.amazonaws.com',
      );
    }
  });
});

describe('what the roles of the pipeline may do', () => {
  it('is said action by action', () => {
    expect(roles.flatMap(actionsOf).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('is limited to resources, but where AWS has none to name', () => {
    const unscoped = ['plan', 'deploy']
      .flatMap(granted)
      .filter(({ resources }) => resources.includes('*'))
      .flatMap(({ actions }) => actions);
    expect([...new Set(unscoped)].sort()).toEqual(Object.keys(UNSCOPED_DEPLOYMENT_ACTIONS).sort());
  });

  it('fits into the inline policies of a role, 10,240 characters', () => {
    const texts = Object.entries(resourcesOf(pipeline, 'aws_iam_role_policy'))
      .filter(([id]) => id.startsWith('deploy_'))
      .map(([, { policy }]) => String(policy).replace(/\$\{data\.[^}]+\}/g, '111122223333'));
    expect(texts.join('').length).toBeLessThan(10_240);
  });

  it('changes nothing and reads no data for a plan', () => {
    const changes = actionsOf('plan').filter((action) => !/:(Get|List|Describe|Validate)|:GET$/.test(action));
    expect(changes).toEqual([]);
    const data = actionsOf('plan').filter((action) =>
      /^(dynamodb:GetItem|dynamodb:Query|sqs:Receive)/.test(action),
    );
    expect(data).toEqual([]);
    const objects = granted('plan').filter(({ actions }) => actions.includes('s3:GetObject'));
    expect(objects.flatMap(({ resources }) => resources)).toEqual(['arn:aws:s3:::states/expense-tracker/*']);
  });

  it('touches no data in a deployment', () => {
    const data =
      /^(dynamodb:(Get|Put|Update|Delete)Item|dynamodb:Query|sqs:(Send|Receive|Delete)Message|states:Start)/;
    expect(actionsOf('deploy').filter((action) => data.test(action))).toEqual([]);
  });

  it('makes and changes roles only within the boundary', () => {
    const giving = granted('deploy').filter(({ actions }) =>
      actions.some((action) => /^iam:(CreateRole|PutRole|AttachRole)/.test(action)),
    );
    expect(giving).toHaveLength(1);
    expect(giving[0]?.condition).toHaveProperty(['StringEquals', 'iam:PermissionsBoundary']);
    expect(actionsOf('deploy')).not.toContain('iam:DeleteRolePermissionsBoundary');
  });

  it('never reaches the pipeline itself', () => {
    for (const { actions, resources } of granted('deploy')) {
      if (!actions.some((action) => action.startsWith('iam:'))) continue;
      for (const name of resources) expect(name).toMatch(/:role\/expense-tracker-staging-\*$/);
    }
    for (const role of Object.values(resourcesOf(pipeline, 'aws_iam_role')))
      expect(role.path).toBe('/pipeline/');
  });

  it('hands roles to the services of the product and to no other', () => {
    const pass = granted('deploy').filter(({ actions }) => actions.includes('iam:PassRole'));
    expect(pass.map(({ condition }) => condition)).toEqual([
      {
        StringEquals: {
          'iam:PassedToService': ['lambda.amazonaws.com', 'states.amazonaws.com', 'scheduler.amazonaws.com'],
        },
      },
    ]);
  });
});

describe('the boundary', () => {
  it('stands on every role of the product', () => {
    const all = STACKS.flatMap((name) => Object.values(resourcesOf(synthesis.stack(name), 'aws_iam_role')));
    expect(all.length).toBeGreaterThanOrEqual(6);
    for (const role of all) expect(role.permissions_boundary).toBe(BOUNDARY);
  });

  it('leaves every role of the product what it was granted', () => {
    const most = new Set(
      statementsOf(resource(pipeline, 'aws_iam_policy', 'boundary').policy).flatMap(({ actions }) => actions),
    );
    const needed = STACKS.flatMap((name) =>
      Object.values(resourcesOf(synthesis.stack(name), 'aws_iam_role_policy')).flatMap(({ policy }) =>
        statementsOf(policy).flatMap(({ actions }) => actions),
      ),
    );
    expect(needed.filter((action) => !most.has(action))).toEqual([]);
  });

  it('lets no role make roles, change policies or take another role', () => {
    const actions = statementsOf(resource(pipeline, 'aws_iam_policy', 'boundary').policy).flatMap(
      (statement) => statement.actions,
    );
    expect(
      actions.filter((action) => /^(iam|sts|organizations|kms:(Put|Create|Schedule))/.test(action)),
    ).toEqual([]);
  });
});
