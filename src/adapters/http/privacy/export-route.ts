import type { ExportMyself } from '#application/privacy/export-myself.ts';
import { type Route, signedInRoute } from '../route.ts';
import { exportJson, PersonalArchiveSchema } from './export-json.ts';

/** Taking along what is kept about oneself. */
export const exportRoute = (deps: { readonly exportMyself: ExportMyself }): Route =>
  signedInRoute({
    method: 'get',
    path: '/v1/me/export',
    operationId: 'exportMyself',
    tag: 'Privacy',
    summary: 'Take along everything that is kept about oneself',
    inPerson: true,
    description:
      'One JSON document, sent as it is read: profile, sign-ins, tickets with the messages one may see, and what the audit tells. Only a document that ends is whole.',
    inputs: {},
    answers: {
      200: {
        description: 'The archive.',
        schema: PersonalArchiveSchema,
        headers: { 'Content-Disposition': 'A name to save it under.' },
      },
    },
    handle: async ({ caller }) => ({
      status: 200,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': 'attachment; filename="hexdesk-export.json"',
      },
      body: '',
      stream: exportJson(await deps.exportMyself(caller)),
    }),
  });
