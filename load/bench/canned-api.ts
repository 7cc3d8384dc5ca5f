import Fastify from 'fastify';

/**
 * The routes of the scenario `crud` with the same answer each time: a target so fast that the generator's own cost
 * shows. Prints its address, ends with its parent.
 */
const server = Fastify();
const expense = {
  id: '00000000-0000-4000-8000-000000000001',
  ownerId: '00000000-0000-4000-8000-000000000002',
  merchant: 'Trattoria Al Porto',
  category: 'meals',
  amount: 4_250,
  currency: 'EUR',
  incurredOn: '2026-11-02',
  tags: ['client', 'travel'],
  status: 'draft',
  receipts: [],
  version: 1,
};
server.post('/expenses', async (_, reply) => reply.code(201).header('etag', '"1"').send(expense));
server.get('/expenses', async () => ({ expenses: Array(20).fill(expense) }));
server.get('/expenses/:id', async (_, reply) => reply.header('etag', '"1"').send(expense));
server.patch('/expenses/:id', async (_, reply) => reply.header('etag', '"2"').send(expense));
server.delete('/expenses/:id', async (_, reply) => reply.code(204).send());
console.log(await server.listen({ port: 0, host: '127.0.0.1' }));
process.on('disconnect', () => process.exit());
