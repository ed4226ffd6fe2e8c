import type { Letter } from '#domain/notifications/letter.ts';
import { counted } from './counted.ts';
import { callable, oneLine } from './one-line.ts';
import type { Block, Letterhead, Page } from './page.ts';

type TicketLetter = Extract<Letter, { readonly number: number }>;

/** Lays out a letter about a ticket. All about one ticket have one subject line, so that they make one thread. */
export const ticketPage = (letter: TicketLetter, { sender }: Letterhead): Page => {
  const to = callable(letter.name);
  const subject = oneLine(letter.subject);
  return {
    subject: `[#${letter.number}] ${subject}`,
    greeting: to === undefined ? 'Hello,' : `Hello ${to},`,
    ...contentOf(letter, `“${subject}”`),
    footer: `${sender} · ticket #${letter.number}`,
  };
};

const contentOf = (letter: TicketLetter, subject: string): Pick<Page, 'heading' | 'blocks'> => {
  switch (letter.kind) {
    case 'ticket-acknowledged':
      return {
        heading: 'We have your request',
        blocks: [
          paragraph(`This is about ${subject}, ticket #${letter.number}.`),
          { kind: 'words', text: letter.text, internal: false },
        ],
      };
    case 'ticket-replied':
      return {
        heading: 'There is a new reply',
        blocks: [
          paragraph(`${named(letter.author)} replied to ${subject}:`),
          { kind: 'words', text: letter.text, internal: false },
        ],
      };
    case 'note-written':
      return {
        heading: 'There is a new note',
        blocks: [
          paragraph(`${named(letter.author)} wrote a note on ${subject}:`),
          { kind: 'words', text: letter.text, internal: true },
          { kind: 'small-print', text: 'Notes are for staff only; the customer does not see them.' },
        ],
      };
    case 'ticket-assigned':
      return {
        heading: 'A ticket for you',
        blocks: [paragraph(`Ticket #${letter.number}, ${subject}, is now assigned to you.`)],
      };
    case 'ticket-solved':
      return {
        heading: 'Solved',
        blocks: [
          paragraph(`Ticket #${letter.number}, ${subject}, is solved.`),
          ...(letter.reopenDays < 1
            ? []
            : [paragraph(`If it is not, it can be reopened within ${counted(letter.reopenDays, 'day')}.`)]),
        ],
      };
  }
};

const named = (author: string): string => oneLine(author) || 'Somebody';

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
