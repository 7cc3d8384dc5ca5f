/** As a plain import would, but see {@link deferWebSockets}. */
const http = process.getBuiltinModule('node:http');

/** What `node:http` passes on of the built-in WebSocket client. */
const WEB_SOCKET_EXPORTS = ['WebSocket', 'CloseEvent', 'MessageEvent'] as const;

type Class = new (...values: unknown[]) => object;

/** A function, because the `prototype` of a class is fixed, and a proxy could not say another one. */
function Target(): void {}

/**
 * Whoever imports `node:http` from an ES module has all of its exports read, and these three load the whole of
 * undici: 14 MB and 30 ms for each environment, of a client that hardly any function uses. Stand-ins load it when
 * one of them is used. To be called before anything imports `node:http`.
 */
function deferWebSockets(): void {
  for (const name of WEB_SOCKET_EXPORTS) {
    const real = (): Class => Reflect.get(globalThis, name) as Class;
    const standIn: Class = new Proxy(Target as unknown as Class, {
      construct: (_target, values, newTarget): object =>
        Reflect.construct(real(), values, newTarget === standIn ? real() : newTarget),
      get: (_target, property) => Reflect.get(real(), property) as unknown,
      has: (_target, property) => Reflect.has(real(), property),
    });
    Object.defineProperty(http, name, { value: standIn, enumerable: true, configurable: true });
  }
}

deferWebSockets();

export default http;
