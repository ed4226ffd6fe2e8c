import { type ApiClient, apiClient, DemoFailed, textIn } from './api-client.ts';
import { brings, type Frame, type LiveClient, liveClient } from './live-client.ts';
import type { MailFolder } from './mail-folder.ts';
import type { Stage } from './stage.ts';

export type StoryDeps = {
  readonly baseUrl: string;
  readonly admin: { readonly email: string; readonly password: string };
  readonly mails: MailFolder;
  readonly stage: Stage;
  /** Makes the addresses of this telling unlike those of any other. */
  readonly run: string;
};

type Person = { readonly email: string; readonly api: ApiClient };

/** Tells the life of one ticket through the public interfaces alone: REST, WebSocket and mail. */
export const tellStory = async (deps: StoryDeps): Promise<void> => {
  const ben = await inviteBen(deps);
  const carla = await registerCarla(deps);
  const sockets = await connect(deps, ben, carla);
  const ticket = await raise(deps, sockets, carla);
  await answer(deps, sockets, ben, carla, ticket);
  await finish(deps, sockets, ben, carla, ticket);
  sockets.ben.close();
  sockets.carla.close();
};

const signIn = async ({ baseUrl }: StoryDeps, email: string, password: string): Promise<Person> => {
  const reply = await apiClient(baseUrl).post('/v1/auth/login', { email, password });
  return { email, api: apiClient(baseUrl, textIn(reply, 'accessToken')) };
};

const inviteBen = async (deps: StoryDeps): Promise<Person> => {
  const { stage, mails, admin, baseUrl, run } = deps;
  const email = `ben.${run}@example.org`;
  stage.chapter('An agent joins');
  const ada = await signIn(deps, admin.email, admin.password);
  stage.does('ada', `invites ${email} as an agent of the queue Support`);
  await ada.api.post('/v1/users', { email, firstName: 'Ben', lastName: 'Okafor', role: 'agent' });
  const mail = await mails.next(email);
  stage.gets('ben', 'mail', mail.subject);
  const token = /token=([\w-]+)/.exec(mail.text)?.[1];
  if (token === undefined) throw new DemoFailed('the invitation has no token');
  stage.does('ben', 'sets a password with the token of that mail, and signs in');
  const password = `ben's own passphrase ${run}`;
  await apiClient(baseUrl).post('/v1/auth/password-resets', { token, password });
  return signIn(deps, email, password);
};

const registerCarla = async (deps: StoryDeps): Promise<Person> => {
  const { stage, mails, baseUrl, run } = deps;
  const email = `carla.${run}@example.org`;
  const password = `carla's own passphrase ${run}`;
  const anyone = apiClient(baseUrl);
  stage.chapter('A customer registers');
  stage.does('carla', `registers as ${email}`);
  await anyone.post('/v1/auth/register', { email, password, firstName: 'Carla', lastName: 'Reyes' });
  const mail = await mails.next(email);
  stage.gets('carla', 'mail', mail.subject);
  const code = /\b\d{6}\b/.exec(mail.text)?.[0];
  if (code === undefined) throw new DemoFailed('the mail has no code');
  stage.does('carla', 'proves the address with the six digits of that mail, and signs in');
  await anyone.post('/v1/auth/verify-email', { email, code });
  return signIn(deps, email, password);
};

type Sockets = { readonly ben: LiveClient; readonly carla: LiveClient };

const connect = async ({ baseUrl, stage }: StoryDeps, ben: Person, carla: Person): Promise<Sockets> => {
  stage.chapter('Both sides connect');
  const queues = (await ben.api.get('/v1/queues')).body['items'] as readonly {
    readonly id: string;
    readonly name: string;
  }[];
  const [queue] = queues;
  if (queue === undefined) throw new DemoFailed('Ben works in no queue');
  const sockets = { ben: await liveClient(baseUrl, ben.api), carla: await liveClient(baseUrl, carla.api) };
  sockets.ben.send({ type: 'subscribe', topic: `queue:${queue.id}` });
  await sockets.ben.next(({ type }) => type === 'subscribed');
  stage.does('ben', `follows the queue ${queue.name} over a WebSocket`);
  sockets.carla.send({ type: 'subscribe', topic: 'mine' });
  await sockets.carla.next(({ type }) => type === 'subscribed');
  stage.does('carla', 'follows her own tickets over another');
  return sockets;
};

