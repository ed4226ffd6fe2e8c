import type { AuditEnd, AuditFlaw } from '#application/ports/audit-trail.ts';
import { BadConfig } from './config.ts';
import { resolve } from './di.ts';
import { runCommand } from './run-command.ts';
import { tokens } from './tokens.ts';

const usage = 'Say nothing, or an end that was noted earlier: npm run audit:verify -- 1234:hash';

/** Verifies the security audit, and ends with 0 only when nothing was altered, removed or reordered. */
if (import.meta.main) {
  await runCommand('audit:verify', async ({ container, args, say }) => {
    const noted = args.length === 0 ? undefined : notedIn(args);
    const began = performance.now();
    let told = began;
    const verdict = await resolve(container, tokens.auditTrail).verify({
      noted,
      progress: (read, of) => {
        if (performance.now() - told < 1000) return;
        told = performance.now();
        say(`${read.toLocaleString('en')} of ${of.toLocaleString('en')} entries verified`);
      },
    });
    if (!verdict.ok) {
      say(sentenceFor(verdict.flaw));
      return 1;
    }
    const { end, erasedDetails } = verdict;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    say(`The audit is whole: ${end.entries.toLocaleString('en')} entries verified in ${seconds} s.`);
    if (erasedDetails > 0) {
      say(`The details of ${erasedDetails.toLocaleString('en')} of them went with people who were erased.`);
    }
    say(`Its end, to be noted outside of the database: ${end.entries}:${end.hash}`);
    return 0;
  });
}

function notedIn(args: readonly string[]): AuditEnd {
  const [, entries, hash] = /^(\d{1,15}):([\w-]{1,64})$/.exec(args[0] ?? '') ?? [];
  if (entries === undefined || hash === undefined || args.length > 1) throw new BadConfig(usage);
  return { entries: Number(entries), hash };
}

function sentenceFor(flaw: AuditFlaw): string {
  switch (flaw.kind) {
    case 'altered':
      return `Entry ${flaw.n} is not what was written: it was altered, or the one before it was removed.`;
    case 'removed':
      return `Entry ${flaw.n} was removed.`;
    case 'reordered':
      return `Entry ${flaw.n} stands where another was written: entries were reordered.`;
    case 'added':
      return `Entry ${flaw.n} was added by somebody else.`;
    case 'details-removed':
      return `The details of entry ${flaw.n} were removed, and nobody it is about was erased.`;
    case 'newest-removed':
      return `Entry ${flaw.n + 1} and what came after it was removed: there were ${flaw.expected} entries.`;
    case 'end-altered':
      return `The record of where the audit ends was altered or removed; entry ${flaw.n} is the last one there.`;
    case 'another-audit':
      return `Entry ${flaw.n} is not the one whose hash was noted.`;
  }
}
