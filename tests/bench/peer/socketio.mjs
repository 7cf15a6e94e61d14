import { Server } from 'socket.io';
import { verifyToken } from './tokens.mjs';

/** The same use cases over Socket.IO: join_session, send_message and new_message of the unified chat protocol. */
export function serveSocketIo(httpServer, store, secret) {
  const io = new Server(httpServer, { perMessageDeflate: false, destroyUpgrade: false, serveClient: false });
  io.use((socket, next) => {
    socket.data.user = verifyToken(socket.handshake.auth?.token, secret);
    next(socket.data.user ? undefined : new Error('unauthorized'));
  });
  io.on('connection', (socket) => {
    const { user } = socket.data;
    socket.on('join_session', ({ session_id: room } = {}, ack) => store.open(String(room), (error, session) => {
      if (error) return ack?.({ ok: false, error: 'unavailable' });
      if (!socket.rooms.has(session.id)) joined(socket, session);
      ack?.({ ok: true, session_id: session.id });
    }));
    socket.on('send_message', ({ session_id: room, content, client_msg_id: id } = {}, ack) => {
      const session = store.sessionsById.get(room) ?? store.sessions.get(room);
      if (!session || !socket.rooms.has(session.id)) return ack?.({ ok: false, error: 'forbidden' });
      store.post(session, user, String(content), id ?? null, (error, posted) => {
        if (error || posted.conflict) return ack?.({ ok: false, error: error ? 'unavailable' : 'conflict' });
        const message = unified(posted.message);
        ack?.({ ok: true, message });
        if (!posted.duplicate) io.to(session.id).emit('new_message', message);
      });
    });
  });

  function joined(socket, session) {
    const { user } = socket.data;
    const online = (io.sockets.adapter.rooms.get(session.id)?.size ?? 0) + 1;
    socket.to(session.id).emit('user_joined', {
      session_id: session.id, user_id: user.sub, user_name: user.name ?? user.sub, timestamp: new Date().toISOString(),
    });
    socket.join(session.id);
    store.recordActivity('user_joined', session, user.sub);
    socket.emit('session_joined', { session_id: session.id, participants_online: online });
  }
}

function unified(message) {
  return {
    id: message.message_id, session_id: message.session_id, room: message.room, seq: message.seq, type: 'text',
    content: message.text, sender_id: message.sender, sender_name: message.sender_name,
    sender_role: message.role, role: message.role, reply_to_message_id: null, reply_to: null, attachment: null,
    metadata: null, status: 'sent', is_read: false, client_msg_id: message.client_msg_id, created_at: message.ts,
    edited_at: null, deleted_at: null,
  };
}
