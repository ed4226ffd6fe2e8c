import type { StatusLabelRefusal } from '#domain/labels/refusal.ts';
import { labelledStatuses, type StatusLabel } from '#domain/labels/status-label.ts';
import type { Problem } from './problem.ts';
import { line, shownId, z } from './schemas.ts';

const name = line({ min: 1, max: 100 });

export const StatusLabelSchema = z
  .object({
    id: shownId,
    name: z.string().openapi({ description: 'For everybody, customers too.' }),
    status: z.enum(labelledStatuses).openapi({ description: 'Of the tickets that may carry it.' }),
    isArchived: z.boolean().openapi({ description: 'Whether no ticket is given it any more.' }),
  })
  .openapi('StatusLabel');

export const NewStatusLabelSchema = z
  .strictObject({ name, status: z.enum(labelledStatuses).openapi({ description: 'Fixed for ever.' }) })
  .openapi('NewStatusLabel', { example: { name: 'Waiting for parts', status: 'on-hold' } });

export const StatusLabelRevisionSchema = z
  .strictObject({ name: name.optional(), isArchived: z.boolean().optional() })
  .refine((revision) => Object.keys(revision).length > 0, {
    message: 'must change something',
    params: { code: 'empty' },
  })
  .openapi('StatusLabelRevision', { example: { name: 'Waiting for spare parts' } });

export const presentStatusLabel = ({ id, name, status, isArchived }: StatusLabel) => ({
  id,
  name,
  status,
  isArchived,
});

/** What a refusal about status labels is called outside. A new one does not compile until somebody decides that. */
export const statusLabelProblem = (
  refusal: StatusLabelRefusal | { readonly code: 'version-mismatch'; readonly version: number },
): Problem => {
  switch (refusal.code) {
    case 'not-found':
    case 'name-taken':
      return { code: refusal.code };
    case 'not-permitted':
      return { code: refusal.code, facts: { permission: refusal.permission } };
    case 'too-many-status-labels':
      return { code: refusal.code, facts: { limit: refusal.limit } };
    case 'version-mismatch':
      return {
        code: refusal.code,
        detail: 'The status label has changed since you read it',
        facts: { version: refusal.version },
      };
  }
};
