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
  class Told extends (http.MessageEvent as unknown as Message) {}
  const told = new Told('message', { data: 'one' });
  expect(told).toBeInstanceOf(Told);
  expect(told).toBeInstanceOf(globalThis.MessageEvent);
  expect(told.data).toBe('one');
});
