import type { Actor } from '#domain/access/actor.ts';
import type { Shortcut, ShortcutKind } from '#domain/automation/shortcut.ts';
import type { User } from '#domain/identity/user.ts';
import type { TicketId } from '#domain/shared/ids.ts';
import type { AuditLog, AuditRecord } from '../ports/audit-log.ts';
import type { BulkJob, BulkJobs } from '../ports/bulk-jobs.ts';
import type { PersonalArchive } from '../ports/personal-archive.ts';
import type { ReadMarker } from '../ports/read-markers.ts';
import type { Session } from '../ports/session-store.ts';
import type { TicketReader } from '../ports/ticket-reader.ts';
import type { MessageRecord, TicketThread } from '../ports/ticket-thread.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type TicketView, viewFor } from '../tickets/ticket-view.ts';

/** A piece of what is kept about somebody. Pieces of a kind come together, in the order of this list. */
export type PersonalPart =
  | { readonly kind: 'profile'; readonly user: User }
  | { readonly kind: 'session'; readonly session: Session }
  /** Followed by its messages. Without a view they see no more of it than what they wrote themselves. */
  | { readonly kind: 'ticket'; readonly id: TicketId; readonly view: TicketView | undefined }
  | { readonly kind: 'message'; readonly message: MessageRecord }
  | { readonly kind: 'read-marker'; readonly marker: ReadMarker }
  /** Kept for themselves alone. */
  | { readonly kind: 'macro' | 'canned-reply'; readonly shortcut: Shortcut }
  | { readonly kind: 'bulk-job'; readonly job: BulkJob }
  | { readonly kind: 'audit-entry'; readonly entry: AuditRecord };

export type ExportMyself = (who: {
  readonly actor: Actor;
  readonly user: User;
}) => Promise<AsyncIterable<PersonalPart>>;

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly personalArchive: PersonalArchive;
  readonly reader: TicketReader;
  readonly thread: TicketThread;
  readonly bulkJobs: Pick<BulkJobs, 'page'>;
  readonly auditLog: AuditLog;
};

const atOnce = 100;
const scannedAtOnce = 1000;

/** Everything that is kept about whoever asks, as far as they may see it, read page by page as it is taken. */
export const exportMyself =
  (deps: Deps): ExportMyself =>
  async ({ actor, user }) => {
    await deps.unitOfWork.run((tx) =>
      tx.audit.append({ action: 'data-exported', actor: user.id, subject: { kind: 'user', id: user.id } }),
    );
    return partsOf(deps, actor, user);
  };

async function* partsOf(deps: Deps, actor: Actor, user: User): AsyncGenerator<PersonalPart> {
  yield { kind: 'profile', user };
  yield* sessionsOf(deps, user);
  for (let after = ''; ; ) {
    const looked = await deps.personalArchive.scan(user.id, { after, limit: scannedAtOnce });
    if (looked === undefined) break;
    for (const id of looked.found) yield* ticketParts(deps, actor, id);
    after = looked.last;
  }
  yield* readMarkersOf(deps, user);
  yield* shortcutsOf(deps, user, 'macro');
  yield* shortcutsOf(deps, user, 'canned-reply');
  yield* bulkJobsOf(deps, user);
  yield* auditOf(deps, user);
}

async function* sessionsOf({ personalArchive }: Deps, { id }: User): AsyncGenerator<PersonalPart> {
  for (let after = ''; ; ) {
    const sessions = await personalArchive.sessions(id, { after, limit: atOnce });
    for (const session of sessions) yield { kind: 'session', session };
    const last = sessions.at(-1);
    if (last === undefined || sessions.length < atOnce) return;
    after = last.id;
  }
}

async function* readMarkersOf({ personalArchive }: Deps, { id }: User): AsyncGenerator<PersonalPart> {
  for (let after = ''; ; ) {
    const markers = await personalArchive.readMarkers(id, { after, limit: atOnce });
    for (const marker of markers) yield { kind: 'read-marker', marker };
    const last = markers.at(-1);
    if (last === undefined || markers.length < atOnce) return;
    after = last.ticket;
  }
}

async function* shortcutsOf(
  { unitOfWork }: Deps,
  { id: user }: User,
  kind: ShortcutKind,
): AsyncGenerator<PersonalPart> {
  for (let after = ''; ; ) {
    const page = { after, limit: atOnce };
    const kept = await unitOfWork.run((tx) => tx.shortcuts.page(kind, [{ kind: 'own', user }], page));
    for (const shortcut of kept) yield { kind, shortcut };
    const last = kept.at(-1);
    if (last === undefined || kept.length < atOnce) return;
    after = last.id;
  }
}

async function* bulkJobsOf({ bulkJobs }: Deps, { id: owner }: User): AsyncGenerator<PersonalPart> {
  for (let before: BulkJob['id'] | undefined; ; ) {
    const jobs = await bulkJobs.page({ owner, session: undefined }, { before, limit: atOnce });
    for (const job of jobs) yield { kind: 'bulk-job', job };
    const last = jobs.at(-1);
    if (last === undefined || jobs.length < atOnce) return;
    before = last.id;
  }
}

async function* ticketParts(deps: Deps, actor: Actor, id: TicketId): AsyncGenerator<PersonalPart> {
  const stored = await deps.reader.find({ id });
  if (stored === undefined) return;
  const view = viewFor(actor, stored);
  yield { kind: 'ticket', id, view };
  for (let after = 0; ; ) {
    const messages = await deps.thread.page(id, view?.audience ?? 'staff', { after, limit: atOnce });
    for (const message of messages) {
      // who sees a ticket no more still wrote what they wrote
      if (view !== undefined || message.authorId === actor.id) yield { kind: 'message', message };
    }
    const last = messages.at(-1);
    if (last === undefined || messages.length < atOnce) return;
    after = last.seq;
  }
}

async function* auditOf({ auditLog }: Deps, { id }: User): AsyncGenerator<PersonalPart> {
  for (let after = 0; ; ) {
    const entries = await auditLog.about(id, { after, limit: atOnce });
    for (const entry of entries) yield { kind: 'audit-entry', entry: withoutTheirs(entry, id) };
    const last = entries.at(-1);
    if (last === undefined || entries.length < atOnce) return;
    after = last.number;
  }
}

/** Where somebody else asked from is theirs. */
const withoutTheirs = (entry: AuditRecord, own: string): AuditRecord =>
  entry.details === undefined || entry.actor === undefined || entry.actor === own
    ? entry
    : { ...entry, details: { ...entry.details, address: undefined } };
