import type { Socket } from 'node:dgram';
import type { SendSegment } from './traces.ts';

/** The header line of each datagram (X-Ray Developer Guide, «Sending trace data to X-Ray»). */
const HEADER = '{"format":"json","version":1}\n';

/**
 * Sends segments over UDP to the daemon at `address` (`host:port`, the format of `AWS_XRAY_DAEMON_ADDRESS`; default:
 * sends nothing). Lost ones are not sent again, so that tracing never fails a request. The socket is opened with the
 * first segment.
 */
export function createXRaySender(address: string | undefined): SendSegment {
  const [host, port] = address?.split(':') ?? [];
  if (!host || !port) return () => {};
  let opening: Promise<Socket> | undefined;
  async function open(): Promise<Socket> {
    const { createSocket } = await import('node:dgram');
    const socket = createSocket('udp4');
    socket.on('error', () => {});
    socket.unref();
    return socket;
  }
  return (document) => {
    opening ??= open();
    const datagram = Buffer.from(HEADER + JSON.stringify(document));
    void opening.then((socket) => socket.send(datagram, Number(port), host));
  };
}
