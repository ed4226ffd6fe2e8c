/**
 * Preloaded into a Hexdesk: once it knows who is signed in it believes so until the memory ends by itself, whatever was
 * revoked since. It shows what looking for revocations costs; what is delivered knows nothing of it.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const place = pathToFileURL(join(import.meta.dirname, '../../src/adapters/mikro-orm/identity/trust.ts')).href;
const looksOften = 'const freshForMs = 100;';

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (url !== place) return loaded;
    const source = String(loaded.source);
    if (!source.includes(looksOften)) throw new Error(`${url} does not say "${looksOften}" any more`);
    return { ...loaded, source: source.replace(looksOften, 'const freshForMs = Number.POSITIVE_INFINITY;') };
  },
});
