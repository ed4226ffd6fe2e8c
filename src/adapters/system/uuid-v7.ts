import { randomFillSync } from 'node:crypto';
import type { Clock } from '#application/ports/clock.ts';
import type { IdSource } from '#application/ports/id-source.ts';

const counterValues = 0x1000;

/**
 * UUIDv7 with a counter in the bits after the milliseconds (RFC 9562, section 6.2, method 1): rising within this
 * process, also when the clock stands still or goes back.
 */
export const uuidV7Source = ({ clock }: { readonly clock: Clock }): IdSource => {
  const pool = Buffer.alloc(4096);
  let used = pool.length;
  let millisecond = -1;
  let counter = 0;

  const random = (bytes: number): Buffer => {
    if (used + bytes > pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += bytes;
    return pool.subarray(used - bytes, used);
  };

  const advance = (): void => {
    const now = clock.now().getTime();
    counter += 1;
    if (now <= millisecond && counter < counterValues) return;
    millisecond = Math.max(now, millisecond + 1);
    // the upper half stays free, so that a millisecond has room for 2,048 ids at least
    counter = random(2).readUInt16BE() % (counterValues / 2);
  };

  return {
    next: () => {
      advance();
      const time = millisecond.toString(16).padStart(12, '0');
      const tail = random(8);
      tail.writeUInt8((tail.readUInt8(0) & 0x3f) | 0x80, 0);
      const rest = tail.toString('hex');
      const count = counter.toString(16).padStart(3, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${rest.slice(0, 4)}-${rest.slice(4)}`;
    },
  };
};
