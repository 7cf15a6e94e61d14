import { Sender, WebSocket, WebSocketServer } from 'ws';
import { roomMessageOf } from './messages.mjs';
import { enter, leave, listOnline } from './presence.mjs';
import { verifyToken } from './tokens.mjs';

const heartbeatMs = 25_000;
const maxWaiting = 1024 * 1024;

/** One text frame, encoded once for all its receivers (what socket.io's own adapter does as well). */
function frameOf(type, data) {
  const payload = Buffer.from(JSON.stringify({ type, data }));
  const options = { fin: true, opcode: 1, mask: false, readOnly: false, rsv1: false };
  return [Buffer.concat(Sender.frame(payload, options))];
}

/**
 * The room protocol over `ws`. A frame is written as it comes; with `gather`, the frames of one turn to one receiver
 * are one write (the socket is corked until the turn's end).
 */
export class Rooms {
  constructor(store, { secret, gather }) {
    this.store = store;
    this.secret = secret;
    this.gather = gather;
    this.members = new Map(); // session -> Set of WebSocket
    this.corked = [];
    this.server = new WebSocketServer({ noServer: true, maxPayload: 1_000_000, clientTracking: true });
    setInterval(() => this.heartbeat(), heartbeatMs).unref();
  }

  /** \return whether the request was for a room */
  upgrade(request, socket, head) {
    const url = new URL(request.url, 'http://localhost');
    const match = /^\/chat\/ws\/([A-Za-z0-9._:-]{1,128})$/.exec(url.pathname);
    if (!match) return false;
    socket.setNoDelay(true);
    this.server.handleUpgrade(request, socket, head, (ws) => {
      const user = verifyToken(url.searchParams.get('token'), this.secret);
      if (!user) return ws.close(4401, 'token');
      this.welcome(ws, user, match[1]);
    });
    return true;
  }

  welcome(ws, user, room) {
    ws.alive = true;
    ws.on('pong', () => { ws.alive = true; });
    ws.on('error', () => ws.terminate());
    ws.pause();
    this.store.open(room, user, (error, session) => {
      if (error) return ws.close(1011, 'unavailable');
      if (!session) return ws.close(4403, 'forbidden');
      ws.on('message', (data) => this.receive(ws, user, session, data));
      ws.on('close', () => this.leave(ws, user, session));
      this.join(ws, user, session);
      ws.resume();
    });
  }

  join(ws, user, session) {
    const isFirst = enter(this.store, session, user);
    const presence = this.presenceOf(user, session, true);
    if (isFirst) {
      this.store.recordDelivered(session, user);
      this.broadcast(session, 'presence', presence);
    }
    let members = this.members.get(session);
    if (!members) this.members.set(session, (members = new Set()));
    members.add(ws);
    this.send(ws, frameOf('presence', { ...presence, online_users: listOnline(session, (one) => one.sub) }));
  }

  leave(ws, user, session) {
    this.members.get(session).delete(ws);
    if (leave(this.store, session, user)) this.broadcast(session, 'presence', this.presenceOf(user, session, false));
  }

  presenceOf(user, session, online) {
    return {
      room: session.room, user_id: user.sub, user_name: user.name ?? user.sub, role: user.role, online,
      online_count: session.online.size, ts: new Date().toISOString(),
    };
  }

  receive(ws, user, session, data) {
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return this.refuse(ws, 'bad_request');
    }
    if (message?.type === 'ping') return this.send(ws, frameOf('pong', { ts: new Date().toISOString() }));
    if (message?.type === 'typing') return this.typing(ws, user, session, message.is_typing === true);
    const text = typeof message?.text === 'string' ? message.text.trim() : '';
    const clientMsgId = message?.client_msg_id ?? null;
    if (!text || Buffer.byteLength(text) > 16_384) return this.refuse(ws, 'bad_request', clientMsgId);
    this.store.post(session, user, { content: text, clientMsgId }, (error, posted) => {
      if (error) return this.refuse(ws, 'unavailable', clientMsgId);
      if (posted.conflict) return this.refuse(ws, 'conflict', clientMsgId);
      if (posted.duplicate) return this.send(ws, frameOf('message', roomMessageOf(posted.message)));
      this.store.publish(session, posted.message);
    });
  }

  publish(session, message) {
    if (this.members.get(session)?.size) this.broadcast(session, 'message', roomMessageOf(message));
  }

  typing(ws, user, session, isTyping) {
    this.broadcast(session, 'typing', {
      room: session.room, user_id: user.sub, user_name: user.name ?? user.sub, is_typing: isTyping,
      ts: new Date().toISOString(),
    }, ws);
  }

  refuse(ws, error, clientMsgId) {
    this.send(ws, frameOf('error', { error, message: error, client_msg_id: clientMsgId ?? undefined }));
  }

  broadcast(session, type, data, except) {
    const members = this.members.get(session);
    if (!members) return;
    const frame = frameOf(type, data);
    for (const ws of members) if (ws !== except) this.send(ws, frame);
  }

  send(ws, frame) {
    const socket = ws._socket;
    if (ws.readyState !== WebSocket.OPEN) return;
    if (socket.writableLength > maxWaiting) return ws.close(4408, 'too slow a reader');
    if (this.gather && !ws.corked) {
      if (this.corked.length === 0) process.nextTick(() => this.uncork());
      ws.corked = true;
      socket.cork();
      this.corked.push(ws);
    }
    ws._sender.sendFrame(frame);
  }

  uncork() {
    const corked = this.corked;
    this.corked = [];
    for (const ws of corked) {
      ws.corked = false;
      ws._socket?.uncork();
    }
  }

  heartbeat() {
    for (const ws of this.server.clients) {
      if (!ws.alive) {
        ws.terminate();
        continue;
      }
      ws.alive = false;
      ws.ping();
    }
  }
}
