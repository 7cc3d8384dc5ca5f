import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { AppFunction } from '../constructs/app-function.ts';
import { StaffPool } from '../constructs/staff-pool.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from './data.ts';
import { ExpenseStack } from './expense-stack.ts';

/** Who people are: the user pool, and the function that makes a person known to the product on sign-up. */
export class IdentityStack extends ExpenseStack {
  readonly pool: StaffPool;
  readonly signUp: AppFunction;

  constructor(scope: Construct, settings: Settings, { data }: { data: DataStack }) {
    super(scope, 'identity', settings);

    this.signUp = new AppFunction(this, 'sign-up', {
      settings,
      name: 'sign-up',
      description: 'Makes a confirmed person known to the product as an employee',
      memoryMb: 512,
      // Cognito gives a trigger five seconds.
      timeout: 5,
      environment: { EXPENSES_TABLE: data.table.name },
    });
    data.table.grantItems(this.signUp, 'write-people', ['PutItem']);

    this.pool = new StaffPool(this, 'staff', {
      name: this.nameOf('staff'),
      protectData: settings.protectData,
      signUp: this.signUp,
    });
    this.pool.grantAdmin(this.signUp, 'give-first-role', ['AdminAddUserToGroup']);

    new TerraformOutput(this, 'user_pool_id', { value: this.pool.id });
    new TerraformOutput(this, 'user_pool_client_id', { value: this.pool.clientId });
  }
}
