/** A policy that means nothing, or whose meaning cannot be enforced here. The message names the part. */
export class PolicyError extends Error {
  readonly code = 'InvalidPolicy';
}
