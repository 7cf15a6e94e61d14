// A page of somebody else's, on an origin of its own, with the client library as npm has it.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

export class Elsewhere {
  /** \param modules  further ones, by path: `{'/follower.mjs': url}` */
  static async open(modules = {}) {
    const library = new URL('../node_modules/socket.io-client/dist/socket.io.esm.min.js', import.meta.url);
    const files = { '/socket.io.mjs': library, ...modules };
    const elsewhere = new Elsewhere();
    elsewhere.server = createServer((incoming, outgoing) => {
      const file = files[incoming.url];
      outgoing.setHeader('content-type', file ? 'text/javascript' : 'text/html');
      outgoing.end(file ? readFileSync(file) : '<!doctype html><title>A page of somebody else</title>');
    });
    await new Promise((resolve) => elsewhere.server.listen(0, '127.0.0.1', resolve));
    elsewhere.origin = `http://127.0.0.1:${elsewhere.server.address().port}`;
    return elsewhere;
  }

  close() {
    this.server.closeAllConnections?.();
    this.server.close();
  }
}
