import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { Construct } from 'constructs';
import { policyDocument } from '../constructs/statements.ts';
import type { Permissions } from './deployment-permissions.ts';

/** The issuer of GitHub's tokens (GitHub Docs, «OpenID Connect»). */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com';

/** The path of the pipeline's roles and policies: no policy of a deployment names it, so none can change them. */
export const PIPELINE_PATH = '/pipeline/';

export interface GithubRoleProps {
  readonly name: string;
  readonly description: string;
  readonly providerArn: string;
  /** `owner/name`. */
  readonly repository: string;
  /** The workflows of the repository that may assume the role: `pull_request`, `environment:prod`. */
  readonly subject: string;
  readonly permissions: Permissions;
}

/**
 * A role that workflows of one repository assume for an hour, with a token that GitHub signs; no key is stored
 * anywhere.
 */
export class GithubRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: GithubRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'role', {
      name: props.name,
      path: PIPELINE_PATH,
      description: props.description,
      maxSessionDuration: 3_600,
      assumeRolePolicy: policyDocument([
        {
          Effect: 'Allow',
          Principal: { Federated: props.providerArn },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              [`${GITHUB_ISSUER}:aud`]: 'sts.amazonaws.com',
              [`${GITHUB_ISSUER}:sub`]: `repo:${props.repository}:${props.subject}`,
            },
          },
        },
      ]),
    });
    for (const [need, statements] of Object.entries(props.permissions)) {
      if (statements.length === 0) continue;
      new IamRolePolicy(this, need, { name: need, role: role.name, policy: policyDocument(statements) });
    }
    this.arn = role.arn;
  }
}
