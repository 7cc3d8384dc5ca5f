/**
 * Resources of one type as Terraform's JSON has them, by name. Together with the examples of the other types, which it may
 * refer to, each can be created; the folder has `code.zip` and `other.zip`, a function's code.
 */
export type Example = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** An expression in Terraform's JSON, e.g. `aws_sqs_queue.q.arn`: evaluated where the stack is created. */
export function ref(expression: string): string {
  return `\${${expression}}`;
}
