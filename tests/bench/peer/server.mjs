// The peer of the benchmark: usage: JWT_SECRET=... node server.mjs --port N --data-dir FOLDER [--gather]
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serveRest } from './rest.mjs';
import { Rooms } from './rooms.mjs';
import { serveSocketIo } from './socketio.mjs';
import { Store } from './store.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string' }, 'data-dir': { type: 'string' }, gather: { type: 'boolean', default: false } },
});
const secret = process.env.JWT_SECRET;
const store = new Store(join(values['data-dir'], 'peer.db'));
const rooms = new Rooms(store, { secret, gather: values.gather });
const http = createServer({ keepAliveTimeout: 60_000 }, serveRest(store, secret));
const socketIo = serveSocketIo(http, store, secret);
/** Those who joined hear of a message on every door. */
store.publish = (session, message) => {
  rooms.publish(session, message);
  socketIo.publish(session, message);
};
http.on('upgrade', (request, socket, head) => {
  if (!rooms.upgrade(request, socket, head) && !request.url.startsWith('/socket.io/')) socket.destroy();
});
http.listen({ port: Number(values.port), host: '127.0.0.1', backlog: 4096 });
process.on('SIGTERM', () => process.exit(0));
