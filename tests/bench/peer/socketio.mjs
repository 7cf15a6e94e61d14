import { Server } from 'socket.io';
import { enter, leave, listOnline } from './presence.mjs';
import { listPeople, sessionJson } from './sessions.mjs';
import { isStaff } from './store.mjs';
import { verifyToken } from './tokens.mjs';

const maxText = 16_384;
const recovery = { maxDisconnectionDuration: 120_000, skipMiddlewares: true };

/** The chat API live: what socket.io does by itself (frames encoded once for a room, polling, recovery) is left to it. */
export function serveSocketIo(httpServer, store, secret) {
  const io = new Server(httpServer, {
    perMessageDeflate: false, destroyUpgrade: false, serveClient: false, connectionStateRecovery: recovery,
  });
  io.use((socket, next) => {
    socket.data.user = verifyToken(socket.handshake.auth?.token, secret);
    next(socket.data.user ? undefined : new Error('unauthorized'));
  });
  io.on('connection', (socket) => new Connection(io, store, socket));
  return {
    /** To those who joined, and the news of it to staff. */
    publish(session, message) {
      const { rooms, sessions } = io.sockets.adapter;
      const mayReturn = sessions.size > 0;
      if (mayReturn || rooms.has(session.id)) io.to(session.id).emit('new_message', message);
      if (!mayReturn && !rooms.has('staff')) return;
      io.to('staff').emit('session_updated', { session_id: session.id, session: updateOf(session, message) });
    },
  };
}

class Connection {
  constructor(io, store, socket) {
    this.io = io;
    this.store = store;
    this.socket = socket;
    this.user = socket.data.user;
    this.joined = new Set();
    if (isStaff(this.user)) socket.join('staff');
    if (socket.recovered) this.comeBack();
    const on = (event, handler) => socket.on(event, (data, ack) => handler.call(this, event, data ?? {}, ack));
    on('join_session', this.join);
    on('leave_session', this.leaveSession);
    on('send_message', this.send);
    on('mark_messages_read', this.markRead);
    on('typing_start', this.typing);
    on('typing_stop', this.typing);
    on('get_online_users', this.getOnlineUsers);
    socket.on('disconnect', () => { for (const session of this.joined) this.left(session); });
  }

  refuse(event, ack, error) {
    if (ack) return ack({ ok: false, error, message: error });
    this.socket.emit('error', { error, message: error, event });
  }

  /** Calls \a use(session) where this user may be in it. */
  withSession(event, data, ack, use) {
    if (typeof data.session_id !== 'string' || !data.session_id) return this.refuse(event, ack, 'bad_request');
    this.store.open(data.session_id, this.user, (error, session) => {
      if (error || !session) return this.refuse(event, ack, error ? 'unavailable' : 'forbidden');
      use(session);
    });
  }

  about(session, more) {
    return {
      session_id: session.id, user_id: this.user.sub, user_name: this.user.name ?? this.user.sub, ...more,
      timestamp: new Date().toISOString(),
    };
  }

  join(event, data, ack) {
    this.withSession(event, data, ack, (session) => {
      if (!this.joined.has(session)) this.enter(session);
      const told = sessionJson(this.store, session, this.user);
      this.socket.emit('session_joined', {
        session_id: session.id, participants_online: listPeople(session), online_count: session.online.size, session: told,
      });
      ack?.({ ok: true, session: told });
    });
  }

  enter(session) {
    const { socket, user } = this;
    this.joined.add(session);
    if (enter(this.store, session, user)) {
      socket.to(session.id).emit('user_joined', this.about(session, { role: user.role, online_count: session.online.size }));
      if (this.store.recordDelivered(session, user) && session.lastMessage)
        socket.to(session.id).emit('message_delivered', this.about(session, {
          message_id: session.lastMessage.id, up_to_seq: session.lastSeq,
        }));
    }
    socket.join(session.id);
  }

  comeBack() {
    for (const id of this.socket.rooms) {
      const session = this.store.sessions.get(id);
      if (!session) continue;
      this.joined.add(session);
      enter(this.store, session, this.user);
    }
  }

  leaveSession(event, data, ack) {
    this.withSession(event, data, ack, (session) => {
      if (this.joined.delete(session)) {
        this.socket.leave(session.id);
        this.left(session);
      }
      ack?.({ ok: true });
    });
  }

  left(session) {
    if (!leave(this.store, session, this.user)) return;
    this.io.to(session.id).emit('user_left', this.about(session, { role: this.user.role, online_count: session.online.size }));
  }

  send(event, data, ack) {
    const content = typeof data.content === 'string' ? data.content.trim() : '';
    const metadata = data.metadata ? JSON.stringify(data.metadata) : undefined;
    if (!content || Buffer.byteLength(content) > maxText) return this.refuse(event, ack, 'bad_request');
    if ((data.role || data.sender) && !isStaff(this.user)) return this.refuse(event, ack, 'forbidden');
    const write = {
      content, metadata, type: data.type, replyTo: data.reply_to_message_id, clientMsgId: data.client_msg_id,
      role: data.role, sender: data.sender,
    };
    this.withSession(event, data, ack, (session) => this.store.post(session, this.user, write, (error, posted) => {
      if (error || posted.badReply) return this.refuse(event, ack, error ? 'unavailable' : 'bad_request');
      if (posted.conflict) return this.refuse(event, ack, 'conflict');
      ack?.({ ok: true, message: posted.message });
      if (!posted.duplicate) this.store.publish(session, posted.message);
    }));
  }

  markRead(event, data, ack) {
    this.withSession(event, data, ack, (session) =>
      this.store.markRead(session, this.user, data.up_to_message_id, (error, { read, upTo } = {}) => {
        if (error || !upTo) return this.refuse(event, ack, error ? 'unavailable' : 'bad_request');
        if (read > 0) {
          this.io.to(session.id).emit('messages_read', this.about(session, {
            up_to_message_id: upTo.id, up_to_seq: upTo.seq, read_count: read,
          }));
        }
        ack?.({ ok: true, read_count: read, unread_count: this.store.unreadOf(session, this.user) });
      }));
  }

  typing(event, data, ack) {
    this.withSession(event, data, ack, (session) => {
      this.socket.to(session.id).emit(event === 'typing_start' ? 'user_typing' : 'user_stopped_typing', this.about(session));
      ack?.({ ok: true });
    });
  }

  getOnlineUsers(event, data, ack) {
    this.withSession(event, data, ack, (session) => {
      const users = listOnline(session, (user) => user.sub);
      const online = { session_id: session.id, users, count: session.online.size };
      this.socket.emit('online_users', online);
      ack?.({ ok: true, ...online });
    });
  }
}

function updateOf(session, message) {
  return {
    id: session.id, room: session.room, status: session.status, last_message_at: message.created_at,
    last_seq: message.seq, last_change: message.change,
    last_message: {
      seq: message.seq, type: message.type, excerpt: message.content.slice(0, 120), sender_id: message.sender_id,
      sender_name: message.sender_name, role: message.role, created_at: message.created_at,
    },
  };
}
