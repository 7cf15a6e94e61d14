// A TCP proxy in front of a server, and a network that fails on demand.

import net from 'node:net';

/**
 * Ways to fail: `refuse` (connections are reset, new ones too), `stall` (nothing moves, nothing is lost: it moves again after
 * `restore`), `blackhole` (what is sent vanishes, nobody is told; only connections made after `restore` work), `half-close up`
 * and `half-close down` (one direction ends, the other goes on).
 */
export class CutProxy {
  static async before(server) {
    const proxy = new CutProxy();
    Object.assign(proxy, { server, pairs: new Set(), failure: null, connections: 0 });
    proxy.listener = net.createServer({ allowHalfOpen: true }, (near) => proxy.accept(near));
    await new Promise((resolve) => proxy.listener.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port() {
    return this.listener.address().port;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  accept(near) {
    near.on('error', () => {}); // its 'close' follows
    if (this.failure === 'refuse') {
      near.resetAndDestroy();
      return;
    }
    this.connections += 1;
    const far = net.connect({ port: this.server.port, host: '127.0.0.1', allowHalfOpen: true });
    const pair = { near, far, dead: false };
    this.pairs.add(pair);
    far.on('error', () => {});
    for (const [from, to] of [[near, far], [far, near]]) {
      from.setNoDelay(true);
      from.on('data', (data) => {
        if (pair.dead) return;
        if (!to.write(data)) from.pause();
      });
      to.on('drain', () => this.failure !== 'stall' && from.resume());
      from.on('end', () => pair.dead || to.end());
      from.on('close', () => {
        to.destroy();
        this.pairs.delete(pair);
      });
    }
    if (this.failure) this.apply(pair, this.failure);
  }

  apply(pair, failure) {
    if (failure === 'refuse') {
      pair.near.resetAndDestroy();
      pair.far.resetAndDestroy();
    } else if (failure === 'stall') {
      pair.near.pause();
      pair.far.pause();
    } else if (failure === 'blackhole') {
      pair.dead = true;
    } else if (failure === 'half-close up') {
      pair.far.end();
    } else if (failure === 'half-close down') {
      pair.near.end();
    } else {
      throw new Error(`no such failure: ${failure}`);
    }
  }

  fail(failure) {
    this.failure = failure;
    for (const pair of [...this.pairs]) this.apply(pair, failure);
  }

  restore() {
    this.failure = null;
    for (const { near, far } of this.pairs) {
      near.resume();
      far.resume();
    }
  }

  async close() {
    const closed = new Promise((resolve) => this.listener.close(resolve));
    for (const { near, far } of [...this.pairs]) {
      near.destroy();
      far.destroy();
    }
    await closed;
  }
}
