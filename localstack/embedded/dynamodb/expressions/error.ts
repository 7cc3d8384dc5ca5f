/** What is wrong with an expression, in DynamoDB's words; the name of the parameter is put before it by whoever knows it. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** Why an update cannot be carried out on the item as it is, in DynamoDB's words. */
export class UpdateError extends Error {
  override readonly name = 'UpdateError';
}
