import type { Letter } from '#domain/notifications/letter.ts';
import { accountPage } from './account-letters.ts';
import { asHtml } from './as-html.ts';
import { asText } from './as-text.ts';
import type { Letterhead, Page } from './page.ts';
import { ticketPage } from './ticket-letters.ts';

export type RenderedLetter = { readonly subject: string; readonly text: string; readonly html: string };

/** Turns a letter into what is mailed. The HTML loads nothing and runs nothing. */
export const renderLetter = (letter: Letter, letterhead: Letterhead): RenderedLetter => {
  const page = pageOf(letter, letterhead);
  return { subject: page.subject, text: asText(page), html: asHtml(page) };
};

const pageOf = (letter: Letter, letterhead: Letterhead): Page =>
  'number' in letter ? ticketPage(letter, letterhead) : accountPage(letter, letterhead);
