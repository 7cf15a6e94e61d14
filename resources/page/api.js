// The few HTTP requests of the page. Paths are relative to it, so that it also works below a proxy's folder.

const timeoutMs = 15_000;

/** A refusal of the server (`status`, `code`), or no answer at all (`status` 0). */
export class HttpError extends Error {
  constructor(status, code, message, retryAfterMs = 0) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

export const urlOf = (path) => new URL(path, document.baseURI);

async function request(path, options) {
  let response;
  try {
    response = await fetch(urlOf(path), { ...options, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(timeoutMs) });
  } catch (reason) {
    throw new HttpError(0, 'unreachable', String(reason));
  }
  let body = null;
  try {
    body = await response.json();
  } catch {
    // A proxy's page, or an answer cut short: the status says enough.
  }
  if (response.ok && body !== null) return body;
  const status = response.ok ? 0 : response.status;
  const retryAfterMs = 1000 * (Number(response.headers.get('retry-after')) || 0);
  throw new HttpError(status, body?.error ?? 'unreadable', body?.message, retryAfterMs);
}

/** \return `{token, user, room, expires_at}` */
export function startVisit(details) {
  return request('api/chat/visitor', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(details),
  });
}

/** A page of messages, oldest first. */
export function history(token, room, { before = null, limit = 50 } = {}) {
  const query = new URLSearchParams({ room, limit: String(limit) });
  if (before !== null) query.set('before', String(before));
  return request(`chat/history?${query}`, { headers: { 'x-auth-token': token } });
}

/** Where the room's WebSocket is; messages after the id `after` come first. */
export function socketUrl(token, room, after) {
  const url = urlOf(`chat/ws/${encodeURIComponent(room)}`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('token', token);
  url.searchParams.set('after', String(after));
  return url.href;
}
