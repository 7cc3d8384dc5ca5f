import { expect, test } from 'vitest';
import http from './http-module.ts';

test('node:http still exports the WebSocket client', () => {
  const socket = new http.WebSocket('ws://127.0.0.1:1');
  expect(socket).toBeInstanceOf(globalThis.WebSocket);
  expect(socket instanceof http.WebSocket).toBe(true);
  expect(http.WebSocket.OPEN).toBe(globalThis.WebSocket.OPEN);
  socket.close();
});

test('its classes can be extended', () => {
  type Message = new (type: string, init: { data: string }) => { readonly data: string };
  class Extended extends (http.MessageEvent as unknown as Message) {}
  const event = new Extended('message', { data: 'one' });
  expect(event).toBeInstanceOf(Extended);
  expect(event).toBeInstanceOf(globalThis.MessageEvent);
  expect(event.data).toBe('one');
});
