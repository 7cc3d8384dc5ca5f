import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity/index.js';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { AppFunction } from '../constructs/app-function.ts';
import { StaffPool } from '../constructs/staff-pool.ts';
import { WebSignIn } from '../constructs/web-sign-in.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from './data.ts';
import { ExpenseStack } from './expense-stack.ts';

/**
 * The user pool with its sign-in for browsers, the function that creates a person's profile on sign-up, and, when only some domains may sign up, the
 * function that refuses the others.
 */
export class IdentityStack extends ExpenseStack {
  readonly pool: StaffPool;
  readonly signUp: AppFunction;
  readonly preSignUp: AppFunction | undefined;
  /** Absent where no browser application is known. */
  readonly web: WebSignIn | undefined;

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

    this.preSignUp = this.createPreSignUp();

    this.pool = new StaffPool(this, 'staff', {
      name: this.nameOf('staff'),
      protectData: settings.protectData,
      inviteOnly: settings.signUp.who === 'invite',
      ...(this.preSignUp && { preSignUp: this.preSignUp }),
      signUp: this.signUp,
    });
    this.pool.grantAdmin(this.signUp, 'give-first-role', ['AdminAddUserToGroup']);

    this.web = this.createWebSignIn();

    new TerraformOutput(this, 'user_pool_id', { value: this.pool.id });
    new TerraformOutput(this, 'user_pool_client_id', { value: this.pool.clientId });
    if (this.web) {
      new TerraformOutput(this, 'sign_in_url', { value: this.web.url });
      new TerraformOutput(this, 'web_client_id', { value: this.web.clientId });
    }
  }

  private createWebSignIn(): WebSignIn | undefined {
    const { region, web } = this.settings;
    if (web.callbackUrls.length === 0) return undefined;
    // Domains are shared by all AWS accounts; the account's number makes ours unique.
    const account = () => new DataAwsCallerIdentity(this, 'caller').accountId;
    return new WebSignIn(this, 'web', {
      name: this.nameOf('staff'),
      pool: this.pool,
      region,
      domain: web.domain ?? `${this.nameOf('staff')}-${account()}`,
      web,
    });
  }

  private createPreSignUp(): AppFunction | undefined {
    const { signUp } = this.settings;
    if (signUp.who !== 'domains') return undefined;
    return new AppFunction(this, 'pre-sign-up', {
      settings: this.settings,
      name: 'pre-sign-up',
      description: 'Refuses who signs up with an address of another domain',
      memoryMb: 512,
      // Cognito gives a trigger five seconds.
      timeout: 5,
      environment: { SIGN_UP_DOMAINS: signUp.domains.join(',') },
    });
  }
}
