import Fastify from 'fastify';

/** A bare Fastify that says hello: what this machine can do at most. Prints its address, ends with its parent. */
const server = Fastify();
server.get('/', async () => ({ hello: 'world' }));
console.log(await server.listen({ port: 0, host: '127.0.0.1' }));
process.on('disconnect', () => process.exit());
