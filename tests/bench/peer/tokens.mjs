import { createHmac, timingSafeEqual } from 'node:crypto';

/** \return the claims of a JWT (HS256 only) that is good now, or null */
export function verifyToken(token, secret) {
  const parts = String(token).split('.');
  if (parts.length !== 3) return null;
  const [header, claims, signature] = parts;
  const given = Buffer.from(signature, 'base64url');
  const right = createHmac('sha256', secret).update(`${header}.${claims}`).digest();
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  try {
    if (JSON.parse(Buffer.from(header, 'base64url')).alg !== 'HS256') return null;
    const read = JSON.parse(Buffer.from(claims, 'base64url'));
    return read.sub && read.role && read.exp > Date.now() / 1000 ? read : null;
  } catch {
    return null;
  }
}
