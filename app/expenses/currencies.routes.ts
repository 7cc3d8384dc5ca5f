import { Type } from 'typebox';
import type { App } from '../http/app-types.ts';
import { problemResponses } from '../http/schemas.ts';
import { currencies, minorDigits } from '../policies/money.ts';
import { Currency } from './expenses.schema.ts';

const CurrencyList = Type.Object(
  {
    currencies: Type.Array(
      Type.Object({
        code: Currency,
        minorDigits: Type.Integer({
          description: 'How many digits an amount has after the point: 2 for EUR, 0 for JPY, 3 for KWD',
        }),
      }),
    ),
  },
  { title: 'CurrencyList' },
);

/** The route of the currencies that an expense can be in. They change with the application, a few times a year. */
export function registerCurrencyRoute(app: App): void {
  const list = { currencies: currencies().map((code) => ({ code, minorDigits: minorDigits(code) })) };
  app.get(
    '/currencies',
    {
      schema: {
        operationId: 'listCurrencies',
        summary: 'The currencies that an expense can be in, by code; may be kept for a day',
        tags: ['expenses'],
        response: { 200: CurrencyList, ...problemResponses() },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'private, max-age=86400');
      return list;
    },
  );
}
