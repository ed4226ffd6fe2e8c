import type { Organisation } from '#domain/access/organisation.ts';
import { shownId, shownMoment, z } from './schemas.ts';

export const OrganisationSchema = z
  .object({
    id: shownId,
    externalId: z.string().nullable().openapi({ description: 'What another system calls it.' }),
    name: z.string(),
    membersSeeEachOthersTickets: z.boolean(),
    createdAt: shownMoment,
  })
  .openapi('Organisation', {
    example: {
      id: '01957b3e-9c00-7f60-8f10-6d1f0c3a5e01',
      externalId: 'crm-4711',
      name: 'Acme',
      membersSeeEachOthersTickets: true,
      createdAt: '2026-03-02T12:00:00.000Z',
    },
  });

export const presentOrganisation = ({ id, externalId, name, isShared, createdAt }: Organisation) => ({
  id,
  externalId: externalId ?? null,
  name,
  membersSeeEachOthersTickets: isShared,
  createdAt,
});
