import { text } from '../arguments.ts';
import { differs } from '../compare.ts';
import { defineResource } from '../define-resource.ts';
import { ref } from '../example.ts';
import { unlessNotFound } from './not-found.ts';

const FIELDS = {
  statement_id: text,
  action: text,
  function_name: text,
  principal: text,
  source_arn: text,
};

/** The members of a statement that the definition decides. */
interface Statement {
  readonly Sid?: string;
  readonly Action?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/**
 * Lets a service call a function for one resource: a statement of the function's own policy. Lambda changes no
 * statement; another one in its place is the same, since a statement holds nothing.
 */
export default defineResource<typeof FIELDS, Statement>({
  type: 'aws_lambda_permission',
  arguments: FIELDS,
  example: {
    gateway: {
      statement_id: 'gateway',
      action: 'lambda:InvokeFunction',
      function_name: ref('aws_lambda_function.fn.function_name'),
      principal: 'apigateway.amazonaws.com',
      source_arn: `${ref('aws_apigatewayv2_api.a.execution_arn')}/*/*`,
    },
  },
  attributes: ['id'],
  within: 'function_name',
  foundBy: ['function_name', 'statement_id'],
  renames: ['statement_id'],

  async read(wanted, { aws }) {
    const lambda = await aws.lambda();
    const found = await unlessNotFound(
      lambda.getPolicy({ FunctionName: wanted.function_name }),
      'ResourceNotFoundException',
    );
    const { Statement: statements } = JSON.parse(found?.Policy ?? '{"Statement":[]}') as {
      Statement: Statement[];
    };
    return statements.find((statement) => statement.Sid === wanted.statement_id);
  },

  async create(wanted, { aws }) {
    const lambda = await aws.lambda();
    await lambda.addPermission({
      FunctionName: wanted.function_name,
      StatementId: wanted.statement_id,
      Action: wanted.action,
      Principal: wanted.principal,
      SourceArn: wanted.source_arn,
    });
    return {};
  },

  async update(wanted, found, tools) {
    const statement = {
      Sid: wanted.statement_id,
      Action: wanted.action,
      Principal: { Service: wanted.principal },
      Condition: { ArnLike: { 'AWS:SourceArn': wanted.source_arn } },
    };
    if (!differs(statement, found)) return undefined;
    await this.delete(wanted, found, tools);
    return this.create(wanted, tools);
  },

  async delete(wanted, { Sid }, { aws }) {
    const lambda = await aws.lambda();
    await lambda.removePermission({ FunctionName: wanted.function_name, StatementId: Sid });
  },

  describe: (_found, wanted) => ({ id: wanted.statement_id }),
});
