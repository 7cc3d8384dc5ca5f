import { CognitoIdentityProvider } from '@cdktf/provider-aws/lib/cognito-identity-provider/index.js';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client/index.js';
import { CognitoUserPoolDomain } from '@cdktf/provider-aws/lib/cognito-user-pool-domain/index.js';
import { TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import type { WebSettings } from '../settings.ts';
import { type StaffPool, signInClient } from './staff-pool.ts';

export interface WebSignInProps {
  /** The prefix of the name of the client. */
  readonly name: string;
  readonly pool: StaffPool;
  readonly region: string;
  /** The prefix of the domain, of which there is one in all accounts of a region. */
  readonly domain: string;
  readonly web: WebSettings;
}

/** How the pool calls the company's provider; part of the usernames of its people. */
const COMPANY = 'Company';

/** The pages on which people sign in, and the public client of browser applications, by code with PKCE. */
export class WebSignIn extends Construct {
  readonly clientId: string;
  /** Where the pages are. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebSignInProps) {
    super(scope, id);
    const { pool, web, region } = props;
    const domain = new CognitoUserPoolDomain(this, 'domain', {
      domain: props.domain,
      userPoolId: pool.id,
      managedLoginVersion: 2,
    });
    this.url = `https://${domain.domain}.auth.${region}.amazoncognito.com`;
    const company = web.company && this.company(pool, web.company);
    this.clientId = new CognitoUserPoolClient(this, 'client', {
      name: `${props.name}-web`,
      userPoolId: pool.id,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ['code'],
      allowedOauthScopes: ['openid', 'email', 'profile'],
      callbackUrls: [...web.callbackUrls],
      logoutUrls: [...web.logoutUrls],
      supportedIdentityProviders: ['COGNITO', ...(company ? [company] : [])],
      // Browsers renew by /oauth2/token, or by GetTokensFromRefreshToken; the flow REFRESH_TOKEN_AUTH rotates nothing.
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      // A refresh token that was stolen from a browser ends at its next use; the grace is for an answer that got lost.
      refreshTokenRotation: [{ feature: 'ENABLED', retryGracePeriodSeconds: 60 }],
      // Without a secret, which a browser cannot keep; PKCE binds a code to the application that asked for it.
      ...signInClient(),
    }).id;
  }

  /** The company's provider; its secret is given to Terraform alone, and never written into the definition. */
  private company(pool: StaffPool, { issuer, clientId }: { issuer: string; clientId: string }): string {
    const secret = new TerraformVariable(this, 'secret', {
      type: 'string',
      sensitive: true,
      description: "The secret of the user pool at the company's OpenID Connect provider",
    });
    secret.overrideLogicalId('company_oidc_client_secret');
    return new CognitoIdentityProvider(this, 'company', {
      userPoolId: pool.id,
      providerName: COMPANY,
      providerType: 'OIDC',
      providerDetails: {
        oidc_issuer: issuer,
        client_id: clientId,
        client_secret: secret.stringValue,
        attributes_request_method: 'GET',
        authorize_scopes: 'openid email profile',
      },
      // What is mapped here, the client has to be allowed to write.
      attributeMapping: { username: 'sub', email: 'email', name: 'name' },
    }).providerName;
  }
}
