import { randomFillSync } from 'node:crypto'

const BYTES = 16
/** Asking the system takes far longer than making an id of what it gave, however much that is. */
const AT_ONCE = 256

/** Makes ids of 128 random bits each, 22 characters of base64url; no bit is in two of them. */
export function createRandomIds(): () => string {
  const pool = Buffer.alloc(BYTES * AT_ONCE)
  let used = pool.length
  return () => {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    used += BYTES
    return pool.toString('base64url', used - BYTES, used)
  }
}
