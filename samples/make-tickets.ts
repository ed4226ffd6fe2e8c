/** Writes tickets.jsonl from the threads: each of them twice, with other people, other words and another outcome. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

type Template = {
  readonly subject: string;
  readonly tags: readonly string[];
  readonly messages: readonly (readonly [Voice, string])[];
};
type Voice = 'c' | 'a' | 's' | 'n' | 'm';
type Threads = {
  readonly language: string;
  readonly status?: string;
  readonly people: readonly (readonly [string, string, string])[];
  readonly threads: readonly Template[];
};
type Person = { readonly email: string; readonly firstName: string; readonly lastName: string };

const here = import.meta.dirname;
const admin = { email: 'admin@hexdesk.example', firstName: 'First', lastName: 'Admin' };
const scales: Readonly<Record<string, number>> = {
  ja: 100,
  ko: 1000,
  hi: 80,
  tr: 40,
  uk: 40,
  zh: 7,
  sv: 10,
  he: 4,
};
const hosts = ['example.org', 'example.com', 'mail.example.net'];
const priorities = ['normal', 'normal', 'high', 'low', 'normal', 'urgent', 'normal'];
const answered = ['solved', 'closed', 'pending', 'closed', 'on-hold', 'solved', 'open'];
const thanked = ['solved', 'closed', 'closed', 'solved', 'open'];
const complained = ['open', 'on-hold', 'open'];

const minute = 60_000;
const firstDay = Date.UTC(2024, 2, 4, 7, 12);

const ticketOf = (
  { language, status, people }: Threads,
  template: Template,
  variant: number,
  count: number,
) => {
  const [firstName = '', lastName = '', name = ''] = people[(count * 5 + variant) % people.length] ?? [];
  const customer = { email: `${name}@${hosts[count % hosts.length]}`, firstName, lastName };
  const opened = firstDay + count * 2017 * minute + ((count * 7919) % 600) * minute;
  const amount = (19.9 + ((count * 37) % 80)) * (scales[language] ?? 1);
  const digits = amount > 300 ? 0 : 2;
  const slots: Readonly<Record<string, string>> = {
    first: firstName,
    last: lastName,
    n: `LN-${48_000 + count * 131}`,
    amt: new Intl.NumberFormat(language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(amount),
    date: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
      opened - 3 * 1440 * minute,
    ),
  };
  const said = (text: string): string =>
    text
      .replaceAll(/\[\[(.*?)\]\]/gs, (_, words: string) => words.split('|')[variant] ?? '')
      .replaceAll(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? '');

  const isNew = status === undefined && count % 9 === 4;
  const heard = isNew ? template.messages.slice(0, 1) : template.messages;
  let at = opened;
  const messages = heard.map(([voice, text], index) => {
    if (index > 0) at += voice === 'm' ? 1000 : (23 + ((count * 53 + index * 911) % 1500)) * minute;
    const author: Person | null = voice === 'c' ? customer : voice === 'a' || voice === 's' ? admin : null;
    const kind = voice === 's' || voice === 'n' ? 'internal' : 'public';
    return { kind, author, body: said(text), createdAt: new Date(at).toISOString() };
  });
  const isAnswered = messages.findLast(({ kind }) => kind === 'public')?.author !== customer;
  // of the threads that end with their customer, only the second of those about money has not come to a good end
  const isUnhappy = !isAnswered && template.tags.includes('billing') && variant === 1;
  const outcomes = isAnswered ? answered : isUnhappy ? complained : thanked;
  const became = status ?? (isNew ? 'new' : (outcomes[count % outcomes.length] ?? 'open'));
  const over = became === 'solved' || became === 'closed';
  const solvedAt = at + (90 + (count % 7) * 240) * minute;
  return {
    externalId: `sample-${String(count).padStart(4, '0')}`,
    subject: said(template.subject),
    status: became,
    priority: priorities[count % priorities.length],
    tags: [...template.tags, `lang-${language}`],
    queue: 'Support',
    requester: customer,
    ...(!isNew && status === undefined && count % 3 > 0 ? { assignee: admin.email } : {}),
    openedAt: new Date(opened).toISOString(),
    ...(over ? { solvedAt: new Date(solvedAt).toISOString() } : {}),
    ...(became === 'closed' ? { closedAt: new Date(solvedAt + 7 * 1440 * minute).toISOString() } : {}),
    ...(became === 'pending' && count % 2 === 0 ? { waitUntil: '2031-03-03T08:00:00.000Z' } : {}),
    ...(became === 'on-hold' && !isAnswered ? { customerWaiting: true } : {}),
    messages,
  };
};

const all = readdirSync(`${here}/threads`)
  .filter((file) => file.endsWith('.json'))
  .toSorted()
  .map((file) => JSON.parse(readFileSync(`${here}/threads/${file}`, 'utf8')) as Threads);

/** One of each language after the other, as they would come in. */
const longest = Math.max(...all.map(({ threads }) => threads.length));
const order = [0, 1].flatMap((variant) =>
  Array.from({ length: longest }, (_, index) => index).flatMap((index) =>
    all.flatMap((threads) => {
      const template = threads.threads[index];
      return template === undefined ? [] : [{ threads, template, variant }];
    }),
  ),
);
const tickets = order.map(({ threads, template, variant }, index) =>
  ticketOf(threads, template, variant, index + 1),
);
writeFileSync(`${here}/tickets.jsonl`, tickets.map((ticket) => `${JSON.stringify(ticket)}\n`).join(''));
process.stdout.write(`${tickets.length} tickets\n`);
