const DAY = 86_400_000;

/** An expense of yesterday, as an employee would enter it; `amount` in minor units. */
export function anExpense({ amount }: { readonly amount: number }): object {
  return {
    merchant: 'Trattoria Al Porto',
    category: 'meals',
    amount,
    currency: 'EUR',
    incurredOn: new Date(Date.now() - DAY).toISOString().slice(0, 10),
    description: 'Client dinner',
    tags: ['client', 'travel'],
  };
}
