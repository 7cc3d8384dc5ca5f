import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';

/** One action that a role is granted by one of its inline policies. */
export interface Mutation {
  readonly role: string;
  readonly policy: string;
  readonly action: string;
}

interface Statement {
  readonly Action: string | readonly string[];
}

interface Document {
  readonly Statement: Statement | readonly Statement[];
}

/** Every action of every inline policy of every role. */
export async function allMutations(iam: IAMClient): Promise<readonly Mutation[]> {
  const mutations: Mutation[] = [];
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  for (const { RoleName: role = '' } of Roles) {
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: role }));
    for (const policy of PolicyNames) {
      const statements = [(await documentOf(iam, role, policy)).Statement].flat();
      const actions = new Set(statements.flatMap(({ Action }) => Action));
      for (const action of actions) mutations.push({ role, policy, action });
    }
  }
  return mutations;
}

/** Takes the action away, does `work`, and gives it back, whatever comes of the work. */
export async function without<Result>(
  iam: IAMClient,
  { role, policy, action }: Mutation,
  work: () => Promise<Result>,
): Promise<Result> {
  const whole = await documentOf(iam, role, policy);
  const Statement = [whole.Statement]
    .flat()
    .map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((each) => each !== action),
    }))
    .filter((statement) => statement.Action.length > 0);
  if (Statement.length === 0) {
    await iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: policy }));
  } else await put(iam, role, policy, { ...whole, Statement });
  try {
    return await work();
  } finally {
    await put(iam, role, policy, whole);
  }
}

async function documentOf(iam: IAMClient, RoleName: string, PolicyName: string): Promise<Document> {
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
  return JSON.parse(decodeURIComponent(PolicyDocument)) as Document;
}

async function put(iam: IAMClient, RoleName: string, PolicyName: string, document: Document): Promise<void> {
  const PolicyDocument = JSON.stringify(document);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
}
