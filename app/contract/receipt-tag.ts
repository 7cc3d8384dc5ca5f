/**
 * The tag of a receipt's object. An upload is `pending` until it is accepted; the bucket's lifecycle expires what stays
 * `pending` because it was refused or never checked.
 */
export const receiptTag = { key: 'receipt', pending: 'pending', accepted: 'accepted' } as const;