const raise = async ({ stage, mails }: StoryDeps, sockets: Sockets, carla: Person): Promise<string> => {
  stage.chapter('A ticket comes in');
  const opened = await carla.api.post('/v1/tickets', {
    subject: 'I was charged twice for May',
    body: 'Hello, my card shows two charges of 29 euros on the 3rd. Could you look into it?',
  });
  stage.does('carla', `raises ticket ${String(opened.body['number'])}: ${textIn(opened, 'subject')}`);
  await sockets.ben.next(brings('ticket-opened'));
  stage.gets('ben', 'socket', 'ticket-opened: it appears in his queue');
  await sockets.carla.next(brings('ticket-acknowledged'));
  stage.gets('carla', 'socket', 'ticket-acknowledged: an automatic answer in the thread');
  stage.gets('carla', 'mail', (await mails.next(carla.email)).subject);
  return textIn(opened, 'id');
};

const answer = async (
  deps: StoryDeps,
  sockets: Sockets,
  ben: Person,
  carla: Person,
  ticket: string,
): Promise<void> => {
  const { stage, mails } = deps;
  stage.chapter('It is answered');
  await ben.api.post(`/v1/tickets/${ticket}/claim`);
  stage.does('ben', 'claims it (customers never learn who holds a ticket)');
  await ben.api.post(`/v1/tickets/${ticket}/messages`, {
    kind: 'internal',
    body: 'Looks like the retry bug of last week.',
  });
  stage.does('ben', 'writes an internal note (nothing of it reaches Carla)');
  sockets.ben.send({
    type: 'reply',
    ref: 'r1',
    ticketId: ticket,
    body: 'Sorry about that! One of the two charges is on its way back.',
  });
  await sockets.ben.next(({ type, ref }) => type === 'accepted' && ref === 'r1');
  stage.does('ben', 'replies over his socket');
  const fact = (await sockets.carla.next(brings('ticket-replied')))['fact'] as Frame;
  stage.gets('carla', 'socket', `ticket-replied: “${bodyOf(fact)}”`);
  stage.gets('carla', 'mail', (await mails.next(carla.email)).subject);
  await carla.api.post(`/v1/tickets/${ticket}/messages`, {
    body: 'That was quick. It has arrived, thank you!',
  });
  stage.does('carla', 'answers over REST');
  const back = await sockets.ben.next(
    (frame) => brings('ticket-replied')(frame) && bodyOf(frame['fact'] as Frame).startsWith('That'),
  );
  stage.gets('ben', 'socket', `ticket-replied: “${bodyOf(back['fact'] as Frame)}”`);
  stage.gets('ben', 'mail', (await mails.next(ben.email)).subject);
};

const finish = async (
  deps: StoryDeps,
  sockets: Sockets,
  ben: Person,
  carla: Person,
  ticket: string,
): Promise<void> => {
  const { stage, mails } = deps;
  stage.chapter('It is solved, and closes');
  await ben.api.patch(`/v1/tickets/${ticket}`, { status: 'solved' });
  stage.does('ben', 'solves it');
  await sockets.carla.next(brings('ticket-solved'));
  stage.gets('carla', 'socket', 'ticket-solved');
  stage.gets('carla', 'mail', (await mails.next(carla.email)).subject);
  await ben.api.post(`/v1/tickets/${ticket}/close`);
  stage.does('ben', 'closes it');
  await sockets.carla.next(brings('ticket-closed'));
  stage.gets('carla', 'socket', 'ticket-closed');
  const [whole, seen] = await Promise.all([historyOf(ben, ticket), historyOf(carla, ticket)]);
  stage.gets('ben', 'answer', `history: ${whole.join(', ')}`);
  stage.gets('carla', 'answer', `history: ${seen.join(', ')}`);
};

const historyOf = async ({ api }: Person, ticket: string): Promise<readonly string[]> => {
  const { body } = await api.get(`/v1/tickets/${ticket}/facts`);
  return (body['items'] as readonly { readonly type: string }[]).map(({ type }) => type);
};

const bodyOf = (fact: Frame): string => {
  const message = (fact['data'] as Frame)['message'] as Frame;
  return String(message['body']);
};
