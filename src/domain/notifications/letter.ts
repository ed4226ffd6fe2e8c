/** What is mailed: a kind, and the data its text needs. Rendering is an adapter's business. */
export type Letter =
  | {
      readonly kind: 'verification-code';
      readonly name: string;
      readonly code: string;
      readonly minutes: number;
    }
  | { readonly kind: 'already-registered'; readonly name: string }
  | {
      readonly kind: 'password-reset';
      readonly name: string;
      readonly token: string;
      readonly minutes: number;
    }
  | { readonly kind: 'invitation'; readonly name: string; readonly token: string; readonly days: number }
  | { readonly kind: 'password-changed'; readonly name: string }
  | { readonly kind: 'refresh-token-reused'; readonly name: string }
  | ({ readonly kind: 'ticket-acknowledged'; readonly text: string } & AboutTicket)
  | ({ readonly kind: 'ticket-replied'; readonly author: string; readonly text: string } & AboutTicket)
  | ({ readonly kind: 'note-written'; readonly author: string; readonly text: string } & AboutTicket)
  | ({ readonly kind: 'ticket-assigned' } & AboutTicket)
  | ({ readonly kind: 'ticket-solved'; readonly reopenDays: number } & AboutTicket);

export type AboutTicket = {
  readonly name: string;
  readonly number: number;
  readonly subject: string;
};

export type LetterKind = Letter['kind'];
/** The letters that a fact of a ticket gives rise to. */
export type TicketLetterKind = Extract<Letter, AboutTicket>['kind'];
