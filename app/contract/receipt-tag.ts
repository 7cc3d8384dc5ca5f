/**
 * The tag of a receipt's object. An upload is `pending` until it has been accepted; what stays so, because nobody looked
 * at it or because it was refused, is of no use to anybody and is expired by the bucket's lifecycle.
 */
export const receiptTag = { key: 'receipt', pending: 'pending', accepted: 'accepted' } as const;
