import { randomFillSync } from 'node:crypto';

const randomBytes = 10; // of each id
const random = Buffer.alloc(1000 * randomBytes);
let randomAt = random.length;

/** A UUIDv7 as 16 bytes: in time order, so that its index grows at one end. */
export function uuid7(at) {
  if (randomAt === random.length) {
    randomFillSync(random);
    randomAt = 0;
  }
  const id = Buffer.allocUnsafe(16);
  id.writeUIntBE(at, 0, 6);
  random.copy(id, 6, randomAt, (randomAt += randomBytes));
  id[6] = 0x70 | (id[6] & 0x0f);
  id[8] = 0x80 | (id[8] & 0x3f);
  return id;
}

export function textOf(id) {
  const hex = id.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
