import type { OperationDeclaration } from '../core/operation.ts';
import type { ControlBinding, HttpBinding } from './http/binding.ts';
import type { RequestClass } from './metering.ts';
import type { S3State } from './state.ts';

/**
 * One operation of S3 or of S3 Control. Input and output have the SDK's members, but for a bucket's configurations, which
 * are `Document`s: text, as it travels. S3's protocol has rules of its own, so that `binding` stands in for `http`.
 */
export interface S3Declaration<Name extends string = string>
  extends Omit<OperationDeclaration<S3State, Name, RequestClass>, 'http'> {
  /** Its way through HTTP. */
  readonly binding: HttpBinding | ControlBinding;
}

/** Declares an operation of S3: the same value, with its name kept as a literal. */
export function defineS3Operation<const Name extends string>(
  declaration: S3Declaration<Name>,
): S3Declaration<Name> {
  return declaration;
}
