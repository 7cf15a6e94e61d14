// Bytes as they are: a plain socket that says anything, and WebSocket frames built by hand.

import { randomBytes } from 'node:crypto';
import net from 'node:net';

const waitMs = 8_000;

export class RawSocket {
  static async connect(server, options = {}) {
    const raw = new RawSocket();
    raw.received = Buffer.alloc(0);
    raw.waiters = new Set();
    raw.socket = net.connect({ port: server.port, host: '127.0.0.1', ...options });
    raw.socket.on('data', (data) => {
      raw.received = Buffer.concat([raw.received, data]);
      raw.wake();
    });
    raw.closed = new Promise((resolve) => raw.socket.once('close', () => {
      raw.isClosed = true;
      raw.wake();
      resolve();
    }));
    raw.socket.on('error', () => {}); // a reset is one of the ways in which a server ends a connection; 'close' follows
    await new Promise((resolve, reject) => {
      raw.socket.once('connect', resolve);
      raw.socket.once('error', reject);
    });
    return raw;
  }

  wake() {
    for (const waiter of [...this.waiters]) waiter();
  }

  write(data) {
    this.socket.write(data);
    return this;
  }

  waitUntil(holds, what, withinMs = waitMs) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const value = holds();
        if (!value && !this.isClosed) return;
        clearTimeout(timer);
        this.waiters.delete(look);
        if (value) resolve(value);
        else reject(new Error(`closed while waiting for ${what}; received: ${this.received.toString('latin1').slice(0, 300)}`));
      };
      const timer = setTimeout(() => {
        this.waiters.delete(look);
        reject(new Error(`no ${what} in ${withinMs} ms; received: ${this.received.toString('latin1').slice(0, 300)}`));
      }, withinMs);
      this.waiters.add(look);
      look();
    });
  }

  /** Takes one HTTP answer, its body by Content-Length, off what was received. */
  async answer(withinMs = waitMs) {
    const head = await this.waitUntil(() => {
      const end = this.received.indexOf('\r\n\r\n');
      return end < 0 ? null : this.received.subarray(0, end).toString('latin1');
    }, 'an HTTP answer', withinMs);
    const length = Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0);
    const start = head.length + 4;
    await this.waitUntil(() => this.received.length >= start + length, 'the body', withinMs);
    const body = this.received.subarray(start, start + length).toString();
    this.received = this.received.subarray(start + length);
    return { status: Number(head.split(' ')[1]), head, body };
  }

  async gone(withinMs = waitMs) {
    let timer;
    const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`still open after ${withinMs} ms`)), withinMs)));
    await Promise.race([this.closed, late]);
    clearTimeout(timer);
  }

  destroy() {
    this.socket.destroy();
  }

  /** Takes one unmasked server frame: `{opcode, payload}`. */
  async frame(withinMs = waitMs) {
    return this.waitUntil(() => {
      const at = this.received;
      if (at.length < 2) return null;
      let length = at[1] & 0x7f;
      let from = 2;
      if (length === 126) {
        if (at.length < 4) return null;
        length = at.readUInt16BE(2);
        from = 4;
      } else if (length === 127) {
        if (at.length < 10) return null;
        length = Number(at.readBigUInt64BE(2));
        from = 10;
      }
      if (at.length < from + length) return null;
      const payload = at.subarray(from, from + length);
      this.received = at.subarray(from + length);
      return { opcode: at[0] & 0x0f, payload };
    }, 'a frame', withinMs);
  }

  /** Reads frames until a close frame. \return its code, or null if the connection ended without one */
  async closeCode(withinMs = waitMs) {
    const until = Date.now() + withinMs;
    for (;;) {
      let frame;
      try {
        frame = await this.frame(Math.max(1, until - Date.now()));
      } catch (error) {
        if (this.isClosed) return null;
        throw error;
      }
      if (frame.opcode === 8) return frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005;
    }
  }
}

export const head = (...lines) => `${lines.join('\r\n')}\r\n\r\n`;

export const upgradeHead = (room, token, extra = []) => head(`GET /chat/ws/${room}?token=${token} HTTP/1.1`, 'Host: localhost', 'Upgrade: websocket', 'Connection: Upgrade',
  'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`, ...extra);

/** A raw socket that has done the WebSocket handshake. */
export async function rawWebSocket(server, room, token, options) {
  const raw = await RawSocket.connect(server, options);
  raw.write(upgradeHead(room, token));
  const { status } = await raw.answer();
  if (status !== 101) throw new Error(`handshake: ${status}`);
  return raw;
}

export function wsFrame(payload, { opcode = 1, fin = true, masked = true, length = null } = {}) {
  const data = Buffer.from(payload);
  const size = length ?? data.length;
  const start = Buffer.alloc(size < 126 ? 2 : size < 65536 ? 4 : 10);
  start[0] = (fin ? 0x80 : 0) | opcode;
  start[1] = (masked ? 0x80 : 0) | (size < 126 ? size : size < 65536 ? 126 : 127);
  if (size >= 65536) start.writeBigUInt64BE(BigInt(size), 2);
  else if (size >= 126) start.writeUInt16BE(size, 2);
  if (!masked) return Buffer.concat([start, data]);
  const mask = randomBytes(4);
  return Buffer.concat([start, mask, data.map((byte, index) => byte ^ mask[index % 4])]);
}
