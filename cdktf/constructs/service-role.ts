import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { policyDocument, type Statement } from './statements.ts';

/** Something that gets permissions: each need is one inline policy, named after its purpose. */
export interface Grantee {
  /** Adds an inline policy. @param need its name, unique in the role: `write-expenses` */
  grant(need: string, ...statements: readonly Statement[]): void;
}

export interface ServiceRoleProps {
  readonly settings: Settings;
  readonly name: string;
  /** The service that assumes the role, for example `lambda.amazonaws.com`. */
  readonly service: string;
  /** The account for which the service must act, against the confused deputy (IAM User Guide); default: not checked. */
  readonly sourceAccount?: string;
}

/** The role of one Lambda, state machine or schedule: never shared, and without managed policies. */
export class ServiceRole extends Construct implements Grantee {
  readonly arn: string;
  readonly policies: IamRolePolicy[] = [];
  private readonly role: IamRole;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { permissionsBoundaryArn } = props.settings;
    this.role = new IamRole(this, 'role', {
      name: props.name,
      ...(permissionsBoundaryArn && { permissionsBoundary: permissionsBoundaryArn }),
      assumeRolePolicy: policyDocument([
        {
          Effect: 'Allow',
          Principal: { Service: props.service },
          Action: 'sts:AssumeRole',
          ...(props.sourceAccount && {
            Condition: { StringEquals: { 'aws:SourceAccount': props.sourceAccount } },
          }),
        },
      ]),
    });
    this.arn = this.role.arn;
  }

  grant(need: string, ...statements: readonly Statement[]): void {
    this.policies.push(
      new IamRolePolicy(this, need, { name: need, role: this.role.name, policy: policyDocument(statements) }),
    );
  }
}
