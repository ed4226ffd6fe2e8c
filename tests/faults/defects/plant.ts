/** Preloaded into a Hexdesk: one place of its source reads otherwise. What is delivered knows nothing of it. */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { contentionDefects } from '../contention/defects.ts';
import { changedBy } from './changed-by.ts';
import { defects } from './defects.ts';

const defect = [...defects, ...contentionDefects].find(({ name }) => name === process.env['FAULTS_DEFECT']);
if (defect === undefined) throw new Error('FAULTS_DEFECT must name a defect');

const place = pathToFileURL(join(import.meta.dirname, '../../..', defect.file)).href;

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    return url === place ? { ...loaded, source: changedBy(defect, String(loaded.source)) } : loaded;
  },
});
