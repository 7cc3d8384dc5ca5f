import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping/index.js';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { table } from '../../app/contract/table.ts';
import { AppFunction } from '../constructs/app-function.ts';
import { ExpenseHttpApi } from '../constructs/expense-http-api.ts';
import { RECEIPT_PREFIX } from '../naming.ts';
import { readOperations } from '../openapi.ts';
import type { Settings } from '../settings.ts';
import type { ApprovalsStack } from './approvals.ts';
import { type DataStack, RECEIPT_PROCESSOR_TIMEOUT } from './data.ts';
import { ExpenseStack } from './expense-stack.ts';
import type { IdentityStack } from './identity.ts';

export interface ApiStackProps {
  readonly data: DataStack;
  readonly identity: IdentityStack;
  readonly approvals: ApprovalsStack;
}

/** The HTTP API with its function, and the function that checks uploads. */
export class ApiStack extends ExpenseStack {
  readonly api: ExpenseHttpApi;
  readonly http: AppFunction;
  readonly receiptProcessor: AppFunction;

  constructor(scope: Construct, settings: Settings, props: ApiStackProps) {
    super(scope, 'api', settings);
    this.http = this.createHttp(props);
    this.receiptProcessor = this.createReceiptProcessor(props.data);
    this.api = new ExpenseHttpApi(this, 'http-api', {
      settings,
      name: this.nameOf('api'),
      operations: readOperations(),
      handler: this.http,
      pool: props.identity.pool,
      clientIds: [props.identity.pool.clientId, ...(props.identity.web ? [props.identity.web.clientId] : [])],
    });

    new TerraformOutput(this, 'api_url', { value: this.api.url });
  }

  private createHttp({ data, identity, approvals }: ApiStackProps): AppFunction {
    const http = new AppFunction(this, 'http', {
      settings: this.settings,
      name: 'http',
      description: 'Answers every route of the API',
      memoryMb: this.settings.http.memoryMb,
      // One second less than API Gateway waits, so that the function can still answer and log the error.
      timeout: 29,
      ...(this.settings.http.reservedConcurrency && {
        reservedConcurrency: this.settings.http.reservedConcurrency,
      }),
      environment: {
        EXPENSES_TABLE: data.table.name,
        RECEIPTS_BUCKET: data.receipts.name,
        RECEIPT_QUEUE_URL: data.receiptQueue.url,
        USER_POOL_ID: identity.pool.id,
        APPROVAL_STATE_MACHINE_ARN: approvals.machine.arn,
      },
    });
    const { owner, approver, users } = table.indexes;
    data.table.grantItems(http, 'keep-expenses', ['GetItem', 'PutItem']);
    // An admin's change is written in one transaction with a check of their own profile.
    data.table.grantItems(http, 'look-at-admins', ['ConditionCheckItem']);
    // The counters are written in one transaction with the submission, which needs the permissions of its parts.
    data.table.grantItems(http, 'count-auto-approvals', ['UpdateItem']);
    data.table.grantQuery(http, 'list-expenses', [owner, approver, users]);
    // A presigned upload or download uses the permissions of the signer.
    data.receipts.grantObjects(
      http,
      'sign-receipts',
      ['PutObject', 'PutObjectTagging', 'PutObjectVersionTagging', 'GetObjectVersion', 'DeleteObject'],
      RECEIPT_PREFIX,
    );
    data.receiptQueue.grantSend(http);
    identity.pool.grantAdmin(http, 'keep-people', [
      'AdminGetUser',
      'AdminListGroupsForUser',
      'AdminAddUserToGroup',
      'AdminRemoveUserFromGroup',
    ]);
    identity.pool.grantAdmin(http, 'end-and-begin-access', [
      'AdminDisableUser',
      'AdminEnableUser',
      'AdminUserGlobalSignOut',
    ]);
    approvals.machine.grantMachine(http, 'run-approvals', ['StartExecution', 'SendTaskSuccess']);
    approvals.machine.grantExecutions(http, 'end-approvals', ['StopExecution']);
    return http;
  }

  private createReceiptProcessor(data: DataStack): AppFunction {
    const processor = new AppFunction(this, 'receipt-processor', {
      settings: this.settings,
      name: 'receipt-processor',
      description: 'Accepts or refuses uploaded receipts',
      memoryMb: 1_024,
      timeout: RECEIPT_PROCESSOR_TIMEOUT,
      environment: { EXPENSES_TABLE: data.table.name, RECEIPTS_BUCKET: data.receipts.name },
    });
    data.table.grantItems(processor, 'mark-receipts', ['GetItem', 'PutItem']);
    data.receipts.grantObjects(
      processor,
      'look-at-receipts',
      // Uploads without a receipt are deleted, by their version.
      ['GetObject', 'GetObjectVersion', 'PutObjectVersionTagging', 'DeleteObjectVersion'],
      RECEIPT_PREFIX,
    );
    data.receipts.grantExistence(processor);
    data.receiptQueue.grantConsume(processor);
    new LambdaEventSourceMapping(this, 'receipt-events', {
      eventSourceArn: data.receiptQueue.arn,
      functionName: processor.name,
      batchSize: 10,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: 10 },
      // Leaves out the test event that S3 sends when the notification is created.
      filterCriteria: { filter: [{ pattern: JSON.stringify({ body: { Event: [{ exists: false }] } }) }] },
      // Lambda tries to read the queue with the function's role when the mapping is created.
      dependsOn: processor.policies,
    });
    return processor;
  }
}
