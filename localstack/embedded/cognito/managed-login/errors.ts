/** What a person sees of a request that cannot be sent back to its application: which is not known, or not proved. */
export class LoginPageError extends Error {
  readonly code: string;

  /** @param code Cognito's own, e.g. `redirect_mismatch` */
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The errors of OAuth 2.0 that Cognito answers. */
export type OAuthErrorCode =
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_token'
  | 'login_required'
  | 'server_error'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type';

/** An error that the application is sent: as JSON, or by a redirection to it. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly description: string | undefined;

  constructor(code: OAuthErrorCode, description?: string) {
    super(description ?? code);
    this.code = code;
    this.description = description;
  }
}
