import type { MuteLetters } from '#application/identity/mute-letters.ts';
import {
  mutedBy,
  NotificationPreferencesSchema,
  NotificationPreferencesWish,
  presentPreferences,
} from '../../wire/notification-preferences.ts';
import { json, raise } from '../answer.ts';
import { type Route, signedInRoute } from '../route.ts';

const path = '/v1/me/notification-preferences';

/** Which mails whoever asks wants. */
export const preferenceRoutes = (deps: { readonly muteLetters: MuteLetters }): readonly Route[] => [
  signedInRoute({
    method: 'get',
    path,
    operationId: 'readNotificationPreferences',
    tag: 'Identity',
    summary: 'Read which mails about tickets one gets',
    inputs: {},
    answers: { 200: { description: 'By event.', schema: NotificationPreferencesSchema } },
    handle: async ({ caller }) => json(200, presentPreferences(caller.user)),
  }),
  signedInRoute({
    method: 'put',
    path,
    operationId: 'setNotificationPreferences',
    tag: 'Identity',
    summary: 'Say which mails about tickets one wants',
    description: 'An event that is not named is told by mail. Mails about the account itself always come.',
    inPerson: true,
    inputs: { body: NotificationPreferencesWish },
    answers: { 200: { description: 'As they now are.', schema: NotificationPreferencesSchema } },
    handle: async ({ body, caller }) => {
      const user = await deps.muteLetters(mutedBy(body), caller.actor);
      return user ? json(200, presentPreferences(user)) : raise({ code: 'unauthenticated' });
    },
  }),
];
