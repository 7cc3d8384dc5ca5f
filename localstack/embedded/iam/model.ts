/** A key and value on a role or policy. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** A role as it is kept; documents are the JSON text that was sent. */
export interface Role {
  readonly RoleName: string;
  readonly RoleId: string;
  readonly Arn: string;
  readonly Path: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly trustPolicy: string;
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly tags: readonly Tag[];
  /** Inline policies by name. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of attached managed policies. */
  readonly attached: readonly string[];
  /** The ARN of the managed policy that bounds what the others can give; absent: unbounded. */
  readonly boundary?: string;
}

/** A managed policy. Versions are kept in order; the last one that was made default is in force. */
export interface ManagedPolicy {
  readonly PolicyName: string;
  readonly PolicyId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly description?: string;
  readonly createdAt: number;
  readonly tags: readonly Tag[];
  readonly versions: readonly {
    readonly id: string;
    readonly document: string;
    readonly createdAt: number;
  }[];
  readonly defaultVersion: string;
}

/** How operations on a role name it. */
export interface RoleInput {
  readonly RoleName?: string;
}

/** How operations on an inline policy name it. */
export interface RolePolicyInput extends RoleInput {
  readonly PolicyName?: string;
}

/** How operations on a managed policy name it. */
export interface PolicyInput {
  readonly PolicyArn?: string;
}

/** A role, and the managed policy that it is to have or to lose. */
export interface AttachmentInput extends RoleInput, PolicyInput {}
