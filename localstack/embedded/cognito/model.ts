import type {
  CreateUserPoolClientRequest,
  CreateUserPoolRequest,
  GroupType,
  IdentityProviderType,
  ResourceServerType,
  SchemaAttributeType,
  SoftwareTokenMfaConfigType,
  UserStatusType,
} from '@aws-sdk/client-cognito-identity-provider';

/** The settings of a pool: those of the request that made or last changed it, with AWS's defaults filled in. */
export type PoolSettings = Omit<CreateUserPoolRequest, 'PoolName' | 'UserPoolTags' | 'Schema'>;

/** A user pool. Instants are milliseconds since the epoch. */
export interface UserPool {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly settings: PoolSettings;
  readonly schema: readonly SchemaAttributeType[];
  readonly tags: Readonly<Record<string, string>>;
  readonly softwareTokenMfa?: SoftwareTokenMfaConfigType;
}

/** An app client of a pool. */
export interface UserPoolClient {
  readonly id: string;
  readonly poolId: string;
  readonly secret?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly settings: Omit<
    CreateUserPoolClientRequest,
    'UserPoolId' | 'ClientName' | 'GenerateSecret' | 'ClientSecret'
  > & {
    readonly ClientName: string;
  };
}

/** A password as it is kept: never the password. */
export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
  readonly cost: number;
  /** Absent where the password was written down before there were any. */
  readonly srp?: SrpVerifier;
}

/** What proves a password by SRP without showing it, in hexadecimal. */
export interface SrpVerifier {
  readonly salt: string;
  readonly verifier: string;
}

/** The public values of an SRP exchange and the server's private one, in hexadecimal. */
export interface SrpExchange {
  readonly clientPublic: string;
  readonly serverPublic: string;
  readonly serverPrivate: string;
}

/** A user's authenticator application, after its first code was right. */
export interface SoftwareToken {
  /** Base32. */
  readonly secret: string;
  readonly deviceName?: string;
  /** The 30-second steps since the epoch whose codes were used, as long as they could be used again. */
  readonly usedSteps: readonly number[];
}

/** Which second factor a user is asked for. */
export interface MfaPreference {
  readonly softwareToken: boolean;
  readonly preferred?: boolean;
}

/** A user of a pool. */
export interface User {
  readonly username: string;
  /** With `sub`; values as Cognito keeps them, all strings. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly password?: PasswordHash;
  readonly status: UserStatusType;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When a temporary password ends. */
  readonly temporaryUntil?: number;
  readonly groups: readonly string[];
  readonly failedSignIns: number;
  readonly lockedUntil: number;
  /** Access tokens issued before this instant are refused by Cognito itself. */
  readonly signedOutAt: number;
  readonly softwareToken?: SoftwareToken;
  /** The secret of an authenticator application that has not shown a code yet. */
  readonly pendingSecret?: string | undefined;
  readonly mfa?: MfaPreference;
}

/** What a code proves. */
export type CodePurpose = 'sign-up' | 'forgot-password' | 'invitation' | `verify-${'email' | 'phone_number'}`;

/** A code, or a temporary password, that AWS would have mailed. */
export interface Code {
  readonly username: string;
  readonly purpose: CodePurpose;
  readonly code: string;
  /** The attribute whose possession the code proves; absent where nothing could be delivered. */
  readonly attribute?: 'email' | 'phone_number';
  readonly destination: string;
  readonly expiresAt: number;
  readonly failures: number;
}

/** A sign-in: what its refresh token and all tokens made from it hang on. Keyed by `origin_jti`. */
export interface Session {
  readonly originJti: string;
  readonly clientId: string;
  readonly username: string;
  /** Seconds since the epoch. */
  readonly authTime: number;
  readonly expiresAt: number;
  readonly revoked: boolean;
  /** SHA-256 of each refresh token, with when it ends; several where they are rotated, the newest last. */
  readonly refreshTokens: Readonly<Record<string, number>>;
  /** What an application was granted by OAuth; absent where it signed the user in by the API. */
  readonly scopes?: readonly string[];
}

/** What a sign-in by OAuth grants an application. */
export interface Grant {
  readonly scopes: readonly string[];
  /** When the user proved who they are: seconds since the epoch. */
  readonly authTime: number;
  /** The application's own, which comes back in the ID token. */
  readonly nonce?: string | undefined;
}

/** An authorization code as kept, by the SHA-256 of the code. */
export interface AuthorizationCode extends Grant {
  readonly poolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly redirectUri: string;
  /** Of PKCE with S256: SHA-256 of the verifier in base64url. */
  readonly codeChallenge?: string | undefined;
  readonly expiresAt: number;
}

/** A browser in which somebody is signed in at a pool's domain, by the SHA-256 of its cookie. */
export interface BrowserSession {
  readonly poolId: string;
  readonly username: string;
  /** Seconds since the epoch. */
  readonly authTime: number;
  readonly expiresAt: number;
}

/** A challenge that awaits its answer; kept by its session, or PASSWORD_VERIFIER by its secret block. */
export interface Challenge {
  readonly poolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly name:
    | 'SELECT_CHALLENGE'
    | 'PASSWORD_VERIFIER'
    | 'NEW_PASSWORD_REQUIRED'
    | 'SOFTWARE_TOKEN_MFA'
    | 'MFA_SETUP';
  readonly expiresAt: number;
  /** Wrong codes so far. */
  readonly failures?: number;
  /** Of MFA_SETUP: whether the application has shown a right code. */
  readonly verified?: boolean;
  /** Of PASSWORD_VERIFIER. */
  readonly exchange?: SrpExchange;
}

/** A group as kept: instants in milliseconds. */
export type Group = Omit<GroupType, 'CreationDate' | 'LastModifiedDate' | 'UserPoolId'> & {
  readonly GroupName: string;
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** A pool's domain. */
export interface Domain {
  readonly domain: string;
  readonly poolId: string;
  readonly customDomain?: { readonly CertificateArn: string };
  readonly managedLoginVersion?: number;
}

/** A resource server as kept. */
export type ResourceServer = ResourceServerType & { readonly Identifier: string };

/** An identity provider of a pool, as kept: instants in milliseconds. */
export type IdentityProvider = Omit<
  IdentityProviderType,
  'CreationDate' | 'LastModifiedDate' | 'ProviderDetails'
> & {
  readonly ProviderName: string;
  readonly ProviderDetails: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** A sign-in that is under way at an identity provider, by the SHA-256 of its `state`. */
export interface ProviderSignIn {
  readonly poolId: string;
  readonly providerName: string;
  /** What the application asked for, as its address had it. */
  readonly parameters: string;
  readonly nonce: string;
  readonly expiresAt: number;
}

/** A pool's signing key. */
export interface SigningKeyRecord {
  readonly kid: string;
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
  readonly publicJwk: { readonly n: string; readonly e: string };
}
